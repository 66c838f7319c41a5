"""Who has a seat and who is next."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from agenda.enums import Mode
from agenda.registration.domain.changing import GoneError, accept_offer, cancel, swap
from agenda.registration.domain.keeping import save_desk
from agenda.registration.domain.seats import FullError
from agenda.registration.domain.upkeep import offer_what_is_free
from agenda.registration.enums import RegistrationState
from intranet.outbox.models import Message
from tests.factories.agenda import an_event
from tests.factories.registration import a_desk, a_registration

pytestmark = pytest.mark.django_db


def test_whoever_comes_after_the_last_seat_waits():
    desk = a_desk(seats=1)
    first, second = a_registration(desk), a_registration(desk)
    assert (first.state, second.state) == (RegistrationState.CONFIRMED, RegistrationState.WAITING)


def test_a_seat_that_frees_is_offered_to_the_next_alone():
    desk = a_desk(seats=1)
    first, second, third = a_registration(desk), a_registration(desk), a_registration(desk)
    cancel(first, by=first.person)
    second.refresh_from_db()
    third.refresh_from_db()
    assert (second.has_offer, third.has_offer) == (True, False)
    accepted = accept_offer(second, by=second.person)
    assert (accepted.state, accepted.waits_for, accepted.has_offer) == (RegistrationState.CONFIRMED, "", False)


def test_online_while_waiting_keeps_the_place_in_line():
    desk = a_desk(seats=1, online=5)
    first = a_registration(desk)
    both = a_registration(desk, online_meanwhile=True)
    assert (both.state, both.mode, both.waits_for) == (RegistrationState.CONFIRMED, Mode.ONLINE, Mode.IN_PERSON)
    swap(first, Mode.ONLINE, by=first.person)
    both.refresh_from_db()
    assert both.has_offer
    moved = accept_offer(both, by=both.person)
    assert (moved.mode, desk.registrations.taken()) == (Mode.IN_PERSON, {Mode.IN_PERSON: 1, Mode.ONLINE: 1})


def test_without_a_waiting_list_full_is_full():
    desk = a_desk(seats=1, has_waiting_list=False)
    a_registration(desk)
    with pytest.raises(FullError):
        a_registration(desk)
    assert desk.registrations.count() == 1


def test_an_offer_that_lapses_goes_to_the_next_and_who_missed_it_keeps_the_seat_online():
    desk = a_desk(seats=1, online=5, offer_hours=2)
    first = a_registration(desk)
    both = a_registration(desk, online_meanwhile=True)
    third = a_registration(desk)
    cancel(first, by=first.person)
    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=False):
        with pytest.raises(GoneError):
            accept_offer(both, by=both.person)
        # What lapsed is noted by whoever comes next, in a transaction of their own.
        assert offer_what_is_free() == 1
        both.refresh_from_db()
        third.refresh_from_db()
    assert (both.state, both.mode, both.waits_for) == (RegistrationState.CONFIRMED, Mode.ONLINE, "")
    assert third.has_offer


def test_fewer_seats_throw_nobody_out_and_more_are_offered():
    desk = a_desk(seats=2)
    rows = [a_registration(desk) for _time in range(4)]
    desk.seats_in_person = 1
    assert save_desk(desk, by=desk.event.author).seats_in_person == 1
    assert desk.registrations.taken()[Mode.IN_PERSON] == 2
    cancel(rows[0], by=rows[0].person)
    assert desk.registrations.offered().count() == 0
    desk.seats_in_person = 3
    save_desk(desk, by=desk.event.author)
    assert list(desk.registrations.offered()) == rows[2:]


def test_whoever_waits_for_another_mode_keeps_their_seat_until_then():
    desk = a_desk(seats=1, online=1)
    here, there = a_registration(desk), a_registration(desk, mode=Mode.ONLINE)
    asked = swap(here, Mode.ONLINE, by=here.person)
    assert (asked.mode, asked.waits_for, asked.turn) == (Mode.IN_PERSON, Mode.ONLINE, 1)
    swap(there, Mode.IN_PERSON, by=there.person)  # each waits for the other's seat
    cancel(there, by=there.person)
    moved = accept_offer(asked, by=None)
    assert (moved.mode, desk.registrations.taken()) == (Mode.ONLINE, {Mode.IN_PERSON: 0, Mode.ONLINE: 1})


def test_offers_end_when_it_begins_and_then_nobody_is_offered_any_more():
    desk = a_desk(an_event(start=timezone.now() + timedelta(hours=3)), seats=1, offer_hours=24)
    first, second = a_registration(desk), a_registration(desk)
    cancel(first, by=first.person)
    second.refresh_from_db()
    assert second.offer_until == desk.event.start
    with time_machine.travel(desk.event.start, tick=False):
        offer_what_is_free()
        second.refresh_from_db()
    assert (second.state, second.has_offer) == (RegistrationState.WAITING, False)


def test_who_wished_to_be_online_meanwhile_gets_the_seat_that_frees_once_nobody_waits_for_it():
    desk = a_desk(seats=1, online=1)
    a_registration(desk)
    there = a_registration(desk, mode=Mode.ONLINE)
    wishes = [a_registration(desk, online_meanwhile=True) for _time in range(2)]
    waits = a_registration(desk, mode=Mode.ONLINE)
    rows = [waits, *wishes]
    cancel(there, by=there.person)
    assert [(row.state, row.has_offer) for row in again(rows)] == [("waiting", True), *[("waiting", False)] * 2]
    cancel(waits, by=waits.person)
    first, second = again(wishes)
    assert (first.state, first.mode, first.waits_for, first.turn) == ("confirmed", Mode.ONLINE, Mode.IN_PERSON, 1)
    assert (second.state, second.mode, desk.registrations.taken()[Mode.ONLINE]) == ("waiting", Mode.IN_PERSON, 1)
    assert Message.objects.filter(about=f"registration:{first.pk}").latest("pk").key.split(":")[3] == "swapped"


def test_whom_no_mail_reaches_any_more_is_passed_over_and_keeps_their_turn():
    desk = a_desk(seats=1)
    first, gone, third = (a_registration(desk) for _time in range(3))
    gone.person.positions.update(ends_on=timezone.localdate() - timedelta(days=1))
    cancel(first, by=first.person)
    assert [row.has_offer for row in again([gone, third])] == [False, True]
    gone.person.positions.update(ends_on=None)
    cancel(third, by=third.person)
    assert [(row.has_offer, row.turn) for row in again([gone])] == [(True, 1)]


def again(rows):
    for row in rows:
        row.refresh_from_db()
    return rows
