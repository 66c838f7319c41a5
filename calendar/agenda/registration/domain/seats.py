"""Who has a seat and who is next, under the lock of the desk: the one place where seats are given, freed and offered.

Whoever calls these holds the desk (`opened`). What holds after each of them: of no mode more seats are taken than there are, those
on offer included, unless organisers lowered their number or let somebody in; and while one is free, nobody waits for it.
"""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from agenda.enums import Mode
from agenda.registration.domain.desks import lock_desk, times_of
from agenda.registration.domain.telling import tell
from agenda.registration.enums import News, RegistrationState
from agenda.registration.models import Registration, RegistrationDesk


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


def give_seat(desk: RegistrationDesk, row: Registration) -> None:
    """A seat of the mode asked for, else a place in its line, online meanwhile for those who wish so. Raises `FullError`."""
    free = free_seats(desk)
    if free[row.mode] != 0:
        keep(row, News.CONFIRMED, state=RegistrationState.CONFIRMED, waits_for="", turn=None)
    elif not desk.has_waiting_list:
        raise FullError
    elif row.online_meanwhile and row.mode == Mode.IN_PERSON and free.get(Mode.ONLINE, 0) != 0:
        state, waits_for = RegistrationState.CONFIRMED, row.mode
        keep(row, News.WAITING, state=state, mode=Mode.ONLINE, waits_for=waits_for, turn=next_turn(desk))
    else:
        keep(row, News.WAITING, state=RegistrationState.WAITING, waits_for=row.mode, turn=next_turn(desk))


def next_turn(desk: RegistrationDesk) -> int:
    desk.last_turn += 1
    desk.save(update_fields=["last_turn"])
    return desk.last_turn


def advance(desk: RegistrationDesk) -> None:
    """Offer every free seat to the next in its line, for a time; none once it has begun or is called off."""
    times = times_of(desk)
    if not times.has_offers:
        return
    until = min(timezone.now() + timedelta(hours=desk.offer_hours), times.begins)
    for mode, free in free_seats(desk).items():
        for row in desk.registrations.in_line(mode).select_related("person", "organisation")[:free]:
            row.desk = desk
            keep(row, News.OFFERED, offer_until=until)


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
        leave_line(row, News.LAPSED)
    return len(rows)


def take_back_offers(desk: RegistrationDesk) -> None:
    """Whoever had one is the next in line again, once seats are offered again. What becomes of the event tells them."""
    desk.registrations.living().offered().update(offer_until=None)


def leave_line(row: Registration, news: News) -> None:
    """Who has a seat of the other mode keeps it; anyone else is registered no more."""
    if row.state == RegistrationState.WAITING:
        end(row, news, RegistrationState.CANCELLED)
    else:
        keep(row, news, waits_for="", turn=None, offer_until=None)


def end(row: Registration, news: News, state: RegistrationState, *, reason: str = "") -> None:
    """Of what they had, nothing is left; `advance` gives it to the next."""
    gone = {"waits_for": "", "turn": None, "offer_until": None, "cancelled_at": timezone.now(), "reason": reason}
    keep(row, news, state=state, **gone)


def keep(row: Registration, news: News, **facts: object) -> None:
    """Save what is so from now on, and tell them."""
    for name, value in facts.items():
        setattr(row, name, value)
    row.sequence += 1
    row.changed_at = timezone.now()
    row.save()
    tell(row, news)
