"""What a mail in the outbox tells of: whether it is still true when its turn comes, and what follows when it is not."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from intranet.members.models import User
from intranet.notifications.domain.preferences import choices_of
from intranet.notifications.domain.tellable import items_of, mail_wanted, unread
from intranet.notifications.enums import Frequency
from intranet.notifications.models import Notification
from intranet.outbox.enums import MessageState
from intranet.outbox.models import SuppressedAddress

if TYPE_CHECKING:
    from intranet.outbox.models import Message


def told_by(message: "Message") -> QuerySet[Notification]:
    told = Notification.objects.filter(recipient=message.person_id, mail_key=message.key).exclude(mailed_at=None)
    return told.select_related("actor", "group").prefetch_related("about")


def is_still_true(message: "Message", frequency: Frequency) -> bool:
    """Whether all that it tells may still be told: to this address, visible, wanted so and not muted.

    Some of it may have been read on the site meanwhile, which harms nobody; not all of it.
    """
    person, told = recipient_of(message), list(told_by(message))
    if person is None or not is_for(message, person) or not unread(told):
        return False
    choices = choices_of(person)
    if any(mail_wanted(row, choices) != frequency for row in told):
        return False
    return sum(len(item.told) for item in items_of(person, told)) == len(told)


def leave_to_another(message: "Message") -> None:
    """When it was kept back because it was no longer true, what still is waits for the next mail of its kind.

    An address that gets no mail gets no other one either.
    """
    person = recipient_of(message) if message.state == MessageState.SUPPRESSED else None
    if person is None or (is_for(message, person) and gets_no_mail(message.to)):
        return
    choices, by_frequency = choices_of(person), dict[Frequency, list[int]]()
    for item in items_of(person, unread(list(told_by(message)))):
        for row in item.told:
            by_frequency.setdefault(mail_wanted(row, choices), []).append(row.pk)
    for frequency, ids in by_frequency.items():
        Notification.objects.filter(pk__in=ids).update(mail=frequency, mailed_at=None)


def recipient_of(message: "Message") -> User | None:
    """As of now: who they are and what they may do."""
    person: User | None = User.objects.with_standing().filter(pk=message.person_id).first()
    return person


def is_for(message: "Message", person: User) -> bool:
    return message.to.lower() == person.email.lower()


def gets_no_mail(address: str) -> bool:
    return SuppressedAddress.objects.filter(email=address.lower()).exists()
