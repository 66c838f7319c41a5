"""What becomes of a registration: by oneself, by who holds its signed address, or by the organisers."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agenda.registration.domain.desks import times_of
from agenda.registration.domain.reaching import is_reached
from agenda.registration.domain.registering import Wishes
from agenda.registration.domain.seats import (
    NOT_WAITING,
    FullError,
    advance,
    end,
    free_seats,
    keep,
    leave_line,
    next_turn,
    opened_for,
    seat,
)
from agenda.registration.enums import Channel, News, RegistrationState
from agenda.registration.models import Registration, RegistrationDesk
from agenda.registration.rules import can_organise
from intranet.members.models import User


class TooLateError(ValidationError):
    """It can be changed no more by oneself."""

    def __init__(self) -> None:
        text = _("It is too late to change it here: write to the organisers.")
        super().__init__(text, code="too_late")


class GoneError(ValidationError):
    """It has been cancelled, or there is no offer any more."""

    def __init__(self) -> None:
        super().__init__(_("This has changed meanwhile: look at how it is now."), code="gone")


class FullMeanwhileError(ValidationError):
    """No seat of the other mode is free either."""

    def __init__(self) -> None:
        text = _(
            "Online there are no seats left either: nothing has changed, and you keep your place on the waiting list."
        )
        super().__init__(text, code="full")


@transaction.atomic
def cancel(registration: Registration, *, by: User | None, reason: str = "") -> Registration:
    """Free what they have for the next. `by` nobody: who holds the signed address. Cancelled again, nothing happens.

    Raises PermissionDenied, and `TooLateError` for all but the organisers.
    """
    desk, row = opened_for(registration)
    check_may_change(desk, row, by=by, takes_none=True)
    if row.is_living:
        end(row, News.CANCELLED, RegistrationState.CANCELLED, reason=reason)
        advance(desk)
    return row


@transaction.atomic
def swap(registration: Registration, mode: str, *, by: User | None, keeps_waiting: bool = False) -> Registration:
    """Take part in `mode` instead, at once or, without a free seat, once there is one: the seat that they have stays theirs so long.

    `keeps_waiting`: «en línia mentre espero», the place in the line of the other mode stays whatever happens. Raises as `cancel`,
    `GoneError`, `FullError` where there is neither a seat nor a waiting list, and `FullMeanwhileError`.
    """
    desk, row = opened_for(registration)
    check_may_change(desk, row, by=by)
    check_is_reached(row, by=by)
    if not row.is_living or mode not in desk.modes:
        raise GoneError
    if row.state in {RegistrationState.UNCONFIRMED, RegistrationState.PENDING}:
        row.mode = mode
        row.save(update_fields=["mode"])
    elif row.is_confirmed and row.mode == mode:
        if not keeps_waiting:
            stay(desk, row)
    elif row.waits_for == mode:
        accept_held(desk, row)
    else:
        take_or_wait(desk, row, mode, keeps_waiting=keeps_waiting)
    return row


def stay(desk: RegistrationDesk, row: Registration) -> None:
    """In the mode that they have: they wait for no other any more."""
    if row.waits_for:
        leave_line(row, News.SWAPPED)
        advance(desk)


def accept_held(desk: RegistrationDesk, row: Registration) -> None:
    """The seat that is kept for them, if one is; who waits already goes on waiting."""
    if row.has_offer:
        seat(row, News.CONFIRMED, mode=row.waits_for, **NOT_WAITING)
        advance(desk)


def take_or_wait(desk: RegistrationDesk, row: Registration, mode: str, *, keeps_waiting: bool) -> None:
    if free_seats(desk)[mode] != 0:
        waiting = {} if keeps_waiting and row.waits_for else NOT_WAITING
        news = News.SWAPPED if row.is_confirmed else News.CONFIRMED
        seat(row, news, mode=mode, **waiting)
        advance(desk)
        return
    if keeps_waiting and row.waits_for:
        raise FullMeanwhileError
    if not desk.has_waiting_list:
        raise FullError
    if row.state == RegistrationState.WAITING:
        row.mode = mode
    keep(row, News.WAITING, waits_for=mode, turn=next_turn(desk), offer_until=None)
    advance(desk)


@transaction.atomic
def accept_offer(registration: Registration, *, by: User | None) -> Registration:
    """Take the seat that is kept for them, until the moment until which it is. Raises PermissionDenied, and `GoneError` when it lapsed."""
    desk, row = opened_for(registration)
    check_may_act(desk, row, by=by)
    check_is_reached(row, by=by)
    if not row.has_offer:
        raise GoneError
    accept_held(desk, row)
    return row


@transaction.atomic
def stop_waiting(registration: Registration, *, by: User | None) -> Registration:
    """Leave the line, declining what is on offer. Who has no seat is registered no more. Raises PermissionDenied."""
    desk, row = opened_for(registration)
    check_may_act(desk, row, by=by)
    if row.is_living and row.waits_for:
        leave_line(row, News.SWAPPED if row.is_confirmed else News.CANCELLED)
        advance(desk)
    return row


@transaction.atomic
def change_details(registration: Registration, wishes: Wishes, *, by: User | None) -> Registration:
    """What they wrote, apart from the mode. Raises as `cancel`, and `GoneError`."""
    desk, row = opened_for(registration)
    check_may_change(desk, row, by=by, takes_none=True)
    check_is_reached(row, by=by)
    if not row.is_living:
        raise GoneError
    row.answers, row.access_needs, row.diet = wishes.answers, wishes.access_needs, wishes.diet
    row.online_meanwhile = wishes.online_meanwhile
    row.save(update_fields=["answers", "access_needs", "diet", "online_meanwhile"])
    return row


@transaction.atomic
def set_photo_consent(registration: Registration, *, consents: bool, by: User | None) -> Registration:
    """Given or taken back, at any time, by themselves alone. Raises PermissionDenied."""
    _desk, row = opened_for(registration)
    if by is not None and by != row.person:
        raise PermissionDenied
    if row.photo_consent != consents:
        row.photo_consent, row.photo_consent_at = consents, timezone.now()
        row.save(update_fields=["photo_consent", "photo_consent_at"])
    return row


def check_may_act(desk: RegistrationDesk, row: Registration, *, by: User | None) -> bool:
    """Whether as an organiser. Raises PermissionDenied."""
    is_colleagues = row.channel == Channel.COLLEAGUE and by == row.registered_by
    if by is None or by == row.person or is_colleagues:
        return False
    if not can_organise(by, desk.event):
        raise PermissionDenied
    return True


def check_is_reached(row: Registration, *, by: User | None) -> None:
    """By its signed address one takes no part in what is not for such as them any more. Raises PermissionDenied."""
    if by is None and not is_reached(row):
        raise PermissionDenied


def check_may_change(desk: RegistrationDesk, row: Registration, *, by: User | None, takes_none: bool = False) -> None:
    """`takes_none`: no seat, which one may do as well while nobody knows when it will be."""
    organises = check_may_act(desk, row, by=by) or (by is not None and can_organise(by, desk.event))
    if organises:
        return
    times = times_of(desk)
    if not (times.can_cancel if takes_none else times.can_change):
        raise TooLateError
