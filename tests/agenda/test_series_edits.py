"""What an edit of a series, or anything else that is done to it, leaves of its dates."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agenda.domain import dates
from agenda.domain.publishing import publish
from agenda.domain.series import cancel_occurrence, move_occurrence, restore_occurrence
from agenda.enums import ChangeKind
from agenda.models import Event, Occurrence
from tests.agenda.test_series import assert_whole, row_of
from tests.factories.agenda import MADRID, a_series, an_event, at, in_days
from tests.factories.members import a_member

pytestmark = pytest.mark.django_db

A_DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("facts", "cancelled", "first", "expected"),
    [
        # The first date dropped: a Thursday stays a Thursday.
        ({"weekdays": "TU,TH", "until": date(2032, 3, 31)}, 3, at(2032, 3, 4), date(2032, 3, 11)),
        # A week later, or earlier: the day that is no day for it is none still.
        ({"until": date(2032, 4, 30)}, 3, at(2032, 3, 9), date(2032, 3, 23)),
        ({"count": 8}, 3, at(2032, 2, 24), date(2032, 3, 23)),
        # At another hour, across the end of the day too, each day keeps its own; also the day whose hour is missing.
        ({"frequency": "DAILY", "count": 5, "start": at(2032, 3, 26, 2, 30)}, 2, at(2032, 3, 26, 1), date(2032, 3, 28)),
        # On another weekday, all of it.
        ({"count": 5}, 2, at(2032, 3, 3), date(2032, 3, 17)),
        ({"count": 5}, 2, at(2032, 5, 4), date(2032, 5, 18)),
    ],
)
def test_what_departs_stays_with_its_day_while_most_days_stay(facts, cancelled, first, expected):
    event = an_event(**{"start": at(2032, 3, 2), "frequency": "WEEKLY", **facts})
    cancel_occurrence(row_of(event, cancelled), by=event.author, reason="És festiu.")
    edited = Event.objects.get(pk=event.pk)
    edited.start, edited.end = first, first + timedelta(hours=2)
    publish(edited, by=event.author)
    assert [row.day for row in event.occurrences.select_related("event") if row.is_cancelled] == [expected]
    assert_whole(event)


def test_what_was_moved_and_goes_with_an_edit_is_told():
    event = a_series(times=6)
    rows = [row_of(event, number) for number in (3, 4, 5)]
    for row in rows[:2]:
        move_occurrence(row, start=row.start + A_DAY, end=row.end + A_DAY, by=event.author)
    cancel_occurrence(rows[1], by=event.author, reason="És festiu.")
    edited = Event.objects.get(pk=event.pk)
    edited.count = 3
    publish(edited, by=event.author)
    told = list(event.changes.order_by("pk"))[-2:]
    assert [change.kind for change in told] == [ChangeKind.CANCELLED, ChangeKind.CHANGED]
    assert [change.first_start for change in told] == [rows[0].start + A_DAY, None]


def test_what_an_edit_does_not_change_is_not_written(monkeypatch):
    """Whom a reminder reaches meanwhile gets no second one."""
    event = a_series(start=in_days(1), times=3)
    row = row_of(event, 0)
    put = dates.set_to_rule

    def reminded_meanwhile(*given):
        Occurrence.objects.filter(pk=row.pk).update(reminded_at=at(2032, 3, 1))
        put(*given)

    monkeypatch.setattr(dates, "set_to_rule", reminded_meanwhile)
    for hours in (3, 2):
        edited = Event.objects.get(pk=event.pk)
        edited.end = edited.start + timedelta(hours=hours)
        publish(edited, by=event.author)
        row.refresh_from_db()
        assert (row.reminded_at, row.end) == (at(2032, 3, 1), edited.end)
    edited.start += timedelta(minutes=30)
    publish(edited, by=event.author)
    row.refresh_from_db()
    assert row.reminded_at is None


RULES = st.sampled_from(
    [
        {"frequency": "WEEKLY", "count": 7},
        {"frequency": "WEEKLY", "weekdays": "SA,SU", "count": 8},
        {"frequency": "DAILY", "interval": 3, "until": at(2027, 4, 15).date()},
        {"frequency": "MONTHLY", "month_day": "last_day", "count": 6},
        {"frequency": "MONTHLY", "month_day": "last_weekday", "until": at(2027, 9, 30).date()},
        {"frequency": "DAILY", "count": 20, "start": at(2027, 3, 20, 0), "end": at(2027, 3, 21, 0), "all_day": True},
        {"frequency": "DAILY", "count": 12, "start": at(2027, 3, 21, 23), "end": at(2027, 3, 22, 4)},
    ]
)
EDITS = ("hour", "drop", "add", "shift")
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["cancel", "restore", "move", *EDITS]),
        st.integers(0, 9),  # which date
        st.integers(-10, 10),  # by how many days
        st.sampled_from([-2, 0, 7]),  # and hours
        st.booleans(),  # with those that follow
    ),
    min_size=2,
    max_size=6,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rule=RULES, steps=STEPS)
def test_whatever_is_done_no_date_is_lost(person, rule, steps):
    """The clocks change under them. Only what an edit makes no more is lost."""
    event = an_event(person, **{"start": at(2027, 2, 28), **rule})
    events, keys = [event], set(event.occurrences.values_list("pk", flat=True))
    for verb, which, days, hours, following in steps:
        rows = list(Occurrence.objects.filter(event__in=events).in_order())
        row = rows[which % len(rows)]
        if verb == "cancel":
            cancel_occurrence(row, by=person, reason=str(days), following=following)
        elif verb == "restore":
            restore_occurrence(row, by=person, following=following)
        elif verb == "move":
            start, end = (on_wall(moment) + timedelta(days=days) for moment in (row.start, row.end))
            if not row.event.all_day:
                start += timedelta(hours=hours)
                end = start + timedelta(hours=3)
            events.append(move_occurrence(row, start=start, end=end, by=person, following=following))
        else:
            keys -= edit(row.event, verb, abs(days), person)
    assert keys <= set(Occurrence.objects.filter(event__in=events).values_list("pk", flat=True))
    assert_whole(*events)


def on_wall(moment):
    return moment.astimezone(MADRID)


def edit(event, verb, minutes, person):
    """As one does in its form; what it loses. Where most days stay, what was said of each stays with its day."""
    edited, spans, before = Event.objects.get(pk=event.pk), event.spans(), by_day(event)
    start, lasts = event.local_start, event.local_end - event.local_start
    if verb == "hour" and not event.all_day:
        start += timedelta(minutes=minutes)
    elif verb == "drop":
        start = on_wall(spans[1 % len(spans)].start)
    elif verb == "add" and event.frequency in {"DAILY", "WEEKLY"}:
        start -= timedelta(days=event.interval * (7 if event.frequency == "WEEKLY" else 1))
    elif verb == "shift" and event.until != start.date():
        start += timedelta(days=1)
        repeat = event.repeat.moved(event.local_start.date(), start.date())
        edited.weekdays, edited.month_day = ",".join(repeat.weekdays), repeat.month_day
    edited.start, edited.end = start, start + lasts
    publish(edited, by=person)
    after = by_day(event)
    both = before.keys() & after.keys()
    if 2 * len(both) > min(len(before), len(after)):
        assert {day: after[day] for day in both} == {day: before[day] for day in both}
    return {key for key, *_said in before.values()} - {key for key, *_said in after.values()}


def by_day(event):
    rows = Occurrence.objects.filter(event=event).select_related("event")
    return {row.day: (row.pk, row.is_cancelled, row.reason) for row in rows}


@pytest.fixture
def person():
    return a_member()
