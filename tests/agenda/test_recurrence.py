"""Any rule makes the dates that a person with a calendar on the wall would mark."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from agenda.enums import Frequency, MonthDay
from agenda.recurrence import Span, spans_of
from agenda.repeats import MOST_DATES, WEEKDAYS, Repeat, fits, is_last_day, is_last_weekday, nth_weekday
from tests.factories.agenda import MADRID, at

pytestmark = pytest.mark.once

A_DAY = timedelta(days=1)
FIVE_YEARS = 5 * 366


def marked(first: date, repeat: Repeat):
    """The days, one after another on the wall."""
    for days in range(FIVE_YEARS):
        day = first + timedelta(days=days)
        if repeat.until and day > repeat.until:
            return
        if is_marked(day, first, repeat):
            yield day


def is_marked(day: date, first: date, repeat: Repeat) -> bool:
    if repeat.frequency == Frequency.DAILY:
        return (day - first).days % repeat.interval == 0
    if repeat.frequency == Frequency.WEEKLY:
        weeks = (monday(day) - monday(first)).days // 7
        chosen = repeat.weekdays or [WEEKDAYS[first.weekday()]]
        return weeks % repeat.interval == 0 and WEEKDAYS[day.weekday()] in chosen
    months = (day.year - first.year) * 12 + day.month - first.month
    apart = repeat.interval * (12 if repeat.frequency == Frequency.YEARLY else 1)
    return (
        months % apart == 0
        and {
            MonthDay.DATE: day.day == first.day,
            MonthDay.NTH_WEEKDAY: (day.weekday(), nth_weekday(day)) == (first.weekday(), nth_weekday(first)),
            MonthDay.LAST_WEEKDAY: day.weekday() == first.weekday() and is_last_weekday(day),
            MonthDay.LAST_DAY: is_last_day(day),
        }[repeat.month_day]
    )


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def hours(day: date, begins: time, lasts: timedelta, zone: ZoneInfo) -> Span:
    """By the clock; of an hour that comes twice, the first."""
    clock = datetime.combine(day, begins)
    return Span(clock.replace(tzinfo=zone).astimezone(UTC), (clock + lasts).replace(tzinfo=zone).astimezone(UTC))


REPEATS = st.builds(
    Repeat,
    frequency=st.sampled_from(Frequency),
    interval=st.integers(1, 4),
    weekdays=st.sets(st.sampled_from(WEEKDAYS)).map(tuple),
    month_day=st.sampled_from(MonthDay),
    count=st.integers(1, 12),
)


@settings(max_examples=150, deadline=None)
@given(
    repeat=REPEATS,
    first=st.dates(date(2024, 1, 1), date(2029, 12, 31)),
    ends_by=st.one_of(st.none(), st.integers(0, 500)),
    begins=st.sampled_from([time(0), time(1, 30), time(2, 30), time(10), time(23, 30)]),
    lasts=st.sampled_from([timedelta(minutes=45), timedelta(hours=3), A_DAY, timedelta(days=3)]),
    zone=st.sampled_from([MADRID, ZoneInfo("America/New_York"), ZoneInfo("Asia/Kathmandu")]),
)
def test_every_rule_makes_the_dates_marked_on_the_wall(*, repeat, first, ends_by, begins, lasts, zone):
    if repeat.frequency == Frequency.WEEKLY and repeat.weekdays:
        repeat = replaced(repeat, weekdays=tuple({*repeat.weekdays, WEEKDAYS[first.weekday()]}))
    assume(not repeat.keeps_to_month_day or fits(repeat.month_day, first))
    if ends_by is not None:
        repeat = replaced(repeat, count=None, until=first + timedelta(days=ends_by))
    days = list(islice(marked(first, repeat), repeat.count or MOST_DATES + 1))
    start = datetime.combine(first, begins)
    assume(exists(start, zone) and exists(start + lasts, zone))
    wanted = [hours(day, begins, lasts, zone) for day in days]
    try:
        spans = spans_of(start.replace(tzinfo=zone), (start + lasts).replace(tzinfo=zone), repeat, zone)
    except ValidationError as refused:
        assert list(refused.error_dict) == [("until" if repeat.until else "count")]  # noqa: PT017 - what is right depends on the rule
        assert len(days) > MOST_DATES or (repeat.count and len(days) < repeat.count)
        return
    assert spans == wanted


def replaced(repeat: Repeat, **facts) -> Repeat:
    return Repeat(**{**vars(repeat), **facts})


def exists(clock: datetime, zone: ZoneInfo) -> bool:
    """Whether the clock of `zone` ever shows it, and once."""
    again = clock.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None)
    return again == clock and clock.replace(tzinfo=zone).utcoffset() == clock.replace(tzinfo=zone, fold=1).utcoffset()


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        # Each at ten by the clock, though a day in March has 23 hours and one in October 25.
        (at(2027, 3, 27), at(2027, 3, 27, 12), ["27T09/11", "28T08/10", "29T08/10"]),
        (at(2027, 10, 30), at(2027, 10, 30, 12), ["30T08/10", "31T09/11", "01T09/11"]),
        # Overnight: until six by the clock.
        (at(2027, 3, 26, 22), at(2027, 3, 27, 6), ["26T21/05", "27T21/04", "28T20/04"]),
        # Whole days, from midnight to midnight.
        (at(2027, 3, 27, 0), at(2027, 3, 28, 0), ["26T23/23", "27T23/22", "28T22/22"]),
        # At an hour that is missing: an hour later by the clock (RFC 5545 §3.3.5).
        (at(2027, 3, 27, 2, 30), at(2027, 3, 27, 4, 30), ["27T01/03", "28T01/02", "29T00/02"]),
        # At an hour that comes twice: the first.
        (at(2027, 10, 30, 2, 30), at(2027, 10, 30, 3, 30), ["30T00/01", "31T00/02", "01T01/02"]),
    ],
)
def test_hours_are_those_of_the_clock_when_the_hour_changes(start, end, expected):
    spans = spans_of(start, end, Repeat(Frequency.DAILY, count=3), MADRID)
    assert [f"{span.start:%dT%H}/{span.end:%H}" for span in spans] == expected


@pytest.mark.parametrize(
    ("first", "month_day", "frequency", "expected"),
    [
        (date(2027, 1, 31), MonthDay.DATE, Frequency.MONTHLY, ["01-31", "03-31", "05-31"]),
        (date(2027, 1, 31), MonthDay.LAST_DAY, Frequency.MONTHLY, ["01-31", "02-28", "03-31"]),
        (date(2027, 1, 29), MonthDay.LAST_WEEKDAY, Frequency.MONTHLY, ["01-29", "02-26", "03-26"]),
        (date(2027, 1, 29), MonthDay.NTH_WEEKDAY, Frequency.MONTHLY, ["01-29", "04-30", "07-30"]),
        (date(2028, 2, 29), MonthDay.LAST_DAY, Frequency.YEARLY, ["02-29", "02-28", "02-28"]),
        (date(2027, 4, 30), MonthDay.LAST_WEEKDAY, Frequency.YEARLY, ["04-30", "04-28", "04-27"]),
    ],
)
def test_ends_of_months(first, month_day, frequency, expected):
    start = at(first.year, first.month, first.day)
    spans = spans_of(start, start + timedelta(hours=2), Repeat(frequency, month_day=month_day, count=3), MADRID)
    assert [f"{span.start:%m-%d}" for span in spans] == expected


@pytest.mark.parametrize(
    ("repeat", "old", "new", "expected"),
    [
        (Repeat(Frequency.WEEKLY, weekdays=("TU", "TH")), "2027-03-02", "2027-03-03", ("WE,FR", "date")),
        (Repeat(Frequency.WEEKLY, weekdays=("SU",)), "2027-03-07", "2027-03-08", ("MO", "date")),
        (Repeat(Frequency.MONTHLY, month_day=MonthDay.LAST_DAY), "2027-03-31", "2027-04-02", ("", "date")),
        (Repeat(Frequency.MONTHLY, month_day=MonthDay.LAST_DAY), "2027-03-31", "2027-04-30", ("", "last_day")),
        (Repeat(Frequency.MONTHLY, month_day=MonthDay.LAST_WEEKDAY), "2027-03-26", "2027-03-19", ("", "nth")),
        # To a fifth one, which most months have not; what is at it already stays.
        (Repeat(Frequency.MONTHLY, month_day=MonthDay.NTH_WEEKDAY), "2032-02-26", "2032-02-29", ("", "last_weekday")),
        (Repeat(Frequency.MONTHLY, month_day=MonthDay.NTH_WEEKDAY), "2032-01-29", "2032-01-30", ("", "nth")),
    ],
)
def test_a_rhythm_moves_along_with_its_date(repeat, old, new, expected):
    moved = repeat.moved(date.fromisoformat(old), date.fromisoformat(new))
    assert (",".join(moved.weekdays), moved.month_day) == expected
