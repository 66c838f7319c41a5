"""Keeping the dates of an event in line with what it says: the engine's and our own, in the caller's transaction."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import F
from django.utils import timezone

from agenda import recurrence
from agenda.models import Event, Occurrence
from agenda.recurrence import Departure, Span, moment

OUT_OF_THE_WAY = timedelta(days=365 * 100)
KEPT = ("original_start", "start", "end", "first_day", "last_day", "is_moved", "is_cancelled", "reason", "reminded_at")


def keep_dates(event: Event, *, in_order: bool = False) -> list[Occurrence]:
    """Make the rows what the rule says now, and write them through to the engine.

    `in_order`: the first row is the first date, and so on, wherever the rule puts them now. Otherwise, as a series moves its dates keep their rows, cancelled ones stay cancelled, and one that somebody moved stays where it
    was moved to. Gives the departures that are lost, since the rule makes their date no more. Raises ValidationError when
    the event has no dates (`Event.clean` says so before). As many statements for many dates as for one.
    """
    spans = {span.start: span for span in event.spans()}
    rows = list(event.occurrences.order_by("original_start"))
    found = dict(zip(spans, rows, strict=False)) if in_order else same_dates(rows, spans, event.zone)
    gone = [row for row in rows if row not in found.values()]
    Occurrence.objects.filter(pk__in=[row.pk for row in gone]).delete()
    step_aside(found)
    for original, row in found.items():
        set_to_rule(row, spans[original])
    Occurrence.objects.bulk_update(found.values(), KEPT)
    Occurrence.objects.bulk_create(
        dated(Occurrence(event=event), span) for at, span in spans.items() if at not in found
    )
    write_through(event)
    return [row for row in gone if row.is_moved or row.is_cancelled]


def same_dates(rows: list[Occurrence], spans: dict[datetime, Span], zone: ZoneInfo) -> dict[datetime, Occurrence]:
    """Which row is the date that the rule now puts at each moment: by the clock, as far from the first as before.

    What is not found so is looked for where it was, for a rule that begins elsewhere and still meets some of its dates.
    """
    if not rows:
        return {}
    moved_by = clock(min(spans), zone) - clock(rows[0].original_start, zone)
    found: dict[datetime, Occurrence] = {}
    for shift in (moved_by, timedelta()):
        for row in rows:
            now = moment(clock(row.original_start, zone) + shift, zone)
            if now in spans and row not in found.values():
                found.setdefault(now, row)
    return found


def clock(at: datetime, zone: ZoneInfo) -> datetime:
    """What the clock of `zone` shows, without zone."""
    return at.astimezone(zone).replace(tzinfo=None)


def step_aside(found: dict[datetime, Occurrence]) -> None:
    """No two dates have the same name at any moment, neither while many take each other's."""
    if any(row.original_start != at for at, row in found.items()):
        kept = Occurrence.objects.filter(pk__in=[row.pk for row in found.values()])
        kept.update(original_start=F("original_start") - OUT_OF_THE_WAY)


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
        Departure(ruled(event, row), Span(row.start, row.end), row.is_cancelled)
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
