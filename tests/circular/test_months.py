"""Which circular is the next one, also after a month in which nobody sent any."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from home.circular.domain.gathering import gather_all
from home.circular.domain.months import (
    being_prepared,
    keep_one_open,
    skip,
    taking_proposals,
    those_over,
    usual_deadline,
)
from home.circular.domain.moving_on import move_on
from home.circular.domain.sending import send_scheduled
from home.circular.domain.working_days import foreseen_sending, usual_sending
from home.circular.enums import CircularState, EntryState
from home.circular.models import CircularEntry, CircularPage
from intranet.notifications.models import Notification
from tests.factories.agenda import an_event, at
from tests.factories.circular import a_circular, a_proposal, a_sent_circular, an_entry
from tests.factories.members import a_member, someone_of_coordination

pytestmark = pytest.mark.django_db

AUGUST, SEPTEMBER, OCTOBER = (date(2026, month, 1) for month in (8, 9, 10))


@pytest.fixture(autouse=True)
def _at_the_end_of_august():
    with time_machine.travel(at(2026, 8, 28)):
        yield


def state_of(circular):
    return CircularPage.objects.values_list("state", flat=True).get(pk=circular.pk)


def test_what_nobody_sent_is_never_the_next_one_again_once_another_is_out_or_its_month_is_over():
    august = a_circular(AUGUST)
    assert (being_prepared(), taking_proposals()) == (august, august)
    september = a_circular(SEPTEMBER)
    CircularPage.objects.filter(pk=september.pk).update(state=CircularState.STOPPED)
    assert (being_prepared().month, taking_proposals().month) == (OCTOBER, OCTOBER)
    CircularPage.objects.filter(pk=september.pk).update(state=CircularState.PREPARING)
    assert being_prepared() == august
    with time_machine.travel(at(2026, 9, 1)):
        assert (being_prepared(), taking_proposals().month) == (september, OCTOBER)
        an_event(title="10 de setembre", start=at(2026, 9, 10))
        gather_all()
        assert [list(one.entries.values_list("title", flat=True)) for one in (august, september)] == [
            [],
            ["10 de setembre"],
        ]


def test_at_night_it_is_closed_and_what_was_proposed_goes_on_to_a_later_one():
    august, event = a_circular(AUGUST), an_event(start=at(2026, 9, 10))
    accepted = an_entry(august, is_highlight=True, decided_by=someone_of_coordination())
    waiting, rejected = a_proposal(august), an_entry(august, state=EntryState.REJECTED)
    gathered = an_entry(august, event=event)
    keep_one_open()
    assert state_of(august) == CircularState.PREPARING
    with time_machine.travel(at(2026, 9, 1)):
        keep_one_open()
        september = being_prepared()
    assert (september.month, state_of(august)) == (SEPTEMBER, CircularState.SKIPPED)
    assert list(august.entries.all()) == [rejected]
    assert set(september.entries.values_list("pk", "state", "is_highlight", "decided_by")) == {
        (one.pk, EntryState.WAITING, False, None) for one in (accepted, waiting)
    }
    assert not CircularEntry.objects.filter(pk=gathered.pk).exists()


def test_what_is_to_be_sent_at_a_moment_to_come_is_left_to_it():
    july = a_circular(date(2026, 7, 1), state=CircularState.SCHEDULED, scheduled_for=at(2026, 8, 28, 20))
    keep_one_open()
    assert state_of(july) == CircularState.SCHEDULED


def test_what_was_due_in_an_outage_over_the_end_of_its_month_is_sent_or_held_up_and_never_skipped():
    august = a_circular(AUGUST, state=CircularState.SCHEDULED, scheduled_for=at(2026, 8, 31, 9))
    an_entry(august)
    by = someone_of_coordination()
    stale = CircularPage.objects.get(pk=august.pk)
    with time_machine.travel(at(2026, 9, 2)):
        keep_one_open()
        skip(stale, by=None)
        assert state_of(august) == CircularState.SCHEDULED
        send_scheduled()
        assert state_of(august) == CircularState.SENDING
    july = a_circular(date(2026, 7, 1), state=CircularState.SCHEDULED, scheduled_for=at(2026, 7, 31, 9))
    an_entry(july)
    with time_machine.travel(at(2026, 10, 2)):
        keep_one_open()
        send_scheduled()
        assert state_of(july) == CircularState.PREPARING
        told = Notification.objects.filter(kind="circular_held_up")
        assert list(told.values_list("recipient", "target_id")) == [(by.pk, july.pk)]


def test_what_is_scheduled_while_the_night_looks_is_not_skipped():
    august = a_circular(AUGUST)
    with time_machine.travel(at(2026, 9, 1)):
        stale = list(those_over())
        CircularPage.objects.update(state=CircularState.SCHEDULED, scheduled_for=at(2026, 9, 1, 9))
        skip(stale[0], by=None)
    assert (stale, state_of(august)) == ([august], CircularState.SCHEDULED)


def test_what_is_over_by_the_next_month_stays_with_a_reason_and_the_others_go_on():
    august, september = a_circular(AUGUST), a_circular(SEPTEMBER)
    series = an_event(start=at(2026, 8, 29), end=at(2026, 9, 2))
    over, last, without = (a_proposal(august, day=day) for day in (date(2026, 8, 31), SEPTEMBER, None))
    longer = a_proposal(august, event=series, day=date(2026, 8, 29), author=a_member())
    skip(august, by=someone_of_coordination())
    assert set(september.entries.values_list("pk", flat=True)) == {last.pk, without.pk, longer.pk}
    over.refresh_from_db()
    assert (over.state, over.circular_id, over.reason != "") == ("rejected", august.pk, True)


def test_coordination_may_skip_one_and_what_is_out_stays_out():
    august, september = a_circular(AUGUST), a_circular(SEPTEMBER)
    proposal = a_proposal(september)
    with pytest.raises(PermissionDenied):
        skip(september, by=a_member())
    by = someone_of_coordination()
    september = skip(september, by=by)
    proposal.refresh_from_db()
    assert (september.is_open, september.is_out, proposal.circular.month) == (False, False, OCTOBER)
    assert (being_prepared(), state_of(september)) == (august, CircularState.SKIPPED)
    for out in (september, a_sent_circular(date(2026, 6, 1))):
        with pytest.raises(ValidationError):
            skip(out, by=by)


def test_nobody_reads_it_but_coordination():
    editor = someone_of_coordination()
    september = skip(a_circular(SEPTEMBER), by=editor)
    seen = [CircularPage.objects.visible_to(one).filter(pk=september.pk).count() for one in (a_member(), editor)]
    assert seen == [0, 1]


def test_proposals_end_and_mails_leave_on_a_day_on_which_people_work():
    """Christmas is a Friday in 2026, Saint John's eve a Wednesday in 2027; New Year's Day is a Friday, 1 August a Saturday."""
    months = (date(2027, 1, 1), date(2027, 7, 1), date(2026, 8, 1))
    assert [f"{timezone.localtime(usual_deadline(month)):%d.%m %H:%M}" for month in months] == [
        "24.12 23:59",
        "25.06 23:59",
        "24.07 23:59",
    ]
    assert [f"{timezone.localtime(usual_sending(month)):%d.%m %H:%M}" for month in months] == [
        "04.01 09:00",
        "01.07 09:00",
        "03.08 09:00",
    ]
    circular = a_circular(months[0])
    assert [foreseen_sending(circular, now) for now in (at(2026, 12, 9), at(2027, 1, 7))] == [
        usual_sending(months[0]),
        at(2027, 1, 7),
    ]
    circular.scheduled_for = at(2026, 12, 30)
    assert foreseen_sending(circular, at(2026, 12, 9)) == at(2026, 12, 30)


def test_nothing_ever_moves_on_to_a_month_before():
    with pytest.raises(ValueError, match="month before"):
        move_on(a_circular(SEPTEMBER), to=a_circular(AUGUST))
