"""Events are found by the days on which they take place, for as long as they are not over."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agenda.domain.series import cancel_occurrence, move_occurrence, restore_occurrence
from agenda.finding import EVENT, documents
from intranet.fulltext.models import Entry
from intranet.members.models import User
from intranet.search.filters import NOTHING, Filters
from intranet.search.finding import find
from tests.factories.agenda import a_series, an_event, at, in_days
from tests.factories.members import a_member

pytestmark = pytest.mark.django_db


def found(words, filters=NOTHING):
    person = User.objects.with_standing().get(pk=a_member().pk)
    answer = find(person, words, filters)
    return [] if answer.is_loose else [result.thing for result in answer.results]


def last_day_of(event):
    return Entry.objects.get(kind=EVENT, key=event.pk).last_day


def days_told(event):
    """The days that stand at the end of its text."""
    (document,) = documents([event.pk])
    return [line for line in document.text.split("\n") if line.count("/") == 2]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("18 de desembre", [0]),
        ("18 desembre", [0]),
        ("18/12/2031", [0]),
        ("quimera 4 de desembre de 2031", [1]),
        ("5 de desembre", []),
        ("quimera desembre", [0, 1]),
        ("desembre", [0, 1]),
    ],
)
def test_a_day_finds_what_is_on_it(query, numbers):
    events = [an_event(title="Quimera", start=at(2031, 12, day)) for day in (18, 4)]
    assert sorted(found(query)) == [events[number].pk for number in numbers]


def test_an_event_of_several_days_is_found_by_each_of_them():
    fair = an_event(title="Fira", start=at(2031, 12, 17), hours=72)
    assert days_told(fair) == ["17/12/2031", "18/12/2031", "19/12/2031", "20/12/2031"]
    assert (found("18 de desembre"), found("21 de desembre")) == ([fair.pk], [])


def test_of_an_event_of_many_days_a_month_is_told():
    assert len(days_told(an_event(start=at(2031, 10, 1), hours=31 * 24))) == 31


def test_a_series_is_found_by_its_next_dates():
    series = a_series(start=in_days(-14), times=4)
    assert days_told(series) == [f"{in_days(days):%d/%m/%Y}" for days in (0, 7)]
    assert len(days_told(a_series(start=in_days(-1), frequency="DAILY", times=130))) == 100


def test_a_series_that_is_over_is_found_by_its_last_dates():
    series = a_series(start=in_days(-150), frequency="DAILY", times=130)
    assert days_told(series) == [f"{in_days(days):%d/%m/%Y}" for days in range(-120, -20)]


def test_what_goes_on_is_found_from_today_on():
    series = a_series(title="Quimera", start=in_days(-60), times=30)
    fair = an_event(title="Quimera", start=in_days(-2), hours=24 * 6)
    over = an_event(title="Quimera", start=in_days(-3), hours=2 * 24 + 2)
    today = timezone.localdate()
    assert sorted(found("quimera", Filters(since=today))) == [series.pk, fair.pk]
    assert sorted(found("quimera", Filters(since=today - timedelta(days=1)))) == [series.pk, fair.pk, over.pk]
    assert found("quimera", Filters(until=today - timedelta(days=4))) == [series.pk]
    assert found("quimera", Filters(since=today + timedelta(days=10))) == [series.pk]
    assert (last_day_of(fair), last_day_of(over)) == (today + timedelta(days=4), today - timedelta(days=1))


def test_what_lasts_one_day_ends_on_it():
    event = an_event()
    assert last_day_of(event) is None
    cancel_occurrence(event.occurrences.get(), by=event.author)
    assert last_day_of(event) is None


def test_what_is_found_follows_its_dates():
    """At once: whoever cancels a date, brings it back or moves it waits for no night."""
    series = a_series(title="Quimera", start=at(2031, 1, 12), times=3, frequency="MONTHLY")
    last = series.occurrences.in_order().last()
    assert (found("12 de març"), found("quimera març"), last_day_of(series)) == (
        [series.pk],
        [series.pk],
        last.last_day,
    )
    cancel_occurrence(last, by=series.author, reason="Festiu.")
    assert (found("12 de març"), found("quimera març")) == ([], [])
    assert last_day_of(series) == at(2031, 2, 12).date()
    restore_occurrence(last, by=series.author)
    assert (found("12 de març"), last_day_of(series)) == ([series.pk], last.last_day)
    move_occurrence(last, start=at(2031, 4, 3), end=at(2031, 4, 3, 12), by=series.author)
    assert (found("12 de març"), found("3 d’abril")) == ([], [series.pk])
    assert last_day_of(series) == at(2031, 4, 3).date()


def test_a_series_that_is_parted_lasts_no_longer_than_its_own_dates():
    series = a_series(title="Quimera", start=at(2031, 1, 6), times=4)
    row = series.occurrences.in_order()[2]
    rest = move_occurrence(row, start=at(2031, 1, 21), end=at(2031, 1, 21, 12), by=series.author, following=True)
    assert (last_day_of(series), last_day_of(rest)) == (at(2031, 1, 13).date(), at(2031, 1, 28).date())
    assert (found("13 de gener"), found("20 de gener"), found("21 de gener")) == ([series.pk], [], [rest.pk])
