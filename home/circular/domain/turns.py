"""Whose turn it is to write the mails of a circular: one worker's at a time, whoever was killed, and whatever is paused.

The turn is the moment in `CircularPage.fed_at`: whoever writes moves it on with each handful of mails, and whoever finds
another one there than their own has been relieved. None: nobody writes.
"""

from datetime import datetime, timedelta

from django.utils import timezone

from home.circular.enums import CircularState
from home.circular.models import CircularPage
from home.circular.signals import mails_wait

# Without a sign of life for so long, another one goes on.
SIGN_OF_LIFE = timedelta(minutes=2)


def call_writer(circular: CircularPage) -> None:
    """Have somebody write its mails, in the place of whoever does. Within its lock."""
    circular.fed_at = timezone.now()
    CircularPage.objects.filter(pk=circular.pk).update(fed_at=circular.fed_at)
    pass_on(circular, stamp_of(circular))


def call_if_nobody_writes(key: int) -> None:
    """As `call_writer`, of one that is being sent; whoever of those who call at the same time is first."""
    now = timezone.now()
    idle = CircularPage.objects.filter(pk=key, state=CircularState.SENDING, fed_at=None)
    if idle.update(fed_at=now):
        pass_on(CircularPage.objects.get(pk=key), now.isoformat())


def relieve(circular: CircularPage, *, now: datetime | None = None) -> bool:
    """Whether its writer gave no sign of life for long, and another one has been called."""
    now = now or timezone.now()
    fed_at = circular.fed_at
    if fed_at is not None and abs(now - fed_at) < SIGN_OF_LIFE:  # a clock that was set back is no sign of life
        return False
    silent = CircularPage.objects.filter(pk=circular.pk, state=CircularState.SENDING, fed_at=fed_at)
    if not silent.update(fed_at=now):
        return False
    pass_on(circular, now.isoformat())
    return True


def pass_on(circular: CircularPage, stamp: str) -> None:
    """The same turn, in another task: what others have left to the worker comes in between."""
    mails_wait.send(CircularPage, circular=circular, stamp=stamp)


def stamp_of(circular: CircularPage) -> str:
    return circular.fed_at.isoformat() if circular.fed_at else ""


def has_turn(circular: CircularPage, stamp: str) -> bool:
    """Whether it is being sent and nobody else writes its mails since."""
    return circular.state == CircularState.SENDING and stamp != "" and circular.fed_at == datetime.fromisoformat(stamp)


def move_on(circular: CircularPage) -> str:
    """The turn from now on. Within the circular's lock."""
    circular.fed_at = timezone.now()
    CircularPage.objects.filter(pk=circular.pk).update(fed_at=circular.fed_at)
    return stamp_of(circular)


def end_turn(circular: CircularPage) -> None:
    """Nobody writes. Within the circular's lock."""
    circular.fed_at = None
    CircularPage.objects.filter(pk=circular.pk).update(fed_at=None)
