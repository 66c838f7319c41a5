"""What becomes of an event, as far as it concerns seats: no offers while it is off, and nobody in a mode that there is no more."""

from typing import Any

from django.db import transaction

from agenda.enums import Mode
from agenda.models import Change, Event
from agenda.registration.domain.desks import lock_desk, times_of
from agenda.registration.domain.seats import advance, let_lapse, take_back_offers
from agenda.registration.enums import RegistrationState
from agenda.registration.models import Registration, RegistrationDesk
from agenda.registration.models.desks import SEATS

ROWS_AT_ONCE = 500


def follow_publication(instance: Event, **_kwargs: Any) -> None:
    """Wagtail's signal `published`."""
    follow(instance)


def follow_change(change: Change, **_kwargs: Any) -> None:
    """The agenda's signal `event_changed`."""
    follow(change.event)


@transaction.atomic
def follow(event: Event) -> None:
    """Have each desk of `event` be as the event is now. The event is the caller's: nobody else changes it meanwhile."""
    for pk in RegistrationDesk.objects.filter(event=event).order_by("pk").values_list("pk", flat=True):
        settle(lock_desk(pk))


def settle(desk: RegistrationDesk) -> None:
    begin_without_seats(desk)
    if len(desk.modes) == 1:
        change_over(desk)
    if times_of(desk).has_offers:
        let_lapse(desk)
        advance(desk)
    else:
        take_back_offers(desk)


def begin_without_seats(desk: RegistrationDesk) -> None:
    """Of the mode that a hybrid event has more than before there are none, until its organisers say how many: not without a limit."""
    known, now = desk.known_mode, desk.event.mode
    if known == now:
        return
    if known and now == Mode.HYBRID:
        for mode in desk.modes:
            if mode != known and desk.seats(mode) is None:
                setattr(desk, SEATS[mode], 0)
    desk.known_mode = now
    desk.save(update_fields=["known_mode", *SEATS.values()])


def change_over(desk: RegistrationDesk) -> None:
    """Whoever was to take part in a mode that there is no more takes part in the one that is left, also beyond its seats.

    The change of the event tells them, and what they have not been sent yet still goes: it is no step of their own.
    """
    (left,) = desk.modes
    rows = desk.registrations.living().order_by("turn", "created_at", "pk")
    waiting = rows.filter(mode=left).exclude(waits_for="").exclude(waits_for=left)
    changed = [*rows.exclude(mode=left), *waiting]
    for row in changed:
        row.mode = left
        if row.waits_for:
            wait_anew(desk, row, left)
    if changed:
        desk.save(update_fields=["last_turn"])
        Registration.objects.bulk_update(changed, ["mode", "waits_for", "turn", "offer_until"], batch_size=ROWS_AT_ONCE)


def wait_anew(desk: RegistrationDesk, row: Registration, mode: str) -> None:
    """Who has a seat waits for nothing any more; anyone else, at the end of the line that is left."""
    row.offer_until = None
    if row.state == RegistrationState.WAITING:
        desk.last_turn += 1
        row.waits_for, row.turn = mode, desk.last_turn
    else:
        row.waits_for, row.turn = "", None
