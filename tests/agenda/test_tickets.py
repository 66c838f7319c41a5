"""`/inscripcio/<ticket>/`: by the signed address, without signing in."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _
from icalendar import Calendar

from agenda.enums import Mode
from agenda.registration.domain.changing import cancel
from agenda.registration.models import Registration
from agenda.registration.models.registrations import new_nonce
from agenda.registration.tickets import ticket_of
from tests.factories.registration import a_desk, a_guest, a_question, a_registration

pytestmark = pytest.mark.django_db
UNKNOWN = "We do not know this registration"


def page_of(row) -> str:
    return f"/inscripcio/{ticket_of(row)}/"


def do(row, step, client=None, **more):
    return (client or Client(enforce_csrf_checks=True)).post(f"{page_of(row)}canvia/", {"do": step, **more})


def state_of(row):
    return Registration.objects.values_list("state", "mode").get(pk=row.pk)


def test_a_guest_confirms_with_one_button_and_a_scanner_does_not():
    row = a_guest(a_desk(seats=1, takes_guests=True))
    for address in ("", "canvia/?do=confirm", "edita/"):
        assert Client().get(page_of(row) + address).status_code in {200, 302}
    assert state_of(row) == ("unconfirmed", "presencial")
    html = Client().get(page_of(row)).content.decode()
    assert re.findall(r'name="do" value="([\w-]+)"', html) == ["confirm"]
    assert do(row, "confirm")["Location"] == page_of(row)
    assert state_of(row) == ("confirmed", "presencial")


def test_confirmed_too_late_they_are_told_and_have_no_seat():
    desk = a_desk(seats=1, takes_guests=True)
    row = a_guest(desk)
    desk.closes_at = timezone.now()
    desk.save()
    do(row, "confirm")
    assert state_of(row) == ("unconfirmed", "presencial")


def test_whoever_holds_it_swaps_edits_and_cancels():
    desk = a_desk(seats=1, online=1)
    question = a_question(desk)
    row = a_registration(desk)
    do(row, "swap", mode=Mode.ONLINE)
    assert state_of(row) == ("confirmed", "en-linia")
    answer = Client().post(f"{page_of(row)}edita/", {f"answer-{question.pk}": "Molt", "access_needs": "Intèrpret"})
    row.refresh_from_db()
    assert (answer["Location"], row.answers, row.access_needs) == (page_of(row), {question.key: "Molt"}, "Intèrpret")
    Client().post(f"{page_of(row)}canvia/?do=cancel")
    assert state_of(row) == ("cancelled", "en-linia")


def test_an_offer_is_accepted_and_declined():
    desk = a_desk(seats=1)
    first, second, third = (a_registration(desk) for _time in range(3))
    cancel(first, by=first.person)
    assert escape(_("There is a seat in person for you.")) in Client().get(page_of(second)).content.decode()
    do(second, "stop")
    do(third, "accept")
    assert [state_of(row)[0] for row in (first, second, third)] == ["cancelled", "cancelled", "confirmed"]


def test_the_page_keeps_its_address_to_itself():
    row = a_registration(a_desk(seats=1))
    response = Client().get(page_of(row))
    kept = {name: response[name] for name in ("X-Robots-Tag", "Referrer-Policy")}
    assert kept == {"X-Robots-Tag": "noindex, nofollow", "Referrer-Policy": "strict-origin"}
    assert "no-store" in response["Cache-Control"]
    html = response.content.decode()
    assert ('id="section-bar"' in html, "/compte/perfil/" in html, html.count("<h1")) == (False, False, 1)


@pytest.mark.parametrize("what", ["", "edita/", "canvia/", "qr.svg", "cita.ics"])
def test_what_is_not_a_ticket_is_answered_with_what_to_do(what):
    desk = a_desk(seats=1)
    row, other = a_registration(desk), a_registration(a_desk(seats=1))
    good, foreign = ticket_of(row), ticket_of(other)
    broken = [good[:-3], good.partition(".")[0] + "." + foreign.partition(".")[2], "x"]
    row.nonce = new_nonce()
    row.save()
    for ticket in (*broken, good):
        response = Client().get(f"/inscripcio/{ticket}/{what}")
        assert (response.status_code, escape(_(UNKNOWN)) in response.content.decode()) == (404, True)
    late = a_registration(a_desk(seats=1))
    late.desk.event.occurrences.update(
        start=timezone.now() - timedelta(days=62), end=timezone.now() - timedelta(days=61)
    )
    assert Client().get(page_of(late)).status_code == 404


def test_the_code_for_the_entrance_is_of_those_who_come_in_person():
    desk = a_desk(seats=1, online=1)
    here, there = a_registration(desk), a_registration(desk, mode=Mode.ONLINE)
    drawn = Client().get(f"{page_of(here)}qr.svg")
    assert (drawn["Content-Type"], drawn.content.count(b"<svg"), b"style=" in drawn.content) == (
        "image/svg+xml",
        1,
        False,
    )
    assert Client().get(f"{page_of(there)}qr.svg").status_code == 404
    pages = [Client().get(page_of(row)).content.decode() for row in (here, there)]
    assert [f"{page_of(row)}qr.svg" in page for row, page in zip((here, there), pages, strict=True)] == [True, False]


def test_the_appointment_is_of_those_who_have_a_seat():
    desk = a_desk(seats=1)
    row, waiting = a_registration(desk), a_registration(desk)
    response = Client().get(f"{page_of(row)}cita.ics")
    (component,) = Calendar.from_ical(response.content).walk("VEVENT")
    assert (str(component["SUMMARY"]), component.start) == (desk.event.title, desk.event.start)
    assert Client().get(f"{page_of(waiting)}cita.ics").status_code == 404


def test_the_link_to_join_is_shown_to_those_online_alone():
    desk = a_desk(seats=1, online=1)
    desk.event.join_url = "https://sala.example/secreta"
    desk.event.save()
    rows = [a_registration(desk), a_registration(desk, mode=Mode.ONLINE), a_registration(desk, mode=Mode.ONLINE)]
    shown = ["sala.example" in Client().get(page_of(row)).content.decode() for row in rows]
    assert shown == [False, True, False]
