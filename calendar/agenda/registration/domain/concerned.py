"""Whom of those who registered a change of the event concerns: their mails tell them, not the notices of the agenda."""

from typing import TYPE_CHECKING

from django.db.models import Q

from agenda.enums import ChangeKind
from agenda.models import Change, Event, Occurrence
from agenda.registration.enums import RegistrationState
from agenda.registration.models import Registration, RegistrationDesk

if TYPE_CHECKING:
    from django.db.models import QuerySet


def desks_concerned(change: Change) -> "QuerySet[RegistrationDesk]":
    """Those for all dates, and those of the dates that the change is about."""
    desks = RegistrationDesk.objects.filter(event=change.event_id)
    if change.occurrence_id is not None:
        return desks.filter(Q(occurrence=None) | Q(occurrence=change.occurrence_id))
    # The rest of a series that moves is an event of its own; where its dates were says nothing of where they are.
    if change.first_start is None or change.kind == ChangeKind.MOVED:
        return desks
    between = (change.first_start, change.last_start or change.first_start)
    return desks.filter(Q(occurrence=None) | Q(occurrence__start__range=between))


def registered_among(change: Change) -> "QuerySet[Registration]":
    """Living registrations of people of the network whom the change concerns."""
    return Registration.objects.living().filter(desk__in=desks_concerned(change).values("pk"), person__isnull=False)


def registered_at(date: Occurrence) -> "QuerySet[Registration]":
    """Living registrations of people of the network that hold for this date."""
    desks = RegistrationDesk.objects.filter(Q(occurrence=date) | Q(occurrence=None, event=date.event_id))
    return Registration.objects.living().filter(desk__in=desks.values("pk"), person__isnull=False)


def number_to_tell(event: Event, date: Occurrence | None = None) -> int:
    """How many registered people a change of the event, or of this date of it, is told. One statement."""
    desks = RegistrationDesk.objects.filter(event=event)
    if date is not None:
        desks = desks.filter(Q(occurrence=date) | Q(occurrence=None))
    rows = Registration.objects.living().exclude(state=RegistrationState.UNCONFIRMED)
    return rows.filter(desk__in=desks.values("pk")).count()
