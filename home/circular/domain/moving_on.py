"""What a circular leaves to the next one when it goes out without it, or is not sent at all."""

from datetime import date
from typing import Any

from django.db.models import Exists, F, Max, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from agenda.models import Occurrence
from home.circular.domain.locking import lock_circular, touch
from home.circular.enums import DropReason, EntryState, Told
from home.circular.models import CircularEntry, CircularPage
from home.circular.models.entries import EntryQuerySet, has_no_source

UNDECIDED: dict[str, Any] = {
    "state": EntryState.WAITING,
    "is_highlight": False,
    "decided_by": None,
    "decided_at": None,
}


def move_on(circular: CircularPage, *, to: CircularPage) -> None:
    """What nobody decided on, or dropped out, when `circular` is sent. Within its lock; authors are told by `domain.told`.

    Proposals go on to `to`, of a later month, to be decided on there. What dropped out, or is over before that month, stays, turned
    down for that reason: it may be proposed anew. What was gathered by itself goes, turned down or not, and is gathered anew if it
    is still timely.
    """
    if to.month <= circular.month:
        msg = "Nothing moves on to a month before."
        raise ValueError(msg)
    to = lock_circular(to.pk)
    left = circular.entries.filter(Q(state=EntryState.WAITING) | Q(state=EntryState.ACCEPTED) & ~Q(drop_reason=""))
    left.filter(author=None).delete()
    circular.entries.filter(state=EntryState.REJECTED, author=None).exclude(has_no_source()).delete()
    for reason, words in dropped_words().items():
        close(left.filter(drop_reason=reason), words)
    close(over_before(left, to.month), _("Its date is over before the next circular comes out."))
    if left.update(circular=to, position=F("position") + last_position(to), told=Told.MOVES, **UNDECIDED):
        touch(to, content=False)


def dropped_words() -> dict[DropReason, str]:
    """Why what was called off is not in it, for who proposed it."""
    return {
        DropReason.CANCELLED: _("It has been cancelled. If it goes ahead after all, you can propose it again."),
        DropReason.POSTPONED: _("It has been postponed. When it has a new date, you can propose it again."),
        DropReason.GONE: _(
            "It has been taken back where it was announced. When it is there again, you can propose it again."
        ),
    }


def close(entries: EntryQuerySet, reason: str) -> None:
    """Turned down by nobody."""
    decided = {**UNDECIDED, "state": EntryState.REJECTED, "decided_at": timezone.now()}
    entries.update(reason=reason, told="", **decided)


def over_before(entries: EntryQuerySet, month: date) -> EntryQuerySet:
    """Those whose day, or the last one of an event's, comes before `month`: no circular of then or later can tell of them."""
    later = Occurrence.objects.on().filter(event=OuterRef("event"), last_day__gte=month)
    found: EntryQuerySet = entries.filter(~Exists(later), day__lt=month)
    return found


def leave_all(circular: CircularPage, *, to: CircularPage) -> None:
    """As `move_on`, when it is not sent: what was accepted was decided on for nothing."""
    circular.entries.filter(state=EntryState.ACCEPTED).update(**UNDECIDED)
    move_on(circular, to=to)


def last_position(circular: CircularPage) -> int:
    last: int | None = CircularEntry.objects.filter(circular=circular).aggregate(last=Max("position"))["last"]
    return last or 0
