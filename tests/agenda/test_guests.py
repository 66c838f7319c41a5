"""People without an account register by the public page."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _

from agenda.enums import EventVisibility, Mode
from agenda.registration.domain import pace
from agenda.registration.domain.registering import confirm_address
from agenda.registration.enums import News
from agenda.registration.forms import guests
from agenda.registration.forms.attendees import AddForm
from agenda.registration.forms.walk_in import WalkInForm
from agenda.registration.models import Registration
from agenda.registration.tickets import ticket_of
from intranet.outbox.models import Message
from tests.factories.agenda import an_event
from tests.factories.members import a_member
from tests.factories.registration import a_desk, a_question, a_registration

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(monkeypatch) -> list[tuple[str, str]]:
    """Who was written to, and what."""
    found = []
    for told in ("seats.tell", "guests.tell_once_more"):
        monkeypatch.setattr(
            f"agenda.registration.domain.{told}", lambda row, news: found.append((row.email, News(news)))
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


def test_whoever_has_many_addresses_is_one_computer():
    asked = ["2001:db8::1", "2001:db8::2:1", "2001:db8:0:1::1", "::ffff:192.0.2.1", "192.0.2.1", "192.0.2.2", ""]
    found = [pace.network_of(each) for each in asked]
    assert found == ["2001:db8::/64", "2001:db8::/64", "2001:db8:0:1::/64", *["192.0.2.1"] * 2, "192.0.2.2", ""]


def test_one_mailbox_takes_neither_everything_nor_all_seats_and_is_not_told(monkeypatch):
    monkeypatch.setattr(pace, "MOST_TO_AN_ADDRESS", 4)
    desk = a_desk(seats=15, takes_guests=True)
    answers = [fill_in(desk, email=f"jo+{turn}@example.org").status_code for turn in range(4)]
    answers += [fill_in(a_desk(seats=5, takes_guests=True), email="jo@example.org").status_code for _turn in range(2)]
    assert (answers, len(stored()), desk.registrations.count()) == ([302] * 6, 3, 3)


def test_while_one_cannot_register_nothing_is_said_or_sent(told):
    """Whether somebody is registered already, least of all."""
    desk = a_desk(seats=5, takes_guests=True)
    member = a_registration(desk)
    del told[:]
    desk.closes_at = timezone.now() - timedelta(hours=1)
    desk.save()
    answers = [fill_in(desk, email=email) for email in (member.email, "nova@example.org")]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert (told, [row[0] for row in stored()]) == ([], [member.email])


def test_whoever_is_registered_is_written_to_once_a_day_and_nothing_moves():
    desk = a_desk(seats=5, takes_guests=True)
    row = a_registration(desk)
    for _time in range(7):
        assert fill_in(desk, email=row.email, diet="mal").status_code == 302
    after = Registration.objects.get()
    assert (after.sequence, after.changed_at, after.diet) == (1, row.changed_at, "")
    told = Message.objects.filter(about=f"registration:{row.pk}").order_by("pk")
    assert [b"text/calendar" in bytes(mail.raw) for mail in told] == [True, False]


def test_the_last_form_is_what_one_confirms(told):
    """Whoever typed the address first may have been anybody, and consented to anything."""
    desk = a_desk(seats=5, takes_guests=True, asks_photo_consent=True, asks_diet=True)
    fill_in(desk, name="Fals Nom", entity="Cap", photo_consent="on", diet="De tot")
    first = Registration.objects.get()
    fill_in(desk, diet="Celíaca")
    row = Registration.objects.get()
    assert (row.name, row.entity, row.diet, row.photo_consent) == ("Rosa Pla", "Diputació", "Celíaca", False)
    assert told == [("rosa@example.org", News.CONFIRM_ADDRESS)] * 2
    assert Client().get(f"/inscripcio/{ticket_of(first)}/").status_code == 404
    with pytest.raises(ValidationError):
        confirm_address(first)
    html = Client().get(f"/inscripcio/{ticket_of(row)}/").content.decode()
    assert [word for word in ("Rosa Pla", "Diputació", "Celíaca") if word not in html] == []
    fill_in(desk, diet="Celíaca")
    confirmed = confirm_address(row)
    fill_in(desk, diet="De tot")
    assert (confirmed.diet, Registration.objects.get().diet) == ("Celíaca", "Celíaca")


@pytest.mark.parametrize("email", ['"a\x0bBcc:x@y"@example.org', '"a\x01b"@example.org'])
def test_an_address_that_no_mail_can_carry_is_refused(email):
    desk = a_desk(seats=5, takes_guests=True)
    assert (fill_in(desk, email=email).status_code, stored()) == (422, [])
    walk_in = WalkInForm({"name": "Rosa", "email": email}, desk=desk)
    added = AddForm({"name": "Rosa", "email": email}, desk=desk, found=[], seats={})
    assert [list(form.errors) for form in (walk_in, added)] == [["email"], ["email"]]


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
