"""What calendar programs read: expanded by a program of others, it is what the site itself lists."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
from django.contrib.auth.models import AnonymousUser
from icalendar import Calendar

from agenda.calendars import calendar_text, versions_of
from agenda.domain.publishing import publish
from agenda.domain.series import cancel_occurrence, move_occurrence, restore_occurrence
from agenda.enums import EventState, EventVisibility, Mode, MonthDay
from agenda.feeds import events_for
from agenda.models import Event, Occurrence
from agenda.zones import onsets, stretches_of, timezone_text
from intranet.members.models import User
from tests.factories.agenda import MADRID, a_group_event, a_series, an_event, at, in_days
from tests.factories.members import OrganisationFactory, SubjectFactory, a_guest, a_member

pytestmark = pytest.mark.django_db

NEW_YORK = ZoneInfo("America/New_York")


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = "https://intranet.xmess.example"


def stored(person):
    return User.objects.with_standing().get(pk=person.pk)


def text_of(events, reader):
    return calendar_text("Agenda", versions_of(events, reader)).decode()


def parsed(event, reader=None):
    reader = stored(reader) if reader else AnonymousUser()
    return Calendar.from_ical(text_of(Event.objects.filter(pk=event.pk), reader))


def components(event, reader=None):
    return parsed(event, reader).walk("VEVENT")


def row_of(series, number):
    return series.occurrences.order_by("original_start")[number]


def move(series, number, *, following=False, **later):
    """As its author does; the event that holds the date afterwards."""
    row = row_of(series, number)
    start, end = (moment.astimezone(series.zone) + timedelta(**later) for moment in (row.start, row.end))
    return move_occurrence(row, start=start, end=end, by=series.author, following=following)


def cancel(series, number, *, following=False):
    cancel_occurrence(row_of(series, number), by=series.author, reason="És festiu.", following=following)


def moments(component):
    """When it is, in UTC; whole days as the midnights of Madrid that they last from and to."""
    ends = (component["DTSTART"].dt, component["DTEND"].dt)
    local = (
        end if isinstance(end, datetime) else datetime(end.year, end.month, end.day, tzinfo=MADRID) for end in ends
    )
    return tuple(end.astimezone(UTC) for end in local)


def expanded(text, first, last):
    """All that goes ahead, as a calendar program works it out: UID and when."""
    found = recurring_ical_events.of(Calendar.from_ical(text)).between(first, last)
    going = (one for one in found if one["STATUS"] != "CANCELLED")
    return sorted((str(one["UID"]), *moments(one)) for one in going)


def listed(person, first, last):
    """What the site itself says of the same time."""
    rows = Occurrence.objects.visible_to(person).on().filter(end__gt=first, start__lt=last)
    uids = dict(Event.objects.values_list("pk", "uid"))
    host = "intranet.xmess.example"
    return sorted((f"{uids[row.event_id]}@{host}", row.start, row.end) for row in rows)


def a_year_of_everything(berta):
    """One of each that there is, over the changes of hour and the ends of months of the coming two years."""
    year = in_days(0).year + 1
    an_event(berta, start=in_days(3), hours=3)
    an_event(berta, start=in_days(5), end=in_days(7, 14))
    an_event(berta, start=in_days(9, 0), end=in_days(11, 0), all_day=True)
    an_event(berta, start=at(year, 10, 20, 0), end=at(year, 11, 3, 0), all_day=True)
    a_series(berta, start=at(year, 3, 1, 18), weekdays="", times=60)
    a_series(berta, start=at(year, 1, 31, 9), frequency="MONTHLY", times=12)
    a_series(berta, start=at(year, 1, 31, 9), frequency="MONTHLY", month_day=MonthDay.LAST_DAY, times=12)
    second = a_series(berta, start=at(year, 1, 14, 9), frequency="MONTHLY", month_day=MonthDay.NTH_WEEKDAY, times=12)
    a_series(berta, start=at(year, 4, 30, 9), frequency="YEARLY", month_day=MonthDay.LAST_WEEKDAY, times=2)
    until = second.local_start.date() + timedelta(days=80)
    a_series(berta, start=at(year, 3, 20, 23), hours=5, frequency="DAILY", times=None, until=until)
    a_series(berta, start=at(year, 10, 1, 2, 30), frequency="DAILY", interval=3, times=40)
    a_series(berta, start=at(year, 10, 2, 17), end=at(year, 10, 4, 13), times=8)
    whole_days = a_series(berta, start=at(year, 2, 6, 0), end=at(year, 2, 8, 0), all_day=True, times=30)
    cancel(whole_days, 2)
    move(whole_days, 3, days=1)
    a_series(berta, start=datetime(year, 3, 2, 20, tzinfo=NEW_YORK), time_zone="America/New_York", times=40)
    tuesdays = at(year, 5, 4, 10)
    tuesdays += timedelta(days=(1 - tuesdays.weekday()) % 7)
    broken = a_series(berta, start=tuesdays, weekdays="TU,TH", interval=2, times=30)
    break_up(broken)
    a_group_event(title="De portes endins")
    for state in (EventState.CANCELLED, EventState.POSTPONED):
        Event.objects.filter(pk=an_event(berta, start=in_days(4)).pk).update(state=state)
        Event.objects.filter(pk=a_series(berta, times=4).pk).update(state=state)
    return broken


def break_up(series):
    """Dates of it depart, before and after it goes on as another one, and a third."""
    cancel(series, 0)
    cancel(series, 4)
    move(series, 6, days=1, hours=2)
    move(series, 9, days=-2)
    cancel(series, 20, following=True)
    rest = move(series, 8, days=1, hours=3, following=True)
    restore_occurrence(row_of(rest, 14), by=rest.author)
    cancel(rest, 3)
    move(rest, 5, days=-1)
    third = move(rest, 10, days=1, hours=-4, following=True)
    restore_occurrence(row_of(third, 5), by=third.author, following=True)
    cancel(third, 7, following=True)


def test_feed_expanded_over_two_years_is_what_the_site_lists():
    berta = stored(a_member())
    a_year_of_everything(berta)
    first = datetime.now(UTC).replace(microsecond=0) - timedelta(days=30)
    last = first + timedelta(days=2 * 366 + 60)
    on_site = listed(berta, first, last)
    assert len(on_site) > 250
    assert expanded(text_of(events_for(berta), berta), first, last) == on_site


def test_series_that_is_edited_moves_whole_and_keeps_its_name():
    berta = stored(a_member())
    series = a_series(berta, start=at(2027, 3, 2, 10), times=10)
    before = components(series)[0]
    cancel(series, 3)
    event = Event.objects.get(pk=series.pk)
    event.start, event.end = at(2027, 3, 3, 12), at(2027, 3, 3, 13)
    publish(event, by=berta)
    after = components(series)[0]
    first, last = datetime(2027, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)
    assert expanded(text_of(events_for(berta), berta), first, last) == listed(berta, first, last)
    assert (after["UID"], after["SEQUENCE"] > before["SEQUENCE"]) == (before["UID"], True)


def test_one_event_says_all_that_a_calendar_can_show(settings):
    council = OrganisationFactory(name="Manresa")
    helper = OrganisationFactory(name="Reus")
    event = an_event(
        a_member(council),
        start=at(2027, 4, 15, 10),
        title="Compra pública; social, i verda",
        organisation=council,
        co_organisers=[helper],
        subjects=[SubjectFactory(name="Cures")],
        mode=Mode.HYBRID,
        address="Plaça Major, 1",
        join_url="https://meet.example/secret",
        contact_name="Berta",
        contact_email="berta@manresa.example",
        visibility=EventVisibility.PUBLIC,
    )
    calendar = parsed(event, a_member())
    (component,) = calendar.walk("VEVENT")
    (zone,) = calendar.walk("VTIMEZONE")
    said = {
        name: str(component[name]) for name in ("UID", "SUMMARY", "LOCATION", "STATUS", "CLASS", "URL", "ORGANIZER")
    }
    assert said == {
        "UID": f"{event.uid}@intranet.xmess.example",
        "SUMMARY": "Compra pública; social, i verda",
        "LOCATION": "Centre cívic, Plaça Major, 1",
        "STATUS": "CONFIRMED",
        "CLASS": "PUBLIC",
        "URL": f"https://intranet.xmess.example/agenda/{event.pk}/",
        "ORGANIZER": "mailto:berta@manresa.example",
    }
    assert component["ORGANIZER"].params["CN"] == "Ajuntament de Manresa"
    assert (component["DTSTART"].params["TZID"], str(zone["TZID"])) == ("Europe/Madrid", "Europe/Madrid")
    assert component["DTSTART"].dt == at(2027, 4, 15, 10)
    assert (component["SEQUENCE"], component["DTSTAMP"].dt) == (event.sequence, event.changed_at.replace(microsecond=0))
    assert component.categories == [event.get_kind_display(), "Cures"]
    assert "Ajuntament de Reus" in component["DESCRIPTION"]
    assert str(component["CONFERENCE"]) == "https://meet.example/secret"
    assert ("RRULE" in component, "EXDATE" in component) == (False, False)


def test_the_link_to_join_is_for_those_entitled_alone():
    event = an_event(mode=Mode.ONLINE, join_url="https://meet.example/secret", visibility=EventVisibility.PUBLIC)
    berta, events = stored(a_member()), Event.objects.all()
    readers = (berta, stored(a_guest()), AnonymousUser())
    assert ["meet.example" in text_of(events, reader).replace("\r\n ", "") for reader in readers] == [
        True,
        False,
        False,
    ]
    assert str(components(event)[0]["LOCATION"]) == event.get_mode_display()


def test_what_departs_from_the_rule_is_told_by_its_original_moment():
    series = a_series(start=at(2027, 3, 2, 10), times=5)
    cancel(series, 1)
    moved_to = at(2027, 3, 17, 12), at(2027, 3, 17, 13)
    move_occurrence(row_of(series, 2), start=moved_to[0], end=moved_to[1], by=series.author)
    rule, moved = components(series)
    assert rule["RRULE"].to_ical().decode() == "FREQ=WEEKLY;COUNT=5;BYDAY=TU"
    assert rule["EXDATE"].to_ical().decode() == "20270309T100000"
    assert rule["EXDATE"].params["TZID"] == "Europe/Madrid"
    assert (moved["RECURRENCE-ID"].dt, moved["DTSTART"].dt) == (at(2027, 3, 16, 10), at(2027, 3, 17, 12))
    assert (moved["UID"], moved["RECURRENCE-ID"].params["TZID"]) == (rule["UID"], "Europe/Madrid")


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        ({"frequency": "DAILY", "interval": 2}, "FREQ=DAILY;COUNT=10;INTERVAL=2"),
        ({"frequency": "WEEKLY", "weekdays": "MO,TH"}, "FREQ=WEEKLY;COUNT=10;BYDAY=MO,TH"),
        ({"frequency": "MONTHLY"}, "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=28"),
        ({"frequency": "MONTHLY", "month_day": MonthDay.NTH_WEEKDAY}, "FREQ=MONTHLY;COUNT=10;BYDAY=4TH"),
        ({"frequency": "MONTHLY", "month_day": MonthDay.LAST_WEEKDAY}, "FREQ=MONTHLY;COUNT=10;BYDAY=-1TH"),
        ({"frequency": "YEARLY", "times": 3}, "FREQ=YEARLY;COUNT=3;BYMONTHDAY=28;BYMONTH=1"),
        ({"times": None, "until": date(2027, 3, 31)}, "FREQ=WEEKLY;UNTIL=20270331T215959Z;BYDAY=TH"),
    ],
)
def test_each_rhythm_is_a_rule_that_programs_read(facts, rule):
    series = a_series(start=at(2027, 1, 28, 10), **facts)
    assert components(series)[0]["RRULE"].to_ical().decode() == rule


def test_whole_days_are_days():
    series = a_series(
        start=at(2027, 3, 27, 0), end=at(2027, 3, 29, 0), all_day=True, times=None, until=date(2027, 4, 20)
    )
    cancel(series, 1)
    (component,) = components(series)
    values = [component[name].to_ical().decode() for name in ("DTSTART", "DTEND", "EXDATE", "RRULE")]
    assert values == ["20270327", "20270329", "20270403", "FREQ=WEEKLY;UNTIL=20270420;BYDAY=SA"]
    assert component["DTSTART"].params["VALUE"] == "DATE"


@pytest.mark.parametrize("state", [EventState.CANCELLED, EventState.POSTPONED])
def test_what_is_called_off_says_so(state):
    event = an_event(title="Jornada")
    Event.objects.filter(pk=event.pk).update(state=state, reason="Pluja")
    (component,) = components(event)
    assert (str(component["STATUS"]), str(component["SUMMARY"])) == ("CANCELLED", f"{state.label}: Jornada")
    assert component["DESCRIPTION"].startswith("Pluja")


def test_zone_changes_when_the_clock_does():
    summer = [(str(one.at), str(one.after)) for one in onsets(MADRID, 2026, 2026)]
    assert summer == [
        ("2026-01-01 01:00:00", "1:00:00"),
        ("2026-03-29 02:00:00", "2:00:00"),
        ("2026-10-25 03:00:00", "1:00:00"),
    ]
    assert timezone_text("Europe/Madrid", (2025, 2030)).count("BEGIN:DAYLIGHT") == 1
    assert timezone_text("Asia/Kolkata", (2025, 2030)).count("BEGIN:STANDARD") == 1


def test_zone_tells_nothing_of_the_centuries_between():
    assert stretches_of([2199, 2026, 2027, 1979]) == [(1978, 1985), (2025, 2033), (2198, 2205)]
    changes = timezone_text("Europe/Madrid", *stretches_of([1985, 2190])).split("RDATE")
    assert len(",".join(changes).split(",")) < 40
    for zone in ("Europe/Madrid", "Pacific/Apia", "Pacific/Niue"):
        assert timezone_text(zone, *stretches_of([1, 9999])).startswith("BEGIN:VTIMEZONE")


def test_lines_are_no_longer_than_the_standard_has_them():
    event = an_event(title="à" * 150, summary="ç" * 390)
    lines = text_of(Event.objects.filter(pk=event.pk), stored(a_member())).split("\r\n")
    assert max(len(line.encode()) for line in lines) <= 75
    assert all(first or not second for first, second in pairwise(lines))
