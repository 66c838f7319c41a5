"""What a circular leaves to the next one when it goes out without it, or is not sent at all."""

from django.db.models import Case, F, Max, Q, Value, When

from home.circular.domain.locking import lock_circular, touch
from home.circular.domain.told import tell_moved, tell_rest
from home.circular.enums import EntryState, Told
from home.circular.models import CircularEntry, CircularPage
from home.circular.models.entries import has_no_source

UNDECIDED = {"state": EntryState.WAITING, "is_highlight": False, "decided_by": None, "decided_at": None}


def move_on(circular: CircularPage, *, to: CircularPage) -> None:
    """What nobody decided on, or dropped out, when `circular` is sent. Within its lock.

    Proposals go on to `to`, of a later month, to be decided on there; what was gathered by itself goes, turned down or not,
    and is gathered anew if it is still timely.
    """
    if to.month <= circular.month:
        msg = "Nothing moves on to a month before."
        raise ValueError(msg)
    to = lock_circular(to.pk)
    tell_rest(circular)
    left = circular.entries.filter(Q(state=EntryState.WAITING) | Q(state=EntryState.ACCEPTED) & ~Q(drop_reason=""))
    left.filter(author=None).delete()
    circular.entries.filter(state=EntryState.REJECTED, author=None).exclude(has_no_source()).delete()
    moved = list(left.values_list("pk", "drop_reason"))
    if not moved:
        return
    told = Case(When(drop_reason="", then=Value(Told.MOVED.value)), default=Value(""))
    left.update(circular=to, position=F("position") + last_position(to), told=told, **UNDECIDED)
    touch(to, content=False)
    tell_moved(to, [key for key, drop_reason in moved if not drop_reason])


def leave_all(circular: CircularPage, *, to: CircularPage) -> None:
    """As `move_on`, when it is not sent: what was accepted was decided on for nothing."""
    circular.entries.filter(state=EntryState.ACCEPTED).update(**UNDECIDED)
    move_on(circular, to=to)


def last_position(circular: CircularPage) -> int:
    last: int | None = CircularEntry.objects.filter(circular=circular).aggregate(last=Max("position"))["last"]
    return last or 0
