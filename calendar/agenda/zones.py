"""Time zones as calendar programs are told of them (RFC 5545 §3.6.5), for some years."""

from collections.abc import Iterable, Iterator
from datetime import MAXYEAR, MINYEAR, UTC, datetime, timedelta
from functools import lru_cache
from itertools import chain
from typing import NamedTuple
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
YEARS_OF_A_SERIES = 6
Stretch = tuple[int, int]


class Onset(NamedTuple):
    """From when on what clock is kept: `at` by the clock that ended then, as the standard wants it."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str
    is_summer: bool


@lru_cache(maxsize=256)
def timezone_text(name: str, *stretches: Stretch) -> str:
    """VTIMEZONE of the zone `name`, right for what takes place in these stretches of years."""
    zone = Timezone()
    zone.add("TZID", name)
    alike: dict[tuple[object, ...], list[datetime]] = {}
    for onset in chain.from_iterable(onsets(ZoneInfo(name), *stretch) for stretch in stretches):
        alike.setdefault(onset[1:], []).append(onset.at)
    for (before, after, label, is_summer), (first, *later) in alike.items():
        part = TimezoneDaylight() if is_summer else TimezoneStandard()
        part.add("DTSTART", first)
        if later:
            part.add("RDATE", later)
        part.add("TZOFFSETFROM", before)
        part.add("TZOFFSETTO", after)
        part.add("TZNAME", label)
        zone.add_component(part)
    return str(zone.to_ical().decode())


def stretches_of(years: Iterable[int]) -> list[Stretch]:
    """The years that what begins in `years` can touch: those far apart tell nothing of the centuries between them."""
    found: list[Stretch] = []
    for year in sorted(set(years)):
        first, last = year - 1, year + YEARS_OF_A_SERIES
        if found and first <= found[-1][1] + 1:
            found[-1] = found[-1][0], last
        else:
            found.append((first, last))
    return found


def onsets(zone: ZoneInfo, first_year: int, last_year: int) -> Iterator[Onset]:
    """What held when `first_year` began, and each change of the clock until `last_year` is over.

    Not of the years with which the calendar begins and ends: some clock shows none of their first and last hours.
    """
    at = datetime(max(first_year, MINYEAR + 1), 1, 1, tzinfo=UTC)
    yield onset(zone, at, at)
    while at.year <= min(last_year, MAXYEAR - 1):
        if (at + DAY).astimezone(zone).utcoffset() != at.astimezone(zone).utcoffset():
            yield onset(zone, *turn(zone, at))
        at += DAY


def turn(zone: ZoneInfo, day: datetime) -> tuple[datetime, datetime]:
    """The last minute before the clock changes within a day of `day`, and the first one after it (UTC)."""
    before, after = day, day + DAY
    while after - before > MINUTE:
        middle = before + MINUTE * ((after - before) // MINUTE // 2)
        if middle.astimezone(zone).utcoffset() == day.astimezone(zone).utcoffset():
            before = middle
        else:
            after = middle
    return before, after


def onset(zone: ZoneInfo, before: datetime, after: datetime) -> Onset:
    was, now = before.astimezone(zone), after.astimezone(zone)
    offset = was.utcoffset() or timedelta()
    clock = (after + offset).replace(tzinfo=None)
    return Onset(clock, offset, now.utcoffset() or timedelta(), now.tzname() or "", bool(now.dst()))
