"""`/inscripcio/<ticket>/`: by the signed address, without signing in."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _
from icalendar import Calendar

from agenda.enums import EventVisibility, Mode
from agenda.registration.domain.changing import accept_offer, cancel
from agenda.registration.domain.reaching import is_reached
from agenda.registration.domain.registering import confirm_address
from agenda.registration.models import Registration
from agenda.registration.models.registrations import new_nonce
from agenda.registration.tickets import ticket_of
from intranet.members.domain.people import change_email
from intranet.members.enums import GroupAccess
from intranet.members.models import GroupMembership
from tests.factories.agenda import a_group_event
from tests.factories.members import WorkingGroupFactory, a_member, an_administrator
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
        start=timezone.now() - timedelta(days=367), end=timezone.now() - timedelta(days=366)
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


def shown_at(row, *addresses):
    answers = [Client().get(page_of(row) + address) for address in addresses]
    return [(answer.status_code, b"secreta" in answer.content) for answer in answers]


def test_who_is_out_of_the_group_has_nothing_of_it_and_can_only_cancel():
    group = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    event = a_group_event(group, mode=Mode.ONLINE, join_url="https://sala.example/secreta", title="Jornada secreta")
    desk = a_desk(event, online=1, asks_photo_consent=True)
    first, row = (a_registration(desk, person, photo_consent=True) for person in (insider(group), insider(group)))
    cancel(first, by=first.person)
    GroupMembership.objects.filter(user=row.person).delete()
    for step in ("accept", "swap", "confirm"):
        assert do(row, step).status_code == 404
    assert state_of(row) == ("waiting", "en-linia")
    assert shown_at(row, "", "edita/", "canvia/?do=cancel", "cita.ics") == [(200, False), *[(404, False)] * 3]
    html = Client().get(page_of(row)).content.decode()
    assert re.findall(r'name="do" value="([\w-]+)"', html) == ["photos-no", "cancel"]
    with pytest.raises(PermissionDenied):
        accept_offer(row, by=None)
    for step in ("photos-no", "cancel"):
        assert do(row, step)["Location"] == page_of(row)
    row.refresh_from_db()
    assert (row.state, row.photo_consent) == ("cancelled", False)


def insider(group):
    person = a_member()
    GroupMembership.objects.create(group=group, user=person)
    return person


def test_mails_of_an_address_that_was_left_open_nothing():
    row = a_registration(a_desk(seats=1))
    ticket = page_of(row)
    change_email(row.person, by=an_administrator(), email="nova@example.org")
    row = Registration.objects.get()
    assert [Client().get(page).status_code for page in (ticket, page_of(row))] == [404, 200]
    ticket = page_of(row)
    row.person.is_active = False
    row.person.save()
    assert Client().get(ticket).status_code == 404


@pytest.mark.parametrize(
    ("visibility", "takes_guests"), [(EventVisibility.NETWORK, True), (EventVisibility.PUBLIC, False)]
)
def test_guests_who_had_not_confirmed_are_out_when_none_are_taken_any_more(visibility, takes_guests):
    desk = a_desk(online=5, mode=Mode.ONLINE, takes_guests=True)
    desk.event.join_url = "https://sala.example/secreta"
    desk.event.save()
    row, known = a_guest(desk), confirm_address(a_guest(desk))
    type(desk.event).objects.filter(pk=desk.event_id).update(visibility=visibility)
    type(desk).objects.filter(pk=desk.pk).update(takes_guests=takes_guests)
    assert do(row, "confirm").status_code == 404
    with pytest.raises(ValidationError):
        confirm_address(row)
    assert (state_of(row), state_of(known)) == (("unconfirmed", "en-linia"), ("confirmed", "en-linia"))
    assert (shown_at(row, ""), shown_at(known, "")) == ([(200, False)], [(200, True)])
    assert is_reached(Registration.objects.get(pk=row.pk)) is False
