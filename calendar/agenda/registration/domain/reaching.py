"""Which registrants a mail still reaches, and how many are put into the outbox together."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Q
from django.utils import translation

from agenda.domain.audience import those_who_see
from agenda.enums import EventVisibility
from agenda.models import Event
from agenda.models.queries import meant_for
from agenda.registration.enums import RegistrationState
from agenda.registration.models import Registration, RegistrationQuerySet
from agenda.registration.rules import takes_guests
from intranet.members.models import User
from intranet.outbox.domain import Posting, put_many
from intranet.outbox.models import Message

if TYPE_CHECKING:
    from django.core.mail import EmailMultiAlternatives


def is_reached(registration: Registration) -> bool:
    """Whether they may be told of it today: guests whom it has let in always, people of the network while it is for such as them.

    Who has lost their access hears of what is for everyone, as any guest does, and of nothing else.
    """
    if registration.state == RegistrationState.UNCONFIRMED:
        return takes_guests(registration.desk)
    if registration.person_id is None or registration.desk.event.visibility == EventVisibility.PUBLIC:
        return bool(registration.address)
    person = User.objects.with_standing().filter(pk=registration.person_id, is_active=True).first()
    if person is None or not person.standing.has_access:
        return False
    return Event.objects.filter(meant_for(person), pk=registration.desk.event_id).exists()


def reachable(rows: RegistrationQuerySet, event: Event) -> RegistrationQuerySet:
    """Of `rows`, which are of the desks of `event`, those that `is_reached` says yes to. Asked of whose address is known to be theirs."""
    to_anyone = ~Q(email="") if event.visibility == EventVisibility.PUBLIC else Q(person=None) & ~Q(email="")
    seeing = those_who_see(User.objects.with_standing(), event).values("pk")
    return rows.filter(to_anyone | Q(person__in=seeing))


def post_to(
    registrations: Iterable[Registration],
    write: "Callable[[Registration], EmailMultiAlternatives]",
    *,
    kind: str,
    about: str,
) -> int:
    """Put one mail into the outbox for each that has not had the one `about` this, however often it is run; for how many."""
    told = set(Message.objects.filter(about=about).values_list("key", flat=True))
    due = [row for row in registrations if row.address and key_of(about, row) not in told]
    with translation.override(settings.LANGUAGE_CODE):
        postings = (Posting(write(row), person=row.person, key=key_of(about, row), about=about) for row in due)
        return put_many(postings, kind=kind)


def key_of(about: str, registration: Registration) -> str:
    return f"{about}:{registration.pk}"
