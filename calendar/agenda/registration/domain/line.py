"""How a desk stands: its seats, who waits, and where in the line one is. What is read here gives nobody a seat."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Count, F, IntegerField, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce

from agenda.enums import Mode
from agenda.registration.enums import LIVING, RegistrationState
from agenda.registration.models import Registration, RegistrationDesk, RegistrationQuerySet
from intranet.members.models import User

TAKEN, WAITING, OFFERED = "taken", "waiting", "offered"


@dataclass(frozen=True)
class Seats:
    """Those of one mode. `number` None: without a limit; `taken` counts those on offer, `offered` them alone, `waiting` does not."""

    mode: Mode
    number: int | None
    taken: int = 0
    waiting: int = 0
    offered: int = 0

    @property
    def seated(self) -> int:
        """Those who have one."""
        return self.taken - self.offered

    @property
    def free(self) -> int | None:
        return None if self.number is None else max(0, self.number - self.taken)

    @property
    def is_full(self) -> bool:
        return self.free == 0

    @property
    def share(self) -> int:
        """How full it is, per cent."""
        return 100 if not self.number else min(100, round(100 * self.taken / self.number))


Standing = dict[Mode, Seats]
"""By mode, in the order of the desk's."""


def seats_at(desks: Iterable[RegistrationDesk]) -> dict[int, Standing]:
    """Of each desk, by its key. One statement for any number of them, none for none."""
    desks = list(desks)
    counted = counts_at(desks) if desks else {}
    return {
        desk.pk: {
            mode: Seats(mode, desk.seats(mode), *(counted[desk.pk, mode, what] for what in (TAKEN, WAITING, OFFERED)))
            for mode in desk.modes
        }
        for desk in desks
    }


def seats_of(desk: RegistrationDesk) -> Standing:
    return seats_at([desk])[desk.pk]


def counts_at(desks: list[RegistrationDesk]) -> dict[tuple[int, str, str], int]:
    """By desk, mode, and what is counted: seats, people who wait, or those whom a seat is offered."""
    rows = Registration.objects.filter(desk__in=desks, state__in=LIVING).order_by()
    offered = Case(When(offer_until=None, then=Value(0)), default=Value(1), output_field=IntegerField())
    grouped = rows.annotate(offered=offered).values_list("desk", "state", "mode", "waits_for", "offered")
    found: dict[tuple[int, str, str], int] = defaultdict(int)
    for desk, state, mode, waits_for, is_offered, number in grouped.annotate(number=Count("pk")):
        if state == RegistrationState.CONFIRMED:
            found[desk, mode, TAKEN] += number
        for what in (TAKEN, OFFERED) if is_offered else (WAITING,):
            found[desk, waits_for, what] += number
    return found


def with_position(rows: RegistrationQuerySet) -> RegistrationQuerySet:
    """With `ahead`: how many are before them in the line in which they stand."""
    line = Registration.objects.filter(
        desk=OuterRef("desk"), waits_for=OuterRef("waits_for"), offer_until=None, state__in=LIVING
    )
    before = line.filter(turn__lt=OuterRef("turn")).order_by().values("desk").annotate(number=Count("pk"))
    return rows.annotate(ahead=Coalesce(Subquery(before.values("number")), 0))


def place(rows: Iterable[Registration]) -> None:
    """Have each of them know how many are `ahead` of it in its line. One statement, none for nobody."""
    waiting = Registration.objects.filter(pk__in=[row.pk for row in rows]).exclude(waits_for="")
    ahead = dict(with_position(waiting).order_by().values_list("pk", "ahead"))  # type: ignore[misc]  # as of `with_position`
    for row in rows:
        row.ahead = ahead.get(row.pk, 0)  # type: ignore[attr-defined]  # as of `with_position`


def own_at(desks: Iterable[RegistrationDesk], user: User) -> dict[int, Registration]:
    """One's registration at each of the desks, else the last that was cancelled, with `ahead`. One statement."""
    rows = with_position(Registration.objects.own(user).filter(desk__in=list(desks)))
    living = Case(When(state__in=LIVING, then=Value(1)), default=Value(0), output_field=IntegerField())
    ordered = rows.select_related("person", "organisation", "certificate").order_by(living, F("pk").asc())
    return {row.desk_id: row for row in ordered}


def own_registration(desk: RegistrationDesk, user: User) -> Registration | None:
    """As `own_at`, at one desk."""
    found = own_at([desk], user).get(desk.pk)
    if found is not None:
        found.desk = desk
    return found


def reread(registration: Registration) -> Registration:
    """With `ahead`, and with its desk as it is at hand. One statement."""
    rows = with_position(Registration.objects.filter(pk=registration.pk))
    row = rows.select_related("person", "organisation", "certificate").get()
    row.desk = registration.desk
    return row
