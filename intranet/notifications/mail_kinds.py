"""What the outbox asks about these mails right before they leave, and what their previews show."""

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from intranet.mail import absolute
from intranet.members.models import User
from intranet.notifications.domain.tellable import items_of
from intranet.notifications.mails import MailLine, MailSection
from intranet.notifications.models import Notification
from intranet.outbox.kinds import register_mail

if TYPE_CHECKING:
    from intranet.outbox.models import Message


def register_mails() -> None:
    register_mail(
        "notification",
        may_go=notification_may_go,
        sample=notification_sample,
        label=pgettext_lazy("mail", "Notification"),
    )
    register_mail(
        "digest",
        may_go=digest_may_go,
        sample=digest_sample,
        label=pgettext_lazy("mail", "Summary of the day or the week"),
    )


def notification_may_go(message: "Message") -> bool:
    """Whether what the mail quotes may still be told: with access, visible, wanted, neither read nor muted."""
    _name, _colon, key = message.about.partition(":")
    told = Notification.objects.select_related("actor", "group").filter(pk=key, recipient=message.person_id).first()
    return told is not None and bool(items_of(person_of(message), [told]))


def digest_may_go(message: "Message") -> bool:
    """Whether its recipient still has access; what it tells was looked at when it was made, moments ago."""
    return message.person_id is not None and person_of(message).standing.has_access


def person_of(message: "Message") -> User:
    person: User = User.objects.with_standing().get(pk=message.person_id)
    return person


def notification_sample() -> dict[str, Any]:
    return {
        "line": sample_line(_("Three new answers in «Scoring local suppliers»"), group=_("Responsible purchasing")),
        "label": _("Answers in the topics that I follow"),
        "stops_group": False,
        "stop_url": absolute("/enllac/…/"),
        "mute_url": absolute("/enllac/…/"),
        "preferences_url": absolute(reverse("preferences")),
    }


def digest_sample() -> dict[str, Any]:
    purchasing = [
        sample_line(_("Three new answers in «Scoring local suppliers»"), group=_("Responsible purchasing")),
        sample_line(_("Berta Puig has added you to the group"), group=_("Responsible purchasing"), excerpt=""),
    ]
    network = [sample_line(_("News: The jornada of May is open for registration"), excerpt="")]
    return {
        "sections": [
            MailSection(_("Responsible purchasing"), purchasing),
            MailSection(pgettext("digest", "The whole network"), network),
        ],
        "count": 3,
        "left_out": 0,
        "is_weekly": False,
        "day": timezone.localdate(),
        "stop_url": absolute("/enllac/…/"),
        "notices_url": absolute(reverse("notices")),
        "preferences_url": absolute(reverse("preferences")),
    }


def sample_line(text: str, *, group: str = "", excerpt: str | None = None) -> MailLine:
    quoted = _("We did it in two steps, and the second is what made the difference: we went to see them.")
    return MailLine(text, absolute("/"), timezone.now(), group, quoted if excerpt is None else excerpt, text)
