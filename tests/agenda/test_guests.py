"""People without an account register by the public page."""

import re

import pytest
from django.test import Client
from django.utils.html import escape
from django.utils.translation import gettext as _

from agenda.enums import EventVisibility, Mode
from agenda.registration.domain import pace
from agenda.registration.enums import News
from agenda.registration.forms import guests
from agenda.registration.models import Registration
from tests.factories.agenda import an_event
from tests.factories.members import a_member
from tests.factories.registration import a_desk, a_question, a_registration

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(monkeypatch) -> list[tuple[str, str]]:
    """Who was written to, and what."""
    found = []
    monkeypatch.setattr(
        "agenda.registration.domain.seats.tell", lambda row, news: found.append((row.email, News(news)))
    )
    return found


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(guests, "QUICKEST", -1)


def page_of(desk) -> str:
    return f"/agenda/{desk.event_id}/inscripcio/"


def fill_in(desk, client=None, **typed):
    facts = {"name": "Rosa Pla", "email": "Rosa@example.org", "entity": "Diputació", "drawn": guests.stamp()}
    return (client or Client()).post(page_of(desk), {**facts, **typed})


def stored():
    return list(Registration.objects.order_by("pk").values_list("email", "state", "person"))


def test_they_say_who_they_are_and_have_to_confirm(told):
    desk = a_desk(seats=1, takes_guests=True)
    html = Client().get(page_of(desk)).content.decode()
    names = re.findall(r'<(?:input|textarea)[^>]* name="([a-z_]+)"', html)
    assert [name for name in names if name not in {"csrfmiddlewaretoken", "q", "theme", "next"}] == [
        *("name", "email", "entity", "job_title", "website", "access_needs", "drawn"),
    ]
    assert 'href="/privacitat/"' in html
    response = fill_in(desk)
    assert (response.status_code, response["Location"]) == (302, f"{page_of(desk)}?enviat=1")
    assert (stored(), told) == (
        [("rosa@example.org", "unconfirmed", None)],
        [("rosa@example.org", News.CONFIRM_ADDRESS)],
    )
    assert desk.registrations.taken() == {Mode.IN_PERSON: 0, Mode.ONLINE: 0}
    assert escape(_("We have sent you an e-mail")) in Client().get(response["Location"]).content.decode()


def test_the_answer_does_not_say_who_is_registered_already(told):
    desk = a_desk(seats=5, takes_guests=True)
    member = a_registration(desk)
    answers = [fill_in(desk, email=email) for email in (member.email, "nova@example.org")]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, f"{page_of(desk)}?enviat=1")] * 2
    assert told[1:] == [(member.email, News.CONFIRMED), ("nova@example.org", News.CONFIRM_ADDRESS)]
    assert [row[0] for row in stored()] == [member.email, "nova@example.org"]


def test_nobody_is_written_to_twice_in_a_row(told):
    desk = a_desk(seats=5, takes_guests=True)
    for _time in range(3):
        fill_in(desk)
    assert told == [("rosa@example.org", News.CONFIRM_ADDRESS)]


def test_programs_get_the_same_answer_and_nothing_else(told):
    desk = a_desk(seats=5, takes_guests=True)
    assert fill_in(desk, website="https://spam.example/")["Location"] == f"{page_of(desk)}?enviat=1"
    assert (stored(), told) == ([], [])


def test_what_is_sent_too_quickly_or_too_late_is_sent_once_more(monkeypatch):
    desk = a_desk(seats=5, takes_guests=True)
    monkeypatch.setattr(guests, "QUICKEST", 3)
    quick = fill_in(desk)
    assert (quick.status_code, "Rosa@example.org" in quick.content.decode()) == (422, True)
    old = fill_in(desk, drawn="not-ours")
    drawn = re.search(r'name="drawn" value="([^"]+)"', old.content.decode())
    assert (old.status_code, stored()) == (422, [])
    monkeypatch.setattr(guests, "QUICKEST", -1)
    assert fill_in(desk, drawn=drawn.group(1) if drawn else "").status_code == 302


def test_refused_it_loses_nothing():
    desk = a_desk(seats=5, takes_guests=True)
    question = a_question(desk, required=True)
    response = fill_in(desk, email="no és cap adreça", entity="Diputació de Girona")
    html = response.content.decode()
    assert (response.status_code, stored()) == (422, [])
    assert [word for word in ("no és cap adreça", "Diputació de Girona") if word not in html] == []
    assert re.findall(r'<li><a href="#(\w[\w-]*)"', html) == ["id_email", f"id_answer-{question.pk}"]


def test_too_many_from_one_computer_wait(monkeypatch):
    desk = a_desk(seats=5, takes_guests=True)
    monkeypatch.setattr(pace, "MOST_OF_A_COMPUTER", ((2, 600),))
    answers = [fill_in(desk, email=f"rosa{turn}@example.org").status_code for turn in range(3)]
    assert (answers, len(stored())) == ([302, 302, 422], 2)


def test_one_address_is_not_registered_for_everything(monkeypatch):
    monkeypatch.setattr(pace, "MOST_TO_AN_ADDRESS", ((2, 600),))
    answers = [fill_in(a_desk(seats=5, takes_guests=True)).status_code for _turn in range(3)]
    assert (answers, len(stored())) == ([302, 302, 422], 2)


def test_what_takes_no_guests_is_behind_the_sign_in():
    shut = [a_desk(an_event(visibility=EventVisibility.PUBLIC), seats=1), a_desk(seats=1)]
    withdrawn = a_desk(seats=1, takes_guests=True)
    withdrawn.event.visibility = EventVisibility.NETWORK
    withdrawn.event.save()
    for desk in (*shut, withdrawn):
        answers = [Client().get(page_of(desk)), fill_in(desk)]
        assert [answer["Location"].split("?")[0] for answer in answers] == ["/compte/login/"] * 2
    assert stored() == []


def test_who_is_signed_in_never_sees_the_form(client_of):
    desk = a_desk(seats=1, takes_guests=True)
    client = client_of(a_member())
    assert 'name="entity"' not in client.get(page_of(desk)).content.decode()
    fill_in(desk, client)
    assert stored() != [("rosa@example.org", "unconfirmed", None)]
