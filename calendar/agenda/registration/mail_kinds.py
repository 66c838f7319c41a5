"""What the outbox asks about the mails of registration right before they leave, and what their previews show."""

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import pgettext_lazy

from agenda.models import Change, Occurrence
from agenda.registration import mail_samples
from agenda.registration.domain import announcing_changes, reminding, telling, thanking, writing
from agenda.registration.domain.desks import times_of
from agenda.registration.domain.reaching import is_reached
from agenda.registration.enums import News, RegistrationState
from agenda.registration.models import Registration
from intranet.outbox.kinds import register_mail

if TYPE_CHECKING:
    from intranet.outbox.models import Message


def register_mails() -> None:
    register_mail(
        telling.KIND,
        may_go=step_may_go,
        label=pgettext_lazy("mail", "Registration: each step"),
        sample=mail_samples.confirmed,
        variants=mail_samples.steps,
    )
    register_mail(
        announcing_changes.KIND,
        may_go=change_may_go,
        label=pgettext_lazy("mail", "Registration: the activity changes"),
        sample=mail_samples.moved,
        variants=mail_samples.changes,
    )
    register_mail(
        reminding.KIND,
        may_go=reminder_may_go,
        label=pgettext_lazy("mail", "Registration: reminder of the day before"),
        sample=mail_samples.reminder,
    )
    register_mail(
        thanking.KIND,
        may_go=thanks_may_go,
        label=pgettext_lazy("mail", "Registration: thanks of the day after"),
        sample=mail_samples.thanks,
    )
    register_mail(
        writing.KIND,
        may_go=message_may_go,
        label=pgettext_lazy("mail", "Registration: message of the organisers"),
        sample=mail_samples.message,
    )


def named(key: str | None) -> tuple[str, ...]:
    """What the key of a mail is made of, after its first word."""
    return tuple((key or "").split(":"))[1:]


def registration_named(pk: str) -> Registration | None:
    """With its desk; None for one that is not there, or whose address cannot be told."""
    rows = Registration.objects.select_related("person", "desk__event", "desk__occurrence")
    found = rows.filter(pk=pk).first()
    return found if found is not None and is_reached(found) else None


def step_may_go(message: "Message") -> bool:
    """Only the last step of each: an offer whose time is over, or what has been changed since, would mislead."""
    pk, sequence, news, *_appointment = named(message.key)
    found = registration_named(pk)
    if found is None or found.sequence != int(sequence) or times_of(found.desk).is_over:
        return False
    return news != News.OFFERED or (found.offer_until is not None and timezone.now() < found.offer_until)


def change_may_go(message: "Message") -> bool:
    """While it is true, and they take part or would like to."""
    change_pk, pk = named(message.key)
    change = Change.objects.select_related("event").filter(pk=change_pk).first()
    found = registration_named(pk)
    if change is None or found is None or not announcing_changes.still_holds(change):
        return False
    return found.is_living and found.state != RegistrationState.UNCONFIRMED


def reminder_may_go(message: "Message") -> bool:
    """Before it begins, at the moment of which it tells."""
    date_pk, moment, pk = named(message.key)
    date = Occurrence.objects.on().select_related("event").filter(pk=date_pk).first()
    if date is None or date.start <= timezone.now() or int(date.start.timestamp()) != int(moment):
        return False
    found = registration_named(pk)
    return found is not None and found.is_confirmed and date.event.is_published


def thanks_may_go(message: "Message") -> bool:
    _desk, pk = named(message.key)
    found = registration_named(pk)
    return found is not None and found.is_confirmed


def message_may_go(message: "Message") -> bool:
    _message, pk = named(message.key)
    return registration_named(pk) is not None
