"""Who has a seat and who is next, under the lock of the desk: the one place where seats are given, freed and offered.

Whoever calls these holds the desk (`opened`). What holds after each of them: of no mode more seats are taken than there are, those
on offer included, unless organisers lowered their number or let somebody in though it was full; and while one is free, nobody waits for it whom a mail
reaches.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from agenda.enums import Mode
from agenda.registration.domain.desks import lock_desk, times_of
from agenda.registration.domain.reaching import reachable
from agenda.registration.domain.telling import are_many, tell, tell_all
from agenda.registration.enums import News, RegistrationState
from agenda.registration.models import Registration, RegistrationDesk

TURNS_AT_ONCE = 500


NOT_WAITING = {"waits_for": "", "turn": None, "offer_until": None}


class FullError(ValidationError):
    """There is no seat, and no waiting list."""

    def __init__(self) -> None:
        super().__init__({"mode": _("There are no seats left, and there is no waiting list.")}, code="full")


def opened(pk: int) -> RegistrationDesk:
    """The desk, held until the transaction ends, with what lapsed or became free meanwhile offered to the next in line."""
    desk = lock_desk(pk)
    let_lapse(desk)
    advance(desk)
    return desk


def opened_for(registration: Registration) -> tuple[RegistrationDesk, Registration]:
    """The desk, held, and the registration as it is now."""
    desk = opened(registration.desk_id)
    row = desk.registrations.select_related("person", "organisation").get(pk=registration.pk)
    row.desk = desk
    return desk, row


def free_seats(desk: RegistrationDesk) -> dict[str, int | None]:
    """How many of each mode nobody has and nobody is offered; None without a limit. One statement."""
    taken = desk.registrations.taken()
    return {
        mode: None if desk.seats(mode) is None else max(0, (desk.seats(mode) or 0) - taken[mode]) for mode in desk.modes
    }


class Place(NamedTuple):
    """What somebody gets who asks for a seat: one of this mode, a place in the line of `waits_for`, or both."""

    news: News
    state: RegistrationState
    mode: str
    waits_for: str = ""

    @property
    def facts(self) -> dict[str, Any]:
        seated = {"seated_at": timezone.now()} if self.state == RegistrationState.CONFIRMED else {}
        return {"state": self.state, "mode": self.mode, "waits_for": self.waits_for, **seated}


def place_for(desk: RegistrationDesk, row: Registration, free: dict[str, int | None]) -> Place | None:
    """A seat of the mode asked for, else a place in its line, online meanwhile for those who wish so. None where there is neither."""
    if free[row.mode] != 0:
        return Place(News.CONFIRMED, RegistrationState.CONFIRMED, row.mode)
    if not desk.has_waiting_list:
        return None
    if row.online_meanwhile and row.mode == Mode.IN_PERSON and free.get(Mode.ONLINE, 0) != 0:
        return Place(News.WAITING, RegistrationState.CONFIRMED, Mode.ONLINE, row.mode)
    return Place(News.WAITING, RegistrationState.WAITING, row.mode, row.mode)


def give_seat(desk: RegistrationDesk, row: Registration, *, though_full: bool = False) -> None:
    """As `place_for`; `though_full`: a seat in any case, more than there are. Raises `FullError`."""
    free: dict[str, int | None] = dict.fromkeys(map(str, desk.modes)) if though_full else free_seats(desk)
    place = place_for(desk, row, free)
    if place is None:
        raise FullError
    keep(row, place.news, turn=next_turn(desk) if place.waits_for else None, **place.facts)


def give_seats(desk: RegistrationDesk, rows: Sequence[Registration]) -> int:
    """As `place_for`, one after the other while there are any; to how many. As few statements as for some of them."""
    free, places = free_seats(desk), dict[Place, list[Registration]]()
    for row in rows:
        place = place_for(desk, row, free)
        if place is None:
            continue
        places.setdefault(place, []).append(row)
        left = free[place.mode]
        if place.state == RegistrationState.CONFIRMED and left is not None:
            free[place.mode] = left - 1
        if place.waits_for:
            desk.last_turn += 1
            row.turn = desk.last_turn
    waiting = [row for place, some in places.items() for row in some if place.waits_for]
    if waiting:
        desk.save(update_fields=["last_turn"])
        Registration.objects.bulk_update(waiting, ["turn"], batch_size=TURNS_AT_ONCE)
    for place, some in places.items():
        note_all(some, place.news, **place.facts)
    for place, some in places.items():
        tell_all(some, place.news)
    return sum(len(some) for some in places.values())


def next_turn(desk: RegistrationDesk) -> int:
    desk.last_turn += 1
    desk.save(update_fields=["last_turn"])
    return desk.last_turn


def advance(desk: RegistrationDesk) -> None:
    """Offer every free seat to the next in its line, for a time; none once it has begun or is called off.

    Whom no mail reaches any more keeps their turn, and is passed over until one does.
    """
    times = times_of(desk)
    if not times.has_offers:
        return
    until = min(timezone.now() + timedelta(hours=desk.offer_hours), times.begins)
    for mode, free in free_seats(desk).items():
        rows = next_in_line(desk, mode, free)
        keep_all(rows, News.OFFERED, offer_until=until)
        if mode == Mode.ONLINE and len(desk.modes) > 1:
            seat_meanwhile(desk, None if free is None else free - len(rows))


def next_in_line(desk: RegistrationDesk, mode: str, number: int | None, **which: object) -> list[Registration]:
    """So many at most, of those whom a mail reaches. One statement, or none for none."""
    line = reachable(desk.registrations.in_line(mode).filter(**which), desk.event)
    rows = list(line.select_related("person", "organisation")[:number])
    for row in rows:
        row.desk = desk
    return rows


def seat_meanwhile(desk: RegistrationDesk, left: int | None) -> None:
    """«En línia mentre espero»: the seats online for which nobody waits are theirs at once who wished so and have none."""
    wished = {"state": RegistrationState.WAITING, "online_meanwhile": True}
    rows = next_in_line(desk, Mode.IN_PERSON, left, **wished)
    seated = {"state": RegistrationState.CONFIRMED, "seated_at": timezone.now()}
    keep_all(rows, News.SWAPPED, mode=Mode.ONLINE, **seated)


def let_lapse(desk: RegistrationDesk) -> int:
    """Take those out of the line who have not answered in time; how many.

    Once it has begun or is called off, nobody has missed anything: they wait as before, in their place.
    """
    lapsed = desk.registrations.living().lapsed(timezone.now()).select_related("person", "organisation")
    rows = list(lapsed.order_by("offer_until", "turn"))
    if rows and not times_of(desk).has_offers:
        take_back_offers(desk)
        return 0
    for row in rows:
        row.desk = desk
    gone = [row for row in rows if row.state == RegistrationState.WAITING]
    keep_all(gone, News.LAPSED, **ended(RegistrationState.CANCELLED))
    keep_all([row for row in rows if row not in gone], News.LAPSED, **NOT_WAITING)
    return len(rows)


def take_back_offers(desk: RegistrationDesk) -> None:
    """Whoever had one is the next in line again, once seats are offered again. What becomes of the event tells them."""
    desk.registrations.living().offered().update(offer_until=None, owed="")


def leave_line(row: Registration, news: News) -> None:
    """Who has a seat of the other mode keeps it; anyone else is registered no more."""
    if row.state == RegistrationState.WAITING:
        end(row, news, RegistrationState.CANCELLED)
    else:
        keep(row, news, **NOT_WAITING)


def end(row: Registration, news: News, state: RegistrationState, *, reason: str = "") -> None:
    keep(row, news, **ended(state, reason=reason))


def ended(state: RegistrationState, *, reason: str = "") -> dict[str, Any]:
    """Of what they had, nothing is left, nor of what they said that they need; `advance` gives it to the next."""
    gone = {"access_needs": "", "diet": "", "cancelled_at": timezone.now(), "reason": reason}
    return {"state": state, **gone, **NOT_WAITING}


def seat(row: Registration, news: News, **facts: object) -> None:
    """As `keep`, with a seat that they did not have before."""
    keep(row, news, state=RegistrationState.CONFIRMED, seated_at=timezone.now(), **facts)


def keep(row: Registration, news: News, **facts: object) -> None:
    """Save what is so from now on, and tell them."""
    note(row, facts)
    row.save()
    tell(row, news)


def keep_all(rows: Sequence[Registration], news: News, **facts: object) -> None:
    """As `keep`, of registrations of one desk for which the same is so from now on. Few statements for any number of them."""
    if rows:
        note_all(rows, news, **facts)
        tell_all(rows, news)


def note_all(rows: Sequence[Registration], news: News, **facts: object) -> None:
    """Save it, and that they are owed its mail where a worker writes it. One statement."""
    facts["owed"] = news if are_many(rows) else ""
    for row in rows:
        note(row, facts)
    same = {**facts, "changed_at": timezone.now(), "sequence": F("sequence") + 1}
    Registration.objects.filter(pk__in=[row.pk for row in rows]).update(**same)


def note(row: Registration, facts: dict[str, Any]) -> None:
    """They are told of this, and of nothing any more that they were owed before."""
    for name, value in {"owed": "", **facts}.items():
        setattr(row, name, value)
    row.sequence += 1
    row.changed_at = timezone.now()
