"""Whatever people and organisers do, in any order: seats are never sold twice, and nobody is passed over."""

from contextlib import suppress
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from agenda.enums import Mode
from agenda.registration.domain import seats
from agenda.registration.domain.bulk import cancel_all
from agenda.registration.domain.changing import (
    FullMeanwhileError,
    GoneError,
    accept_offer,
    cancel,
    stop_waiting,
    swap,
)
from agenda.registration.domain.keeping import save_desk
from agenda.registration.domain.upkeep import offer_what_is_free
from agenda.registration.enums import RegistrationState
from agenda.registration.models import RegistrationDesk
from tests.factories.agenda import an_event, in_days
from tests.factories.members import a_member
from tests.factories.registration import a_desk, a_registration

pytestmark = pytest.mark.django_db

MODES = (Mode.IN_PERSON, Mode.ONLINE)
SEATS = st.integers(min_value=0, max_value=3)
PEOPLE = st.integers(min_value=0, max_value=6)


class Desk(RuleBasedStateMachine):
    """One desk with few seats, and seven people who cannot make up their minds."""

    def __init__(self) -> None:
        super().__init__()
        self.outcome = transaction.atomic()
        self.outcome.__enter__()
        self.clock = time_machine.travel(timezone.now(), tick=False)
        self.time = self.clock.start()
        self.desk = a_desk(self.event, seats=2, online=1)
        self.taken = self.desk.registrations.taken()
        self.told.clear()

    def teardown(self) -> None:
        self.clock.stop()
        transaction.set_rollback(True)
        self.outcome.__exit__(None, None, None)

    def own(self, person):
        return self.desk.registrations.living().filter(person=self.people[person]).first()

    def act(self, person, verb, *args, **kwargs):
        """What is too late or not there any more is refused, and leaves all as it was."""
        row = self.own(person)
        if row is not None:
            with suppress(GoneError, FullMeanwhileError):
                verb(row, *args, by=self.people[person], **kwargs)

    @rule(person=PEOPLE, mode=st.sampled_from(MODES), meanwhile=st.booleans())
    def register(self, person, mode, meanwhile):
        before = self.own(person)
        row = a_registration(self.desk, self.people[person], mode=mode, online_meanwhile=meanwhile)
        assert before is None or row == before

    @rule(person=PEOPLE)
    def cancel(self, person):
        self.act(person, cancel)

    @rule(person=PEOPLE, mode=st.sampled_from(MODES), waits=st.booleans())
    def swap(self, person, mode, waits):
        before = self.own(person)
        self.act(person, swap, mode, keeps_waiting=waits)
        if waits and before and before.waits_for not in {"", mode}:
            now = self.own(person)
            kept = (before.waits_for, before.turn)
            assert (now.waits_for, now.turn) == kept

    @rule(people=st.sets(PEOPLE, min_size=2))
    def cancel_several(self, people):
        rows = [row.pk for person in people if (row := self.own(person))]
        assert cancel_all(self.desk, rows, by=self.event.author) == len(rows)
        assert not self.desk.registrations.living().filter(pk__in=rows).exists()

    @rule(person=PEOPLE)
    def accept(self, person):
        self.act(person, accept_offer)

    @rule(person=PEOPLE)
    def decline(self, person):
        self.act(person, stop_waiting)

    @rule(in_person=SEATS, online=SEATS)
    def change_seats(self, in_person, online):
        desk = RegistrationDesk.objects.get(pk=self.desk.pk)
        confirmed = set(desk.registrations.confirmed().values_list("pk", flat=True))
        desk.seats_in_person, desk.seats_online = in_person, online
        save_desk(desk, by=self.event.author)
        now = self.desk.registrations.confirmed()
        assert confirmed <= set(now.values_list("pk", flat=True))
        assert not now.exclude(pk__in=confirmed).exclude(waits_for=Mode.IN_PERSON, online_meanwhile=True).exists()

    @precondition(lambda self: self.desk.registrations.offered().exists())
    @rule()
    def expire(self):
        self.time.shift(timedelta(hours=self.desk.offer_hours))
        due = self.desk.registrations.living().lapsed(timezone.now()).count()
        assert (offer_what_is_free(), offer_what_is_free()) == (due, 0)

    @invariant()
    def no_seat_is_sold_twice(self):
        """More are taken than there are where their number was lowered alone; and they do not grow then."""
        desk, before = RegistrationDesk.objects.get(pk=self.desk.pk), self.taken
        self.taken = desk.registrations.taken()
        assert [mode for mode in MODES if self.taken[mode] > max(desk.seats(mode), before[mode])] == []

    @invariant()
    def nobody_waits_for_what_is_free(self):
        free = seats.free_seats(RegistrationDesk.objects.get(pk=self.desk.pk))
        assert [mode for mode in MODES if free[mode] and self.desk.registrations.in_line(mode).exists()] == []

    @invariant()
    def nobody_who_wished_to_be_online_meanwhile_waits_while_that_is_free(self):
        free = seats.free_seats(RegistrationDesk.objects.get(pk=self.desk.pk))[Mode.ONLINE]
        wishes = self.desk.registrations.in_line(Mode.IN_PERSON).filter(online_meanwhile=True)
        assert not (free and wishes.filter(state=RegistrationState.WAITING).exists())

    @invariant()
    def the_first_in_line_are_offered_first(self):
        for mode in MODES:
            waiting = self.desk.registrations.living().filter(waits_for=mode).order_by("turn")
            assert sorted(waiting, key=lambda row: not row.has_offer) == list(waiting)

    @invariant()
    def everyone_is_told_once_of_each_step(self):
        steps = [(row.pk, step) for row in self.desk.registrations.all() for step in range(1, row.sequence + 1)]
        assert sorted(self.told) == sorted(steps)


def test_no_seat_is_sold_twice_and_nobody_is_passed_over(monkeypatch):
    Desk.told, Desk.people = [], [a_member() for _person in range(7)]
    Desk.event = an_event(start=in_days(300), mode=Mode.HYBRID)
    monkeypatch.setattr(seats, "tell", lambda row, _news: Desk.told.append((row.pk, row.sequence)))
    monkeypatch.setattr(seats, "tell_all", lambda rows, _news: Desk.told.extend((row.pk, row.sequence) for row in rows))
    monkeypatch.setattr(seats, "tell_all", lambda rows, _news: Desk.told.extend((row.pk, row.sequence) for row in rows))
    quick = settings(max_examples=12, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Desk, settings=quick)
