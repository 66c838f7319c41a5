"""The card of registration on the page of an event."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from agenda.domain.states import cancel_event
from agenda.enums import EventVisibility, Mode
from agenda.registration.domain.changing import cancel
from agenda.registration.domain.desks import times_of
from agenda.registration.models import Registration
from agenda.registration.sentences import desk_words, moment_words
from tests.factories.agenda import a_series, an_event, in_days
from tests.factories.members import OrganisationFactory, a_member
from tests.factories.registration import a_desk, a_question, a_registration, an_added

pytestmark = pytest.mark.django_db
TITLE = pgettext("for an activity", "Registration")


@pytest.fixture
def berta():
    return a_member(given_name="Berta", family_name="Puig")


def html_of(client, event) -> str:
    page = client.get(event.get_absolute_url()).content.decode()
    found = re.search(r'<section class="desk-card".*?</section>', page, re.DOTALL)
    return found.group() if found else ""


def lines(client, event) -> list[str]:
    """What stands in the card, line by line."""
    words = re.sub(r"<(?:/?(?:p|li|h2|a|button|summary|strong|span|div)\b)[^>]*>", "\n", html_of(client, event))
    found = (" ".join(strip_tags(line).split()) for line in words.splitlines())
    return [line.replace("&#x27;", "’") for line in found if line]


def left(number):
    return ngettext("%(number)d seat left in person", "%(number)d seats left in person", number) % {"number": number}


def taken(number, of):
    return _("%(taken)d of %(number)d") % {"taken": number, "number": of}


def test_there_is_none_where_one_does_not_register(client_of, berta):
    assert html_of(client_of(berta), an_event()) == ""


def test_it_says_in_words_how_many_seats_there_are_and_until_when(client_of, berta):
    closes = in_days(5, 12)
    desk = a_desk(seats=3, closes_at=closes)
    a_registration(desk)
    council = Registration.objects.get().organisation.full_name
    assert lines(client_of(berta), desk.event) == [
        TITLE,
        left(2),
        taken(1, 3),
        _("seats are taken"),
        _("Registration until %(when)s.") % {"when": moment_words(closes)},
        _("Register me"),
        _("Register colleagues of my council"),
        ngettext("%(number)s council comes", "%(number)s councils come", 1) % {"number": 1},
        council,
    ]


@pytest.mark.parametrize(
    ("facts", "offers"),
    [
        ({"opens_at": timedelta(days=1)}, False),
        ({"closes_at": timedelta(days=-1), "opens_at": timedelta(days=-2)}, False),
        ({}, True),
    ],
)
def test_one_registers_while_it_is_open(facts, offers, client_of, berta):
    desk = a_desk(seats=1, **{name: timezone.now() + delta for name, delta in facts.items()})
    found = lines(client_of(berta), desk.event)
    assert desk_words(times_of(desk)) in found
    assert (_("Register me") in found) == offers


def test_full_it_offers_the_waiting_list_and_says_how_long_it_is(client_of, berta):
    desk = a_desk(seats=1)
    a_registration(desk)
    a_registration(desk)
    found = lines(client_of(berta), desk.event)
    waiting = "Full in person: %(number)d on the waiting list"
    assert found[1] == ngettext(waiting, waiting, 1) % {"number": 1}
    assert (_("Put me on the waiting list") in found, _("Register me") in found) == (True, False)


def test_full_without_a_list_it_offers_nothing(client_of, berta):
    desk = a_desk(seats=1, has_waiting_list=False)
    a_registration(desk)
    html = html_of(client_of(berta), desk.event)
    assert f'href="/agenda/{desk.event_id}/inscripcio/"' not in html
    assert f'action="/agenda/{desk.event_id}/inscripcio/"' not in html


def test_one_click_registers_where_there_is_nothing_to_say(client_of, berta):
    desk, client = a_desk(seats=1), client_of(berta)
    assert f'<form method="post" action="/agenda/{desk.event_id}/inscripcio/">' in html_of(client, desk.event)
    assert client.post(f"/agenda/{desk.event_id}/inscripcio/")["Location"] == f"/agenda/{desk.event_id}/inscripcio/"
    assert _("You have a seat in person.") in lines(client, desk.event)


def test_with_something_to_choose_it_leads_to_the_page(client_of, berta):
    hybrid, asking, diet = a_desk(seats=1, online=1), a_desk(seats=1), a_desk(seats=1, asks_diet=True)
    a_question(asking)
    client = client_of(berta)
    forms = ['<form method="post"' in html_of(client, desk.event) for desk in (hybrid, asking, diet)]
    assert forms == [False, False, False]


def test_it_says_where_in_the_line_one_is(client_of, berta):
    desk = a_desk(seats=1)
    for _time in range(3):
        a_registration(desk)
    a_registration(desk, berta)
    said = _("You are number %(position)d on the waiting list for a seat in person.") % {"position": 3}
    assert lines(client_of(berta), desk.event)[1] == said


def test_an_offer_is_answered_on_the_card(client_of, berta):
    desk = a_desk(seats=1)
    first = a_registration(desk)
    a_registration(desk, berta)
    cancel(first, by=first.person)
    html = html_of(client_of(berta), desk.event)
    assert re.findall(r'name="do" value="(\w+)"', html) == ["accept"]
    assert f'href="/agenda/{desk.event_id}/inscripcio/canvia/?do=stop"' in html


def test_who_comes_is_for_the_network_and_never_by_their_own_names(client_of, berta):
    event = an_event(visibility=EventVisibility.PUBLIC)
    desk = a_desk(event, seats=9)
    council = OrganisationFactory(name="Santa Coloma de Queralt")
    a_registration(desk, a_member(council, given_name="Remei", family_name="Secretíssima"))
    an_added(desk, event.author, name="Rosa Amagada")
    inside, outside = (client.get(event.get_absolute_url()).content.decode() for client in (client_of(berta), Client()))
    assert (council.full_name in inside, council.full_name in outside) == (True, False)
    assert [name for name in ("Secretíssima", "Amagada", "Consell Comarcal") if name in inside + outside] == []


def test_outside_it_leads_to_the_sign_in_unless_it_takes_guests():
    closed, open_to_all = a_desk(an_event(visibility=EventVisibility.PUBLIC), seats=1), a_desk(takes_guests=True)
    page = f"/agenda/{closed.event_id}/inscripcio/"
    assert f'href="/compte/login/?next={page.replace("/", "%2F")}"' in html_of(Client(), closed.event)
    assert f'href="/agenda/{open_to_all.event_id}/inscripcio/"' in html_of(Client(), open_to_all.event)


def test_of_a_series_it_is_that_of_the_date_and_names_the_others(client_of, berta):
    event = a_series(times=3)
    rows = list(event.occurrences.in_order())
    desks = [a_desk(event, occurrence=row, seats=2) for row in rows]
    a_registration(desks[2], berta)
    html = html_of(client_of(berta), event)
    assert re.findall(r'href="(/agenda/[^"]+#inscripcio)"', html) == [
        f"{row.get_absolute_url()}#inscripcio" for row in rows[1:]
    ]
    assert re.findall(r'action="([^"]+)"', html) == [f"{rows[0].get_absolute_url()}inscripcio/"]
    found = lines(client_of(berta), event)
    assert (found.count(left(2)), found.count(pgettext("yourself", "Registered"))) == (2, 1)


def test_called_off_it_offers_nothing(client_of, berta):
    desk = a_desk(seats=4)
    cancel_event(desk.event, by=desk.event.author, reason="Pluja")
    desk.event.refresh_from_db()
    found = lines(client_of(berta), desk.event)
    assert (left(4) in found, _("Register me") in found) == (False, False)


@pytest.mark.parametrize("number", [1, 3, 30])
def test_the_page_costs_the_same_for_any_number(number, client_of, berta, django_assert_num_queries):
    event = a_series(times=max(2, number), mode=Mode.HYBRID)
    desks = [a_desk(event, occurrence=row, seats=2, online=5) for row in event.occurrences.in_order()[:number]]
    for _time in range(number):
        a_registration(desks[0])
    a_registration(desks[0], berta)
    client = client_of(berta)
    client.get(event.get_absolute_url())
    with django_assert_num_queries(20):
        client.get(event.get_absolute_url())
