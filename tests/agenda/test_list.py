"""The list by day: from a day on and backwards, and what goes on."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from agenda.domain.listing import PER_PAGE, dates_between, dates_on
from agenda.enums import EventState, Mode
from intranet.members.enums import GroupAccess, OrganisationKind
from intranet.members.models import User
from tests.factories.agenda import a_group_event, a_series, an_event, at, in_days
from tests.factories.members import GroupMembershipFactory, OrganisationFactory, WorkingGroupFactory, a_guest, a_member

pytestmark = pytest.mark.django_db

URL = "/agenda/llista/"


@pytest.fixture
def member():
    return a_member()


def listed(response):
    return {str(day.day): [row.title for row in day.rows] for day in response.context["days"]}


def test_days_follow_one_another_from_today_on(member, client_of):
    for days, hour, title in [(3, 18, "Tard"), (3, 9, "D’hora"), (0, 0, "Avui"), (-1, 10, "Ahir")]:
        an_event(member, start=in_days(days, hour), title=title)
    an_event(member, start=in_days(-2), hours=24 * 3, title="Fira")
    response = client_of(member).get(URL)
    today = timezone.localdate()
    assert listed(response) == {str(today): ["Avui"], str(today + timedelta(days=3)): ["D’hora", "Tard"]}
    assert [row.title for row in response.context["going_on"]] == ["Fira"]


def test_backwards_the_latest_comes_first(member, client_of):
    for days in (1, 5, 3, -1):
        an_event(member, start=in_days(-days), title=f"Fa {days}")
    response = client_of(member).get(f"{URL}?sentit=passats")
    assert [title for titles in listed(response).values() for title in titles] == ["Fa 1", "Fa 3", "Fa 5"]
    assert response.context["going_on"] == []


def test_a_day_is_found_behind_much_that_is_not_seen(member):
    """What is not seen stands before it, more than is tried at once."""
    private = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    for turn in range(5):
        a_group_event(private, start=at(2031, 4, 16, 8), title=f"Amagada {turn}")
        an_event(member, start=at(2031, 4, 16, 10 + turn), title=f"Acte {turn}")
    reader, day = User.objects.with_standing().get(pk=member.pk), date(2031, 4, 16)
    found = dates_between(reader, day, day, most=1)
    assert ([one.title for one in found.dates], found.has_more) == (["Acte 0"], True)
    assert [one.title for one in dates_on(reader, day).dates] == [f"Acte {turn}" for turn in range(5)]


def test_any_day_can_be_asked_for(member, client_of):
    an_event(member, start=at(2031, 4, 16), title="Abril")
    an_event(member, start=at(2031, 5, 16), title="Maig")
    response = client_of(member).get(f"{URL}?des-de=2031-05-01&kind=municipi")
    assert listed(response) == {"2031-05-16": ["Maig"]}
    assert response.context["past_url"] == f"{URL}?kind=municipi&des-de=2031-05-01&sentit=passats"
    for nonsense in ("demà", "0001-01-01", "2031-02-30"):
        assert listed(client_of(member).get(f"{URL}?des-de={nonsense}")) == {
            "2031-04-16": ["Abril"],
            "2031-05-16": ["Maig"],
        }


def test_thirty_stand_on_a_page(member, client_of):
    a_series(member, start=at(2031, 4, 1), frequency="DAILY", times=PER_PAGE + 2, title="Sessió")
    first, second = (client_of(member).get(f"{URL}?des-de=2031-04-01&pagina={page}") for page in (1, 2))
    assert (len(listed(first)), first.context["pages"].after) == (30, f"{URL}?des-de=2031-04-01&pagina=2")
    assert (list(listed(second)), second.context["pages"].after) == (["2031-05-01", "2031-05-02"], "")
    assert client_of(member).get(f"{URL}?pagina=999999999").context["days"] == []


def test_a_group_has_its_own_for_those_who_read_it(client_of):
    private = WorkingGroupFactory(slug="comissio", access=GroupAccess.PRIVATE)
    inside = a_member()
    GroupMembershipFactory(group=private, user=inside)
    a_group_event(private, title="Reunió secreta")
    an_event(title="De la xarxa")
    url = "/grups/comissio/agenda/"
    assert [title for titles in listed(client_of(inside).get(url)).values() for title in titles] == ["Reunió secreta"]
    assert client_of(a_member()).get(url).status_code == 404
    guest = a_guest(WorkingGroupFactory(slug="obert"))
    shown = client_of(guest).get("/grups/obert/agenda/")
    assert (listed(shown), client_of(guest).get(url).status_code) == ({}, 404)


def test_a_row_says_what_is_to_be_known_of_a_date(member, client_of):
    place = {"venue": "Sala <b>", "address": "Carrer Major, 1", "mode": Mode.HYBRID}
    council = OrganisationFactory(kind=OrganisationKind.TOWN_COUNCIL, name="Olot")
    an_event(member, start=at(2031, 4, 16, 9), title="Curs & taller", organisation=council, **place)
    an_event(member, start=at(2031, 4, 17, 9), hours=30, title="Fira", mode=Mode.ONLINE, state=EventState.POSTPONED)
    page = client_of(member).get(f"{URL}?des-de=2031-04-16").content.decode()
    rows = re.findall(r'<article class="date-row".*?</article>', page, re.DOTALL)
    assert [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows] == [
        "09.00–11.00 Curs &amp; taller Activitat d’un municipi Híbrid: Sala &lt;b&gt;, Carrer Major, 1 Ajuntament d&#x27;Olot",
        "09.00 Fira Ajornat Activitat d’un municipi fins al divendres 18 d’abril de 2031, 15.00 En línia",
    ]
    assert re.findall(r'<time datetime="(2031[^"]+T[^"]+)"', page) == [
        "2031-04-16T09:00:00+02:00",
        "2031-04-17T09:00:00+02:00",
    ]


@pytest.mark.parametrize("number", [1, 3, 30])
def test_the_list_costs_the_same_for_any_number(number, member, client_of, django_assert_num_queries):
    for turn in range(number):
        an_event(member, start=in_days(turn))
        an_event(member, start=in_days(-2), hours=24 * 5)
    client = client_of(member)
    client.get(URL)
    with django_assert_num_queries(9):
        client.get(URL)
