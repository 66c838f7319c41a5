"""At the door: who came is noted, once, and taken back."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from agenda.enums import Mode
from agenda.registration.certificates.attended import concerned, records_of
from agenda.registration.domain.attending import attend, attend_all, receive_walk_in, take_back
from agenda.registration.domain.changing import cancel
from agenda.registration.domain.registering import Applicant
from agenda.registration.enums import Channel
from agenda.registration.models import Attendance
from tests.factories.agenda import a_series, in_days
from tests.factories.members import a_member
from tests.factories.registration import a_desk, a_guest, a_registration, an_added, on_its_day

pytestmark = pytest.mark.django_db

HTMX = {"headers": {"HX-Request": "true"}}


def test_twice_is_once_and_it_is_taken_back():
    desk = on_its_day(a_desk(seats=5))
    row, day, by = a_registration(desk), desk.event.occurrences.get(), desk.event.author
    first = attend(row, day, by=by)
    assert (attend(row, day, by=by), Attendance.objects.count()) == (first, 1)
    assert (first.mode, first.by) == (Mode.IN_PERSON, by)
    take_back(row, day, by=by)
    take_back(row, day, by=by)
    assert Attendance.objects.count() == 0
    for verb in (attend, take_back):
        with pytest.raises(PermissionDenied):
            verb(row, day, by=row.person)
    with pytest.raises(ValidationError):
        attend(row, a_desk(seats=1).event.occurrences.get(), by=by)


def test_who_has_no_seat_is_let_in_once():
    desk = on_its_day(a_desk(seats=1))
    a_registration(desk)
    waits, day, by = a_registration(desk), desk.event.occurrences.get(), desk.event.author
    attend(waits, day, by=by)
    waits.refresh_from_db()
    assert (waits.is_confirmed, waits.waits_for, waits.turn) == (True, "", None)
    cancel(waits, by=by)
    again = a_registration(desk, waits.person)
    with pytest.raises(ValidationError):
        attend(waits, day, by=by)
    assert attend(again, day, by=by).registration == again


def test_several_at_once_are_those_who_are_registered():
    desk = on_its_day(a_desk(seats=2))
    rows, day = [a_registration(desk) for _turn in range(3)], desk.event.occurrences.get()
    attend(rows[0], day, by=desk.event.author)
    keys = [row.pk for row in rows]
    assert attend_all(desk, keys, day, by=desk.event.author) == 1
    assert sorted(Attendance.objects.values_list("registration", flat=True)) == sorted(keys[:2])


def test_the_list_at_the_door(client_of):
    desk = on_its_day(a_desk(seats=2, online=5))
    first, second = (a_registration(desk, a_member(given_name=name)) for name in ("Àlex", "Berta"))
    waits = a_registration(desk, a_member(given_name="Carla"))
    online = a_registration(desk, a_member(given_name="Dolors"), mode=Mode.ONLINE)
    client, url = client_of(desk.event.author), desk.address("check_in")
    done = client.post(url, {"attend": first.pk})
    assert (done.status_code, done["Location"]) == (302, f"{url}#r-{first.pk}")

    def seen(query=""):
        answer = client.get(f"{url}{query}")
        return [row for row, _here in answer.context["rows"]], answer.context["came"]

    assert seen() == ([first, second], (1, 2))
    assert seen("?qui=falten") == ([second], (1, 2))
    assert seen("?qui=fets") == ([first], (1, 2))
    assert seen("?mode=en-linia") == ([online], (0, 1))
    assert seen("?q=carla") == ([waits], (1, 2))
    part = client.post(f"{url}?q=berta", {"attend": second.pk}, **HTMX)
    page = part.content.decode()
    assert (part.status_code, part.context["came"], page.count("<li")) == (200, (2, 2), 1)
    assert f'id="b-{second.pk}"' in page
    found = client.get(f"{url}?q=berta", **HTMX)
    assert (found.content.decode().count("<li"), "<html" in found.content.decode()) == (1, False)
    client.post(url, {"absent": first.pk})
    assert seen("?qui=falten") == ([first], (1, 2))
    assert client.post(url, {"attend": "9" * 40}).status_code == 302


def test_each_date_of_a_series_has_its_own_attendance(client_of):
    event = a_series(start=in_days(-7), times=3)
    desk = a_desk(event, seats=5)
    row = an_added(desk, event.author)
    days = list(event.occurrences.in_order())
    client, url = client_of(event.author), desk.address("check_in")
    assert client.get(url).context["door"].date == days[1]
    client.post(url, {"attend": row.pk})
    client.post(f"{url}?data={days[0].day}", {"attend": row.pk})
    client.post(f"{url}?data={days[2].day}", {"attend": row.pk})
    assert sorted(row.attendances.values_list("occurrence", flat=True)) == sorted([days[0].pk, days[1].pk])
    assert client.get(f"/agenda/{event.pk}/{days[2].day}/inscrits/entrada/?q=x")["Location"] == f"{url}?q=x"


def test_the_code_opens_one_page_with_one_button(client_of):
    desk = on_its_day(a_desk(seats=1))
    row, waits = a_registration(desk), a_registration(desk)
    client, url = client_of(desk.event.author), f"/agenda/entrada/{row.code}/"
    ready = client.get(url)
    assert ('data-state="ready"' in ready.content.decode(), ready.context["door"].is_today) == (True, True)
    assert client.get(url.lower()).status_code == 200
    client.post(url, {"do": "attend"})
    assert 'data-state="here"' in client.get(url).content.decode()
    client.post(url, {"do": "absent"})
    assert row.attendances.count() == 0
    assert 'data-state="stop"' in client.get(f"/agenda/entrada/{waits.code}/").content.decode()
    for nobody in (row.person, a_member()):
        assert client_of(nobody).post(url, {"do": "attend"}).status_code == 404
    assert client.get("/agenda/entrada/ZZZZZZZZZZ/").status_code == 404


def test_who_just_comes_is_registered_and_here(client_of):
    desk = on_its_day(a_desk(seats=1, takes_guests=True))
    a_registration(desk)
    guest = a_guest(desk, "gemma@example.org")
    client, url = client_of(desk.event.author), desk.address("walk_in")
    refused = client.post(url, {"name": "", "entity": "Càritas"})
    assert (refused.status_code, "Càritas" in refused.content.decode()) == (422, True)
    client.post(url, {"name": "Pep Riu", "entity": "Càritas"})
    client.post(url, {"name": "Gemma", "email": "gemma@example.org"})
    pep, gemma = desk.registrations.get(name="Pep Riu"), desk.registrations.get(email=guest.email)
    assert (pep.channel, pep.is_confirmed, gemma.is_confirmed) == (Channel.WALK_IN, True, True)
    assert sorted(Attendance.objects.values_list("registration__name", flat=True)) == ["Gemma", "Pep Riu"]
    with pytest.raises(PermissionDenied):
        receive_walk_in(desk, desk.event.occurrences.get(), Applicant("X", ""), mode=Mode.IN_PERSON, by=a_member())


def test_nobody_has_come_before_the_day(client_of):
    desk = a_desk(seats=5)
    row, day, by = a_registration(desk), desk.event.occurrences.get(), desk.event.author
    for note in (
        lambda: attend(row, day, by=by),
        lambda: attend_all(desk, [row.pk], day, by=by),
        lambda: receive_walk_in(desk, day, Applicant("Pep Riu", ""), mode=Mode.IN_PERSON, by=by),
    ):
        with pytest.raises(ValidationError) as refused:
            note()
        assert refused.value.code == "early"
    assert (Attendance.objects.count(), desk.registrations.count()) == (0, 1)
    client = client_of(by)
    urls = [desk.address("check_in"), f"/agenda/entrada/{row.code}/", desk.address("attendee", row.pk)]
    buttons = ('name="attend"', 'value="attend"', "sense-inscripcio")
    assert [mark for url in urls for mark in buttons if mark in client.get(url).content.decode()] == []
    on_its_day(desk)
    day.refresh_from_db()
    assert [any(mark in client.get(url).content.decode() for mark in buttons) for url in urls] == [True] * 3
    attend(row, day, by=by)
    desk.event.occurrences.update(first_day=day.first_day + timedelta(days=30))
    assert [record.number for record in records_of(desk, concerned(desk))] == [0]
