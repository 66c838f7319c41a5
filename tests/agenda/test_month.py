"""The month: what stands in which cell, what is capped, who sees it, and what it costs."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from agenda.domain.listing import PER_PAGE, lasting, month_of
from agenda.domain.wording import blanks_for, seen_by
from agenda.enums import EventKind, EventState, EventVisibility, Mode, Review
from agenda.models import Event, Occurrence
from intranet.members.enums import GroupAccess
from intranet.members.models import User
from tests.factories.agenda import a_group_event, a_series, an_event, at, in_days
from tests.factories.members import GroupMembershipFactory, OrganisationFactory, WorkingGroupFactory, a_guest, a_member

pytestmark = pytest.mark.django_db

APRIL = date(2031, 4, 1)
URL = "/agenda/2031/04/"


@pytest.fixture
def member():
    return User.objects.with_standing().get(pk=a_member().pk)


def cell_of(response, day):
    """The text of a day's cell, by its lines."""
    cells = re.findall(
        r'<td class="day".*?</td>|<td data-empty class="day".*?</td>', response.content.decode(), re.DOTALL
    )
    found = next(cell for cell in cells if f'datetime="{day}"' in cell)
    lines = re.findall(r"<li.*?</li>", found, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", line).split()) for line in lines]


def titles_in(cells):
    return {str(day): [line.title for line in cell.lines] for day, cell in sorted(cells.items())}


# --- What stands where ---


def test_a_date_stands_on_its_day_with_hour_mode_and_kind(member, client_of):
    an_event(member, start=at(2031, 4, 16, 9, 30), title="Jornada <b>", kind=EventKind.CONFERENCE, mode=Mode.HYBRID)
    page = client_of(member).get(URL)
    words = f"09.30 {Mode.HYBRID.label} {EventKind.CONFERENCE.label}: Jornada &lt;b&gt;"
    assert cell_of(page, "2031-04-16") == [words]
    assert 'class="ev" data-kind="jornada"' in page.content.decode()


def test_midnight_in_madrid_parts_the_days(member):
    an_event(member, start=at(2031, 3, 31, 23), hours=1, title="Fins a mitjanit")
    an_event(member, start=at(2031, 4, 30, 23), hours=3, title="Passada la mitjanit")
    first = {"2031-04-30": ["Passada la mitjanit"]}
    assert titles_in(month_of(member, APRIL, date(2031, 4, 30))) == first
    assert titles_in(month_of(member, date(2031, 5, 1), date(2031, 5, 31))) == {"2031-05-01": ["Passada la mitjanit"]}


def test_what_lasts_several_days_stands_on_each_before_the_rest(member):
    an_event(member, start=at(2031, 4, 2, 18), hours=40, title="Fira")
    an_event(member, start=at(2031, 4, 3, 8), title="Esmorzar")
    cells = month_of(member, APRIL, date(2031, 4, 30))
    assert titles_in(cells) == {"2031-04-02": ["Fira"], "2031-04-03": ["Fira", "Esmorzar"], "2031-04-04": ["Fira"]}
    assert [cell.total for _day, cell in sorted(cells.items())] == [1, 2, 1]


def test_a_day_shows_three_and_says_how_many_more(member, client_of):
    for hour in (12, 9, 10, 11, 13):
        an_event(member, start=at(2031, 4, 16, hour), title=f"A les {hour}")
    an_event(member, start=at(2031, 4, 15, 12), hours=48, title="Fira")
    cell = month_of(member, APRIL, date(2031, 4, 30))[date(2031, 4, 16)]
    assert ([line.title for line in cell.lines], cell.total) == (["Fira", "A les 9", "A les 10"], 6)
    page = client_of(member).get(URL).content.decode()
    assert re.findall(r'<a class="day__more" href="([^"]+)">\+(\d)', page) == [("/agenda/dia/2031-04-16/", "3")]


def test_what_does_not_take_place_is_struck_and_says_so(member, client_of):
    gone = an_event(member, start=at(2031, 4, 16), title="Cinefòrum")
    put_off = an_event(member, start=at(2031, 4, 17), title="Trobada")
    series = a_series(member, start=at(2031, 4, 18), times=2, title="Sessió")
    Event.objects.filter(pk=gone.pk).update(state=EventState.CANCELLED)
    Event.objects.filter(pk=put_off.pk).update(state=EventState.POSTPONED)
    Occurrence.objects.filter(event=series, first_day="2031-04-25").update(is_cancelled=True)
    page = client_of(member).get(URL).content.decode()
    assert re.findall(r"<s>([^<]+)</s>", page) == ["Cinefòrum", "Sessió"]
    assert re.findall(r'class="ev" data-kind="\w+" data-state="(\w+)"', page) == ["cancelled", "postponed", "cancelled"]


def test_the_dates_of_a_series_lead_to_their_own_page(member, client_of):
    series = a_series(member, start=at(2031, 4, 18), times=2)
    single = an_event(member, start=at(2031, 4, 19))
    page = client_of(member).get(URL).content.decode()
    assert re.findall(r'<li class="ev"[^>]*><a href="([^"]+)"', page) == [
        f"/agenda/{series.pk}/2031-04-18/",
        f"/agenda/{single.pk}/",
        f"/agenda/{series.pk}/2031-04-25/",
    ]


# --- Who sees it ---


def test_each_sees_what_the_rule_says_and_nothing_else(client_of):
    """The month words the rule in its own way: it finds what `visible_to` finds, for everyone who stands differently."""
    council, private = OrganisationFactory(), WorkingGroupFactory(access=GroupAccess.PRIVATE)
    author, colleague, stranger = a_member(council), a_member(council), a_member()
    inside, guest = a_member(), a_guest(WorkingGroupFactory())
    GroupMembershipFactory(group=private, user=inside)
    facts = {"organisation": council, "start": at(2031, 4, 16)}
    an_event(author, title="De la xarxa", **facts)
    an_event(author, title="Obert", visibility=EventVisibility.PUBLIC, **facts)
    an_event(author, title="Per revisar", review=Review.WAITING, **facts)
    a_group_event(private, a_member(), title="Del grup privat", start=at(2031, 4, 16))
    an_event(author, title="D’uns quants dies", hours=60, review=Review.WAITING, **facts)
    expected = {
        author: ["D’uns quants dies", "De la xarxa", "Obert", "Per revisar"],
        colleague: ["D’uns quants dies", "De la xarxa", "Obert", "Per revisar"],
        stranger: ["De la xarxa", "Obert"],
        inside: ["De la xarxa", "Del grup privat", "Obert"],
        guest: ["Obert"],
    }
    for person, titles in expected.items():
        reader = User.objects.with_standing().get(pk=person.pk)
        found = {line.title for cell in month_of(reader, APRIL, date(2031, 4, 30)).values() for line in cell.lines}
        total = month_of(reader, APRIL, date(2031, 4, 30))[date(2031, 4, 16)].total
        visible = {event.title for event in Event.objects.visible_to(reader)}
        assert (visible, total) == (set(titles), len(titles))
        assert (found <= visible, {event.title for event in seen_by(reader)}) == (True, visible)
    page = client_of(stranger).get("/agenda/dia/2031-04-16/").content.decode()
    assert [title for title in ("Per revisar", "Del grup privat", "D’uns quants dies") if title in page] == []


# --- The table ---


def test_today_holidays_and_other_days(member, client_of, settings):
    settings.LOCAL_HOLIDAYS = ["2031-04-23 Sant Jordi"]
    from agenda.domain.holidays import holidays_of  # noqa: PLC0415 - emptied here alone
    from agenda.views.grid import day_head  # noqa: PLC0415

    holidays_of.cache_clear()
    day_head.cache_clear()
    page = client_of(member).get(URL).content.decode()
    holidays_of.cache_clear()
    day_head.cache_clear()
    assert re.findall(r'day__holiday">([^<]+)<', page) == ["Divendres Sant", "Dilluns de Pasqua", "Sant Jordi"]
    assert ('aria-current="date"' in page, page.count("data-away"), page.count("<tr>")) == (False, 5, 6)
    assert client_of(member).get("/agenda/").content.decode().count('aria-current="date"') == 1


def test_any_month_has_an_address_and_leads_on(member, client_of):
    client = client_of(member)
    page = client.get(URL + "?kind=formacio&mode=bobada").content.decode()
    assert re.findall(r'<a rel="(?:prev|next)" href="([^"]+)"', page) == [
        "/agenda/2031/03/?kind=formacio",
        "/agenda/2031/05/?kind=formacio",
    ]
    moved = client.get("/agenda/?data=2032-02-29&kind=formacio")
    assert (moved.status_code, moved.url) == (302, "/agenda/dia/2032-02-29/?kind=formacio")
    first, last = client.get("/agenda/1970/01/").content.decode(), client.get("/agenda/2199/12/").content.decode()
    assert ('rel="prev"' in first, 'rel="next"' in first, 'rel="prev"' in last, 'rel="next"' in last) == (
        False,
        True,
        True,
        False,
    )
    for wrong in ("/agenda/2031/13/", "/agenda/dia/2031-02-30/", "/agenda/dia/0001-01-02/", "/agenda/1800/01/"):
        assert client.get(wrong).status_code == 404, wrong
    assert client.get("/agenda/?data=ahir").context["month_name"] == client.get("/agenda/").context["month_name"]


def test_the_day_shows_all_of_it(member, client_of):
    for turn in range(5):
        an_event(member, start=at(2031, 4, 16, 9 + turn), title=f"Acte {turn}")
    an_event(member, start=at(2031, 4, 15, 12), hours=48, title="Fira")
    page = client_of(member).get(reverse("agenda_day", args=["2031-04-16"]))
    assert [row.title for row in page.context["rows"]] == ["Fira", *(f"Acte {turn}" for turn in range(5))]


# --- On a phone ---


PHONE = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36"


def views_of(page):
    return {template.name for template in page.templates} & {"agenda/list.html", "agenda/month.html"}


@pytest.mark.parametrize(
    ("headers", "template"),
    [
        ({"sec-ch-ua-mobile": "?1"}, "agenda/list.html"),
        ({"user-agent": PHONE}, "agenda/list.html"),
        ({"sec-ch-ua-mobile": "?0", "user-agent": PHONE}, "agenda/month.html"),
        ({"user-agent": PHONE.replace(" Mobile", "")}, "agenda/month.html"),
        ({}, "agenda/month.html"),
    ],
)
def test_a_phone_gets_the_list_unless_a_month_is_asked_for(headers, template, member, client_of):
    client, month = client_of(member), f"/agenda/{timezone.localdate():%Y/%m}/"
    page = client.get("/agenda/", headers=headers)
    assert (page.status_code, views_of(page)) == (200, {template})
    assert {"Sec-CH-UA-Mobile", "User-Agent"} <= {name.strip() for name in page["Vary"].split(",")}
    assert views_of(client.get(month, headers=headers)) == {"agenda/month.html"}
    assert f'<a href="{month}"' in page.content.decode()


def test_the_list_that_a_phone_gets_goes_on_in_the_list(member, client_of):
    a_series(member, start=in_days(1), frequency="DAILY", times=PER_PAGE + 1, title="Sessió")
    page = client_of(member).get("/agenda/?kind=municipi", headers={"sec-ch-ua-mobile": "?1"})
    assert page.context["pages"].after == "/agenda/llista/?kind=municipi&pagina=2"


# --- What it costs ---


@pytest.mark.parametrize("number", [1, 3, 30])
def test_the_month_costs_the_same_for_any_number(number, member, client_of, django_assert_num_queries):
    for turn in range(number):
        an_event(member, start=at(2031, 4, 1 + turn % 28))
        an_event(member, start=at(2031, 4, 1 + turn % 28), hours=30)
    client = client_of(member)
    for query in ("", "?kind=municipi", "?kind=municipi&q=jornada"):
        client.get(URL + query)
        with django_assert_num_queries(9):
            client.get(URL + query)


def test_blanks_are_filled_in_for_both_ways_of_saying_a_day(member):
    blanks = blanks_for(member, APRIL, APRIL + timedelta(days=29))
    assert {str(value) for value in blanks.values()} == {str(member.pk), "2031-04-01", "2031-04-30", "2031-03-01"}


def test_what_lasts_several_days_is_found_without_reading_any_event(member):
    """With the rule in the same statement PostgreSQL reads all events there are."""
    statement = lasting()
    assert "agenda_event" not in statement.sql.replace("agenda_event_", "")
    if connection.vendor == "sqlite":
        blanks = blanks_for(member, APRIL, APRIL + timedelta(days=29))
        with connection.cursor() as cursor:
            filled = [blanks.get(value, value) for value in statement.parameters]
            cursor.execute(f"EXPLAIN QUERY PLAN {statement.sql}", filled)
            (plan,) = [row[3] for row in cursor.fetchall()]
        assert plan.partition("INDEX ")[2].startswith("occurrence_of_days (first_day>? AND first_day<?)")
