"""The day before, once for each date, to those whom it interests and who see it still."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone

from agenda.domain.dates import put
from agenda.domain.interests import set_interest
from agenda.domain.reminders import remind_of, remind_of_tomorrow
from agenda.enums import EventState, Review
from agenda.models import Event, Occurrence
from agenda.recurrence import Span
from intranet.members.models import Position, User
from intranet.notifications.domain.delivery import deliver_pending
from intranet.notifications.enums import Frequency
from intranet.notifications.models import Notification
from intranet.outbox.models import Message
from tests.factories.agenda import a_group_event, a_series, an_event, at
from tests.factories.members import GroupMembershipFactory, WorkingGroupFactory, a_member

pytestmark = pytest.mark.django_db

MORNING = at(2027, 4, 14, 7)


@pytest.fixture(autouse=True)
def _morning():
    with time_machine.travel(MORNING, tick=False):
        yield


@pytest.fixture
def berta():
    return a_member(given_name="Berta")


def counts_on(person, *events):
    for event in events:
        set_interest(event, User.objects.with_standing().get(pk=person.pk))


def reminded():
    rows = Notification.objects.filter(kind="event_reminder").order_by("pk")
    return [(row.target.event.title, row.recipient) for row in rows]


def test_those_interested_are_reminded_of_tomorrow_once(berta):
    tomorrow = an_event(title="Demà", start=at(2027, 4, 15, 10))
    others = [
        an_event(title="Demà passat", start=at(2027, 4, 16, 0, 30)),
        an_event(title="Aquesta matinada", start=at(2027, 4, 14, 6)),
        an_event(title="Anul·lada", start=at(2027, 4, 15, 10)),
        an_event(title="Retirada", start=at(2027, 4, 15, 10)),
    ]
    a_member()
    counts_on(berta, tomorrow, *others)
    Event.objects.filter(title="Anul·lada").update(state=EventState.CANCELLED)
    Event.objects.filter(title="Retirada").update(review=Review.WITHDRAWN)
    assert [remind_of_tomorrow(), remind_of_tomorrow()] == [1, 0]
    assert reminded() == [("Demà", berta)]
    assert {(row.mail, row.on_site) for row in Notification.objects.filter(kind="event_reminder")} == {
        (Frequency.NOW, True)
    }


def test_of_a_series_each_date_is_told_and_the_cancelled_one_is_not(berta):
    series = a_series(title="Cada dia", start=at(2027, 4, 15, 10), frequency="DAILY", times=4)
    counts_on(berta, series)
    Occurrence.objects.filter(event=series, first_day="2027-04-16").update(is_cancelled=True)
    told = []
    for day in range(5):
        with time_machine.travel(MORNING + timedelta(days=day), tick=False):
            told.append(remind_of_tomorrow())
    assert told == [1, 0, 1, 1, 0]
    assert len(reminded()) == 3


def test_what_was_announced_too_late_for_yesterday_is_told_today(berta):
    counts_on(berta, an_event(title="Avui", start=at(2027, 4, 14, 18)))
    assert (remind_of_tomorrow(), reminded()) == (1, [("Avui", berta)])


def test_a_date_that_moves_is_told_again_the_day_before(berta):
    event = an_event(title="Es mou", start=at(2027, 4, 15, 10))
    counts_on(berta, event)
    remind_of_tomorrow()
    row = event.occurrences.get()
    put(row, Span(row.start + timedelta(days=2), row.end + timedelta(days=2))).save()
    assert remind_of_tomorrow() == 0
    with time_machine.travel(MORNING + timedelta(days=2), tick=False):
        assert remind_of_tomorrow() == 1
    (row,) = Notification.objects.filter(kind="event_reminder")
    assert timezone.localdate(row.created_at).day == 16


def test_whoever_sees_it_no_more_is_not_reminded(berta):
    group = WorkingGroupFactory(access="private")
    seat = GroupMembershipFactory(group=group, user=berta)
    left, carla = a_member(), GroupMembershipFactory(group=group, user=a_member()).user
    GroupMembershipFactory(group=group, user=left)
    event = a_group_event(group, title="Secreta", start=at(2027, 4, 15, 10))
    for person in (berta, left, carla):
        counts_on(person, event)
    seat.delete()
    Position.objects.filter(user=left).update(ends_on="2027-04-14")
    remind_of_tomorrow()
    assert reminded() == [("Secreta", carla)]


def test_mail_says_when_and_where(berta, settings):
    settings.OUTBOX_AT_ONCE = False
    event = an_event(title="Fira", start=at(2027, 4, 15, 10), venue="La Farinera")
    counts_on(berta, event)
    remind_of_tomorrow()
    deliver_pending()
    (message,) = Message.objects.filter(person=berta)
    raw = bytes(message.raw).decode()
    assert ("10.00" in raw, "La Farinera" in raw, f"/agenda/{event.pk}/" in raw) == (True, True, True)


def test_of_two_at_once_the_row_lets_one_through(berta):
    """Both have seen that it is due; the second finds it done."""
    event = an_event(start=at(2027, 4, 15, 10))
    counts_on(berta, event)
    (row,) = event.occurrences.all()
    with transaction.atomic():
        done = [remind_of(row.pk), remind_of(row.pk)]
    assert (done, len(reminded()), connection.needs_rollback) == ([True, False], 1, False)
