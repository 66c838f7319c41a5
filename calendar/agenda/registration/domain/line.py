"""How a desk stands: its seats, who waits, and where in the line one is. What is read here gives nobody a seat."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Count, F, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from agenda.enums import Mode
from agenda.registration.enums import LIVING, RegistrationState
from agenda.registration.models import Registration, RegistrationDesk, RegistrationQuerySet
from intranet.members.models import User


@dataclass(frozen=True)
class Seats:
    """Those of one mode. `number` None: without a limit; `taken` counts those on offer, `waiting` does not."""

    mode: Mode
    number: int | None
    taken: int = 0
    waiting: int = 0

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
            mode: Seats(mode, desk.seats(mode), counted[desk.pk, mode, True], counted[desk.pk, mode, False])
            for mode in desk.modes
        }
        for desk in desks
    }


def seats_of(desk: RegistrationDesk) -> Standing:
    return seats_at([desk])[desk.pk]


def counts_at(desks: list[RegistrationDesk]) -> dict[tuple[int, str, bool], int]:
    """By desk, mode, and whether it is seats that are counted or people who wait."""
    rows = Registration.objects.filter(desk__in=desks, state__in=LIVING).order_by()
    offered = Case(When(offer_until=None, then=Value(0)), default=Value(1), output_field=IntegerField())
    grouped = rows.annotate(offered=offered).values_list("desk", "state", "mode", "waits_for", "offered")
    found: dict[tuple[int, str, bool], int] = defaultdict(int)
    for desk, state, mode, waits_for, is_offered, number in grouped.annotate(number=Count("pk")):
        if state == RegistrationState.CONFIRMED:
            found[desk, mode, True] += number
        if waits_for:
            found[desk, waits_for, bool(is_offered)] += number
    return found


def with_position(rows: RegistrationQuerySet) -> RegistrationQuerySet:
    """With `ahead`: how many are before them in the line in which they stand."""
    line = Registration.objects.filter(
        desk=OuterRef("desk"), waits_for=OuterRef("waits_for"), offer_until=None, state__in=LIVING
    )
    before = line.filter(turn__lt=OuterRef("turn")).order_by().values("desk").annotate(number=Count("pk"))
    return rows.annotate(ahead=Coalesce(Subquery(before.values("number")), 0))


def own_of(user: User) -> Q:
    """The registrations that are theirs: those of the account, and those made with its address before there was one."""
    return Q(person=user) | Q(person=None, email=user.email.lower())


def own_at(desks: Iterable[RegistrationDesk], user: User) -> dict[int, Registration]:
    """One's registration at each of the desks, else the last that was cancelled, with `ahead`. One statement."""
    rows = with_position(Registration.objects.filter(own_of(user), desk__in=list(desks)))
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
