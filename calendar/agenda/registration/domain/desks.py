"""The desk of an event or a date: found, and held while seats are given."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Min, Q
from django.utils import timezone

from agenda.enums import EventState
from agenda.models import Event, Occurrence, OccurrenceQuerySet
from agenda.registration.models import RegistrationDesk
from agenda.registration.rules import DeskState, changes_until, closes_at, is_postponed, state_of


@dataclass(frozen=True)
class Times:
    """When what one registers for takes place, and what follows from it. All aware."""

    desk: RegistrationDesk
    begins: datetime
    ends: datetime
    is_on: bool

    @property
    def state(self) -> DeskState:
        return state_of(self.desk, begins=self.begins, ends=self.ends, is_on=self.is_on)

    @property
    def closes_at(self) -> datetime:
        return closes_at(self.desk, self.begins)

    @property
    def changes_until(self) -> datetime:
        return changes_until(self.desk, self.begins)

    @property
    def is_postponed(self) -> bool:
        return is_postponed(self.desk)

    @property
    def can_change(self) -> bool:
        return self.is_on and timezone.now() < self.changes_until

    @property
    def can_cancel(self) -> bool:
        """Until it can be changed; and as long as nobody knows when it will be."""
        return self.is_postponed or self.can_change

    @property
    def has_offers(self) -> bool:
        """Whether seats that free are offered: it goes ahead, and has not begun."""
        return self.is_on and timezone.now() < self.begins

    @property
    def is_over(self) -> bool:
        return not self.is_postponed and self.ends <= timezone.now()


def times_of(desk: RegistrationDesk) -> Times:
    """One statement. Of dates that are all cancelled, when they would have been."""
    dates = dates_of(desk)
    found = dates.aggregate(
        begins=Min("start", filter=Q(is_cancelled=False)),
        ends=Max("end", filter=Q(is_cancelled=False)),
        first=Min("start"),
        last=Max("end"),
    )
    begins, ends = found["begins"] or found["first"], found["ends"] or found["last"]
    event = desk.event
    is_on = event.state == EventState.SCHEDULED and event.is_published and found["begins"] is not None
    return Times(desk, begins or event.start, ends or event.end, is_on)


def dates_of(desk: RegistrationDesk) -> OccurrenceQuerySet:
    """The dates for which its registrations hold."""
    if desk.occurrence_id is not None:
        return Occurrence.objects.filter(pk=desk.occurrence_id)
    return Occurrence.objects.filter(event=desk.event_id)


def lock_desk(pk: int) -> RegistrationDesk:
    """The desk as it is now, until the transaction ends: nobody else gives or frees a seat meanwhile.

    Its event is read after the lock. Raises `RegistrationDesk.DoesNotExist`.
    """
    RegistrationDesk.objects.select_for_update().get(pk=pk)
    return RegistrationDesk.objects.select_related("event__organisation", "event__group", "occurrence").get(pk=pk)


def desk_of(event: Event, occurrence: Occurrence | None = None) -> RegistrationDesk | None:
    """Where one registers for the event, or for this date of it. One statement.

    An event with one desk for all has that one for each of its dates.
    """
    desks = list(
        RegistrationDesk.objects.filter(event=event)
        .filter(Q(occurrence=None) | Q(occurrence=occurrence))
        .select_related("occurrence")
    )
    for desk in desks:
        desk.event = event
        if desk.occurrence is not None:
            desk.occurrence.event = event
    return next((one for one in desks if one.occurrence_id is None), desks[0] if desks else None)
