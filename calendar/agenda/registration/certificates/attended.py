"""Who of those that registered came, to how many of the dates, and whether that is enough for a certificate."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import F, Prefetch, Q

from agenda.registration.domain.desks import dates_of
from agenda.registration.enums import RegistrationState
from agenda.registration.models import Attendance, Certificate, Registration, RegistrationDesk, RegistrationQuerySet


@dataclass(frozen=True)
class Record:
    """What one registration has to show. `of`: how many dates there are."""

    registration: Registration
    attended: list[Attendance]
    of: int

    @property
    def number(self) -> int:
        return len(self.attended)

    @property
    def is_enough(self) -> bool:
        return self.number > 0 and self.number * 100 >= self.registration.desk.threshold * self.of

    @property
    def certificate(self) -> Certificate | None:
        return getattr(self.registration, "certificate", None)


def concerned(desk: RegistrationDesk) -> RegistrationQuerySet:
    """Those who were to come or came, and those who have a certificate."""
    rows = desk.registrations.filter(
        Q(state=RegistrationState.CONFIRMED)
        | Q(pk__in=Attendance.objects.filter(registration__desk=desk).values("registration"))
        | Q(pk__in=Certificate.objects.filter(registration__desk=desk).values("registration"))
    )
    return rows.select_related("person", "organisation", "certificate")


def records_of(desk: RegistrationDesk, rows: RegistrationQuerySet) -> Iterator[Record]:
    """Of these registrations of the desk. What takes place counts, whether it is over or not. Three statements."""
    dates = dates_of(desk).filter(is_cancelled=False)
    count = dates.count()
    # What was noted before the date moved to a later day says nothing of that day.
    noted = Attendance.objects.filter(occurrence__in=dates, at__date__gte=F("occurrence__first_day"))
    came = noted.select_related("occurrence")
    came = came.order_by("occurrence__start", "pk")
    for row in rows.prefetch_related(Prefetch("attendances", queryset=came)):
        row.desk = desk
        yield Record(row, list(row.attendances.all()), count)
