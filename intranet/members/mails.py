"""What members' mails ask of the outbox: whether they may still go, and to hear what became of them."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from intranet.members import mail_samples
from intranet.members.models import Invitation
from intranet.outbox.enums import MessageState
from intranet.outbox.kinds import register_mail

if TYPE_CHECKING:
    from intranet.outbox.models import Message

# Those that the outbox need ask nothing about.
OTHERS = (
    ("account_care", pgettext_lazy("mail", "Somebody changed the account"), mail_samples.care),
    ("account_notice", pgettext_lazy("mail", "The account's protection has changed"), mail_samples.notice),
    ("email_confirmation", pgettext_lazy("mail", "Code to confirm an address"), mail_samples.code),
    ("password_reset_key", pgettext_lazy("mail", "Link to choose a password"), mail_samples.password),
    ("unknown_account", pgettext_lazy("mail", "Address without account"), mail_samples.unknown),
)


def register_mails() -> None:
    register_mail(
        "invitation",
        may_go=invitation_stands,
        settled=note_sending,
        label=pgettext_lazy("mail", "Invitation"),
        sample=mail_samples.invitation,
    )
    register_mail(
        "login_code",
        may_go=code_holds,
        label=pgettext_lazy("mail", "Code to sign in"),
        is_open=True,
        sample=mail_samples.code,
    )
    for name, label, sample in OTHERS:
        register_mail(name, label=label, is_open=True, sample=sample)


def invitation_stands(message: "Message") -> bool:
    """Nobody has taken it back, accepted it or sent another one in its place, and its time is not over."""
    invitation = invitation_of(message)
    return invitation is not None and invitation.is_pending


def note_sending(message: "Message") -> None:
    invitation = invitation_of(message)
    if invitation is not None and message.state == MessageState.SENT:
        Invitation.objects.filter(pk=invitation.pk).update(sent_at=message.settled_at)


def invitation_of(message: "Message") -> Invitation | None:
    """The invitation whose link the mail carries, if that is still the link that works."""
    _about, _colon, number = message.about.partition(":")
    invitation = Invitation.objects.filter(pk=number).first()
    return invitation if invitation is not None and invitation.mail_key == message.key else None


def code_holds(message: "Message") -> bool:
    """A code that has expired before the mail server took it would only puzzle whoever gets it."""
    return timezone.now() < message.created_at + timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)
