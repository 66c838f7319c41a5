"""Keeping the dates of an event in line with what it says: the engine's and our own, in the caller's transaction."""

from datetime import UTC, date, datetime, timedelta
from operator import attrgetter
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from agenda import recurrence
from agenda.models import Event, Occurrence
from agenda.recurrence import Departure, Span, moment
from agenda.registration.domain.deadlines import beginnings, move_deadlines
from agenda.registration.domain.held import check_may_go

OUT_OF_THE_WAY = timedelta(days=365 * 100)
KEPT = ("original_start", "start", "end", "first_day", "last_day", "is_moved")
AT = attrgetter(*KEPT)


def keep_dates(event: Event, *, in_order: bool = False) -> list[Occurrence]:
    """Make the rows what the rule says now, and write them through to the engine.

    `in_order`: the first row is the first date, and so on, wherever the rule puts them now. Otherwise `same_dates` says which
    rows go on: cancelled ones stay cancelled, and what somebody moved stays where it was moved to. Gives what somebody moved
    and the rule makes no more, which the words of the rule do not tell. Raises ValidationError when the event has no dates
    (`Event.clean` says so before), and where one would go for which people have registered. As many statements for many dates as for one; what has not changed is not written.
    """
    spans = {span.start: span for span in event.spans()}
    rows = list(event.occurrences.order_by("original_start"))
    found = dict(zip(spans, rows, strict=False)) if in_order else same_dates(rows, spans, event.zone)
    begin = beginnings(event)
    kept = {row.pk for row in found.values()}
    gone = [row for row in rows if row.pk not in kept]
    check_may_go(gone)
    Occurrence.objects.filter(pk__in=[row.pk for row in gone]).delete()
    store_rows(found, spans)
    Occurrence.objects.bulk_create(
        dated(Occurrence(event=event), span) for at, span in spans.items() if at not in found
    )
    move_deadlines(event, since=begin)
    write_through(event)
    return [row for row in gone if row.is_moved and not row.is_cancelled]


@transaction.atomic
def check_dates(event: Event) -> None:
    """That `keep_dates` could make the rows so. Raises ValidationError where one would go for which people have registered."""
    rows = list(event.occurrences.order_by("original_start"))
    spans = {span.start: span for span in event.spans()}
    kept = {row.pk for row in same_dates(rows, spans, event.zone).values()}
    check_may_go(row for row in rows if row.pk not in kept)


def same_dates(rows: list[Occurrence], spans: dict[datetime, Span], zone: ZoneInfo) -> dict[datetime, Occurrence]:
    """Which row is the date that the rule now puts at each moment: the one of its day, or as many days on as the first.

    By its day, where more than half of the days are still there: the rule begins or ends elsewhere, or at another hour. Else
    the series has moved as a whole. What is not found in this way is looked for in the other one.
    """
    if not rows:
        return {}
    starts = {day_of(at, zone): at for at in spans}
    days = [day_of(row.original_start, zone) for row in rows]
    shifts = [timedelta(), min(starts) - days[0]]
    if 2 * len(starts.keys() & set(days)) <= min(len(starts), len(days)):
        shifts.reverse()
    found: dict[datetime, Occurrence] = {}
    placed: set[int] = set()
    for shift in shifts:
        for row, day in zip(rows, days, strict=True):
            at = starts.get(day + shift)
            if at is not None and at not in found and row.pk not in placed:
                found[at] = row
                placed.add(row.pk)
    return found


def day_of(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()


def clock(at: datetime, zone: ZoneInfo) -> datetime:
    """What the clock of `zone` shows, without zone."""
    return at.astimezone(zone).replace(tzinfo=None)


def store_rows(found: dict[datetime, Occurrence], spans: dict[datetime, Span]) -> None:
    """Write those that differ; of whom was reminded, only where there is another moment to remind of."""
    was = {row.pk: AT(row) for row in found.values()}
    step_aside(found)
    for at, row in found.items():
        set_to_rule(row, spans[at])
    changed = [row for row in found.values() if AT(row) != was[row.pk]]
    Occurrence.objects.bulk_update(changed, KEPT)
    elsewhere = [row.pk for row in changed if row.start != was[row.pk][KEPT.index("start")]]
    Occurrence.objects.filter(pk__in=elsewhere).update(reminded_at=None)


def step_aside(found: dict[datetime, Occurrence]) -> None:
    """No two dates have the same name at any moment, neither while many take each other's."""
    renamed = [row.pk for at, row in found.items() if row.original_start != at]
    Occurrence.objects.filter(pk__in=renamed).update(original_start=F("original_start") - OUT_OF_THE_WAY)


def set_to_rule(row: Occurrence, span: Span) -> None:
    row.original_start = span.start
    if not row.is_moved:
        dated(row, span)
    elif (row.start, row.end) == (span.start, span.end):
        row.is_moved = False


def dated(row: Occurrence, span: Span) -> Occurrence:
    """`row` where the rule puts it."""
    row.original_start = span.start
    return put(row, span)


def put(row: Occurrence, span: Span) -> Occurrence:
    """`row` at `span`; whoever was reminded of another moment is reminded of this one."""
    if row.start != span.start:
        row.reminded_at = None
    row.start, row.end = span.start, span.end
    row.first_day = timezone.localdate(span.start)
    row.last_day = timezone.localdate(span.end - timedelta(microseconds=1))
    return row


def write_through(event: Event) -> None:
    """Hold in the engine what the event and its rows say."""
    departures = [
        Departure(row.original_start, Span(row.start, row.end), row.is_cancelled)
        for row in event.occurrences.all()
        if row.is_moved or row.is_cancelled
    ]
    key = recurrence.write(event, departures)
    if event.entry_id != key:
        event.entry_id = key
        Event.objects.filter(pk=event.pk).update(entry=key)


def ruled(event: Event, row: Occurrence) -> Span:
    """Where the rule puts it."""
    lasts = clock(event.end, event.zone) - clock(event.start, event.zone)
    start = row.original_start.astimezone(UTC)
    return Span(start, moment(clock(start, event.zone) + lasts, event.zone))
