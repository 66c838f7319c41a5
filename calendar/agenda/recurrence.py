"""The one door to the recurrence engine (django-scheduler): nothing else imports `schedule`.

What the agenda holds is written through to the engine, and the dates of an event are what the engine's rule says they are.
The engine is asked in the event's own zone and answers by the clock: with UTC or a fixed offset its times would shift at a
change of hour, and it takes the second of two equal hours where RFC 5545 takes the first.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from schedule.models import Calendar, Rule
from schedule.models import Event as Entry
from schedule.models import Occurrence as Departed

from agenda.repeats import LONGEST_SERIES, MOST_DATES, Repeat

if TYPE_CHECKING:
    from agenda.models import Event

CALENDAR = "agenda"
NAMES = {"byday": "byweekday"}
LONGEST_TITLE = 255


@dataclass(frozen=True)
class Span:
    """One date as the rule puts it (UTC). By the clock of its zone each date lasts as long as the first."""

    start: datetime
    end: datetime


@dataclass(frozen=True)
class Departure:
    """Where a series departs from its rule: the date that it puts at `original` is at `span` instead, or cancelled."""

    original: datetime
    span: Span
    is_cancelled: bool


def spans_of(start: datetime, end: datetime, repeat: Repeat | None, zone: ZoneInfo) -> list[Span]:
    """All the dates of what begins with `start`–`end` and repeats so, in order. Asks the engine without writing to it.

    Raises ValidationError, by field, when the rule is wrong, or makes too many dates or too late ones.
    """
    if repeat is None:
        return [Span(start.astimezone(UTC), end.astimezone(UTC))]
    first = start.astimezone(zone)
    repeat.check(first.date())
    entry = Entry(start=start, end=end, rule=rule_for(repeat, first), end_recurring_period=repeat.ends_at(zone))
    lasts = end.astimezone(zone).replace(tzinfo=None) - first.replace(tzinfo=None)
    return [Span(moment(at, zone), moment(at + lasts, zone)) for at in starts_of(entry, zone, repeat)]


def starts_of(entry: Entry, zone: ZoneInfo, repeat: Repeat) -> list[datetime]:
    """By the clock of `zone`, without it."""
    found: list[datetime] = []
    for at in entry.get_rrule_object(zone):
        found.append(at)
        if len(found) > MOST_DATES:
            text = _("That makes more than %(most)d dates: choose an earlier end, or repeat it less often.")
            raise ValidationError({end_of(repeat): ValidationError(text, params={"most": MOST_DATES}, code="too_many")})
        if at - found[0] > LONGEST_SERIES:
            text = _("A series lasts five years at most: choose an earlier end.")
            raise ValidationError({end_of(repeat): ValidationError(text, code="too_long")})
    return found


def end_of(repeat: Repeat) -> str:
    """The field that says when it ends."""
    return "until" if repeat.until else "count"


def moment(clock: datetime, zone: ZoneInfo) -> datetime:
    """When the clock of `zone` shows it, in UTC. RFC 5545 §3.3.5: of an hour that comes twice, the first."""
    return clock.replace(tzinfo=zone).astimezone(UTC)


def rule_for(repeat: Repeat, first: datetime) -> Rule:
    """The engine's rule of a series whose first date is `first`, in its own zone; not saved."""
    parts = {"interval": repeat.interval, "count": repeat.count, **repeat.parts(first.date())}
    worded = {NAMES.get(name, name): value for name, value in parts.items() if value is not None}
    params = ";".join(f"{name}:{listed(value)}" for name, value in worded.items())
    return Rule(name=repeat.frequency, description=CALENDAR, frequency=repeat.frequency, params=params)


def listed(value: int | list[str]) -> str:
    """As the engine reads it: without spaces, which would make it forget the part."""
    return ",".join(value) if isinstance(value, list) else str(value)


def write(event: "Event", departures: Iterable[Departure]) -> int:
    """Hold `event` in the engine as it is now, with what departs from its rule; the key of the engine's own row.

    In the caller's transaction. Six statements and one for all departures.
    """
    entry = Entry.objects.select_related("rule").filter(pk=event.entry_id).first() or Entry(calendar=calendar())
    former = entry.rule
    repeat = event.repeat
    entry.title, entry.start, entry.end = event.title[:LONGEST_TITLE], event.start, event.end
    entry.rule = rule_for(repeat, event.local_start) if repeat else None
    entry.end_recurring_period = repeat.ends_at(event.zone) if repeat else None
    if entry.rule is not None:
        entry.rule.pk = former.pk if former else None
        entry.rule.save()
    entry.save()
    if former is not None and entry.rule is None:
        former.delete()  # after the entry has let go of it: deleting a rule makes its series single
    write_departures(entry, departures, event.zone)
    key: int = entry.pk
    return key


def write_departures(entry: Entry, departures: Iterable[Departure], zone: ZoneInfo) -> None:
    """Anew: the engine knows them by where the rule put them, and that moves with the series.

    By its own hours: of two equal ones the second, and each date as long as the first, also when the clock changes meanwhile.
    """
    lasts = entry.end.astimezone(UTC) - entry.start.astimezone(UTC)
    originals = ((one, one.original.astimezone(zone).replace(fold=1).astimezone(UTC)) for one in departures)
    entry.occurrence_set.all().delete()
    Departed.objects.bulk_create(
        Departed(
            event=entry,
            title=entry.title,
            start=departure.span.start,
            end=departure.span.end,
            original_start=original,
            original_end=original + lasts,
            cancelled=departure.is_cancelled,
        )
        for departure, original in originals
    )


def calendar() -> Calendar:
    found: Calendar = Calendar.objects.get_or_create(slug=CALENDAR, defaults={"name": CALENDAR})[0]
    return found


def forget(key: int | None) -> None:
    """Let the engine's row go, with its rule."""
    for entry in Entry.objects.select_related("rule").filter(pk=key):
        rule = entry.rule
        entry.delete()
        if rule is not None:
            rule.delete()


def engine_dates(event: "Event", first: datetime, last: datetime) -> list[Span]:
    """What the engine itself, asked for what it holds, says of the dates that take place between two moments."""
    entry = Entry.objects.get(pk=event.entry_id)
    zone = event.zone
    found = entry.get_occurrences(first.astimezone(zone), last.astimezone(zone))
    going = (one for one in found if not one.cancelled)
    return sorted(
        (Span(one.start.astimezone(UTC), one.end.astimezone(UTC)) for one in going), key=lambda one: one.start
    )
