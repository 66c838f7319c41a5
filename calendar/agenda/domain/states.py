"""What becomes of an event as a whole: cancelled, postponed until who knows when, or on after all."""

from django.db import transaction

from agenda.domain.locking import lock_whole
from agenda.domain.publishing import touch
from agenda.domain.telling import note
from agenda.enums import ChangeKind, EventState
from agenda.models import Event
from intranet.members.models import User


def cancel_event(event: Event, *, by: User, reason: str) -> Event:
    """None of its dates takes place. Raises PermissionDenied."""
    return set_state(event, EventState.CANCELLED, ChangeKind.CANCELLED, by=by, reason=reason)


def postpone_event(event: Event, *, by: User, reason: str) -> Event:
    """It does not take place when it was said, and nobody knows yet when. Raises PermissionDenied."""
    return set_state(event, EventState.POSTPONED, ChangeKind.POSTPONED, by=by, reason=reason)


def restore_event(event: Event, *, by: User) -> Event:
    """It goes ahead after all, on the dates that it has; those that were cancelled one by one stay so."""
    return set_state(event, EventState.SCHEDULED, ChangeKind.RESTORED, by=by)


@transaction.atomic
def set_state(event: Event, state: EventState, kind: ChangeKind, *, by: User, reason: str = "") -> Event:
    """What is so already is not told again."""
    event = lock_whole(event.pk, by=by)
    if (event.state, event.reason) == (state, reason):
        return event
    event.state, event.reason = state, reason
    Event.objects.filter(pk=event.pk).update(state=state, reason=reason)
    touch(event)
    if event.is_published and event.occurrences.filter(is_cancelled=False).ahead().exists():
        note(event, kind, by=by, reason=reason)
    return event
