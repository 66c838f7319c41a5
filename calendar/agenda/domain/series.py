"""One date of an event, or this one and those that follow: moved, cancelled, restored."""

from collections.abc import Sequence
from datetime import UTC, datetime

from django.db import transaction

from agenda.domain.dates import put, ruled, write_through
from agenda.domain.locking import lock_whole
from agenda.domain.publishing import touch
from agenda.domain.splitting import move_rest, move_whole
from agenda.domain.telling import note
from agenda.enums import ChangeKind
from agenda.finding import EVENT
from agenda.models import Event, Occurrence
from agenda.models.events import check_length
from agenda.recurrence import Span
from agenda.registration.domain.deadlines import beginnings, move_deadlines
from agenda.sentences import when_of_date
from intranet.fulltext.domain import index_things
from intranet.members.models import User

MOVED = ("start", "end", "first_day", "last_day", "is_moved")


@transaction.atomic
def cancel_occurrence(
    occurrence: Occurrence, *, by: User, reason: str = "", following: bool = False
) -> Sequence[Occurrence]:
    """This date does not take place, nor do the following ones; those that this cancels. Raises PermissionDenied."""
    event, row = opened(occurrence, by=by)
    rows = [one for one in these(event, row, following=following) if not one.is_cancelled]
    return settle(event, rows, ChangeKind.CANCELLED, by=by, reason=reason)


@transaction.atomic
def restore_occurrence(occurrence: Occurrence, *, by: User, following: bool = False) -> Sequence[Occurrence]:
    """This date takes place after all; with it, the following ones that were cancelled for the same reason.

    Those that this restores. Raises PermissionDenied.
    """
    event, row = opened(occurrence, by=by)
    rows = these(event, row, following=following) if row.is_cancelled else []
    rows = [one for one in rows if one.is_cancelled and one.reason == row.reason]
    return settle(event, rows, ChangeKind.RESTORED, by=by)


@transaction.atomic
def move_occurrence(
    occurrence: Occurrence, *, start: datetime, end: datetime, by: User, following: bool = False
) -> Event:
    """This date takes place from `start` to `end`. With the following ones, the series goes on from there in its rhythm.

    Gives the event that holds the date afterwards: the rest of a series is an event of its own. What happens once moves as
    a whole. Raises PermissionDenied, and ValidationError, by field, when no dates can be made of it.
    """
    check_length(start, end)
    event, row = opened(occurrence, by=by)
    span = Span(start.astimezone(UTC), end.astimezone(UTC))
    follows = following and bool(event.frequency)
    if (row.start, row.end) == (start, end) and not (row.is_moved and follows):
        return event
    if event.frequency and not following:
        return move_one(event, row, span, by=by)
    if event.occurrences.filter(original_start__lt=row.original_start).exists():
        return move_rest(event, row, span, by=by)
    return move_whole(event, row, span, by=by)


def opened(occurrence: Occurrence, *, by: User) -> tuple[Event, Occurrence]:
    """The date as it is now, and its event, which nobody else changes meanwhile."""
    event = lock_whole(occurrence.event_id, by=by)
    row = event.occurrences.get(pk=occurrence.pk)
    row.event = event
    return event, row


def these(event: Event, row: Occurrence, *, following: bool) -> list[Occurrence]:
    """By where the rule puts them: what was moved before or after others keeps its place."""
    if not following:
        return [row]
    return list(event.occurrences.filter(original_start__gte=row.original_start).order_by("original_start"))


def settle(
    event: Event, rows: Sequence[Occurrence], kind: ChangeKind, *, by: User, reason: str = ""
) -> Sequence[Occurrence]:
    """Cancel or restore `rows`, here and in the engine, and tell of those that are not over."""
    if not rows:
        return rows
    is_cancelled = kind == ChangeKind.CANCELLED
    Occurrence.objects.filter(pk__in=[row.pk for row in rows]).update(is_cancelled=is_cancelled, reason=reason)
    write_through(event)
    touch(event)
    index_things(EVENT, [event.pk])  # by its dates
    ahead = [row for row in rows if not row.is_over]
    if ahead and event.is_published:
        between = min(row.start for row in ahead), max(row.start for row in ahead)
        one = ahead[0] if len(ahead) == 1 else None
        note(event, kind, by=by, reason=reason, occurrence=one, between=between)
    return rows


def move_one(event: Event, row: Occurrence, span: Span, *, by: User) -> Event:
    """Out of its series, which stays as it is; or back to where the rule puts it."""
    before, began, was_ahead = when_of_date(row), row.start, not row.is_over
    begin = beginnings(event)
    put(row, span)
    row.is_moved = ruled(event, row) != span
    row.save(update_fields=MOVED if row.start == began else (*MOVED, "reminded_at"))
    move_deadlines(event, since=begin)
    write_through(event)
    touch(event)
    index_things(EVENT, [event.pk])  # by its dates
    if event.is_published and (was_ahead or not row.is_over):
        facts = {"when": [before, when_of_date(row)]}
        note(event, ChangeKind.MOVED, by=by, facts=facts, occurrence=row, between=(began, began))
    return event
