"""Sending a circular off, once; at once or on its day."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forum.enums import Outcome
from home.circular.domain.locking import ChangedMeanwhileError
from home.circular.domain.months import end_of, last_of, month_after
from home.circular.domain.sending import begin_sending, schedule, send_scheduled, unschedule
from home.circular.domain.steering import look_after, pause, resume, retry_failed, send_to_the_rest, stop
from home.circular.enums import CircularState
from home.circular.models import CircularPage, Delivery
from intranet.jobs.registry import find_job
from intranet.members.models import Position
from intranet.notifications.domain.preferences import stop_mail
from intranet.notifications.models import Notification
from intranet.outbox.enums import MessageState
from intranet.outbox.models import Message
from tests.factories.agenda import an_event
from tests.factories.circular import a_circular, a_proposal, a_sent_circular, an_entry
from tests.factories.forum import a_topic, an_experience
from tests.factories.members import (
    GroupMembershipFactory,
    WorkingGroupFactory,
    a_guest,
    a_member,
    someone_of_coordination,
)
from tests.factories.sending import a_begun_circular, a_ready_circular, again, fates, mails, text_of, write_mails

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _later(settings):
    """No mailer runs."""
    settings.OUTBOX_AT_ONCE = False


def at(circular, moment):
    CircularPage.objects.filter(pk=circular.pk).update(scheduled_for=moment)


def test_everyone_who_is_to_get_it_gets_a_delivery_and_the_site_has_it():
    by, member, without = someone_of_coordination(), a_member(), a_member()
    stop_mail(without, kind="circular")
    a_guest()
    circular = a_ready_circular()
    proposal = a_proposal(circular, author=member)
    assert begin_sending(circular, by=by) is True
    circular = again(circular)
    assert (circular.state, circular.begun_by, circular.live, circular.first_published_at is not None) == (
        CircularState.SENDING,
        by,
        True,
        True,
    )
    assert set(Delivery.objects.values_list("person", "state")) == {
        (by.pk, "waiting"),
        (member.pk, "waiting"),
        (proposal.author.pk, "waiting"),
        *((entry.author_id, "waiting") for entry in circular.entries.all()),
    }
    proposal.refresh_from_db()
    assert (proposal.circular.month > circular.month, proposal.state) == (True, "waiting")
    told = Notification.objects.filter(kind="circular")
    assert set(told.values_list("mail", "on_site")) == {("never", True)}
    assert {row.recipient for row in told} == {*people_of(circular), without} - {by}


def people_of(circular):
    return {delivery.person for delivery in circular.deliveries.select_related("person")}


def test_who_asks_again_begins_nothing():
    circular = a_begun_circular()
    before = list(Delivery.objects.values_list("pk", flat=True))
    a_member()
    assert begin_sending(circular, by=someone_of_coordination(), seen=0) is False
    assert list(Delivery.objects.values_list("pk", flat=True)) == before


def test_it_is_coordinations_to_send_and_nothing_may_be_wrong():
    circular = a_circular()
    with pytest.raises(PermissionDenied):
        begin_sending(circular, by=a_member())
    with pytest.raises(ValidationError) as refused:
        begin_sending(circular, by=someone_of_coordination())
    assert [error.code for error in refused.value.error_list] == ["not_ready"]
    assert (again(circular).state, Delivery.objects.count()) == (CircularState.PREPARING, 0)


def test_something_else_than_what_was_looked_at_is_not_sent():
    circular = a_ready_circular()
    CircularPage.objects.update(content_version=7)
    with pytest.raises(ChangedMeanwhileError):
        begin_sending(circular, by=someone_of_coordination(), seen=6)
    assert again(circular).state == CircularState.PREPARING
    assert begin_sending(circular, by=someone_of_coordination(), seen=7) is True


def test_on_its_day_it_goes_by_itself():
    by, circular, tomorrow = someone_of_coordination(), a_ready_circular(), timezone.now() + timedelta(days=1)
    schedule(circular, at=tomorrow, by=by)
    find_job("look_after_circular").run()
    assert (again(circular).state, again(circular).scheduled_for) == (CircularState.SCHEDULED, tomorrow)
    at(circular, timezone.now() - timedelta(minutes=3))
    find_job("look_after_circular").run()
    assert (again(circular).state, again(circular).begun_by) == (CircularState.SENDING, by)


def test_a_day_that_is_past_or_was_taken_back_sends_nothing():
    by, circular = someone_of_coordination(), a_ready_circular()
    with pytest.raises(ValidationError):
        schedule(circular, at=timezone.now(), by=by)
    schedule(circular, at=timezone.now() + timedelta(hours=1), by=by)
    at(circular, timezone.now() - timedelta(minutes=1))
    stale = again(circular)
    unschedule(circular, by=by)
    assert begin_sending(stale, by=None) is False  # the job had read it before
    assert again(circular).state == CircularState.PREPARING


def test_it_is_scheduled_for_no_moment_after_the_end_of_its_month():
    by, circular = someone_of_coordination(), a_ready_circular()
    end = end_of(circular.month)
    with pytest.raises(ValidationError) as refused:
        schedule(circular, at=end, by=by)
    assert (refused.value.code, str(last_of(circular.month).day) in refused.value.message) == ("late", True)
    assert schedule(circular, at=end - timedelta(minutes=1), by=by).state == CircularState.SCHEDULED


def test_any_number_of_proposals_goes_on_in_as_many_statements():
    """Their authors are told afterwards."""
    by, numbers = someone_of_coordination(), []
    circular = a_ready_circular()
    for number in (0, 1, 11):
        following = a_ready_circular(month=month_after(circular.month))
        for _number in range(number):
            a_proposal(circular)
        with CaptureQueriesContext(connection) as statements:
            begin_sending(circular, by=by)
        numbers.append(len(statements))
        circular = following
    assert numbers[1] == numbers[2]


def test_what_is_wrong_on_its_day_holds_it_up_and_coordination_is_told():
    by, circular = someone_of_coordination(), a_ready_circular()
    schedule(circular, at=timezone.now() + timedelta(hours=1), by=by)
    at(circular, timezone.now() - timedelta(minutes=1))
    circular.entries.all().delete()
    send_scheduled()
    send_scheduled()
    assert (again(circular).state, Delivery.objects.count()) == (CircularState.PREPARING, 0)
    assert list(Notification.objects.values_list("kind", "recipient", "mail")) == [("circular_held_up", by.pk, "now")]


@pytest.mark.parametrize("others", [1, 0])
def test_it_goes_on_its_day_whoever_has_left_coordination_since(others):
    by = someone_of_coordination()
    [someone_of_coordination() for _ in range(others)]
    a_member()
    circular = a_circular(intro="<p>Bon mes.</p>")
    an_entry(circular, topic=a_topic(a_private_group_with(by)))
    schedule(circular, at=timezone.now() + timedelta(hours=1), by=by)
    at(circular, timezone.now() - timedelta(minutes=1))
    by.groups.clear()
    Position.objects.filter(user=by).delete()
    send_scheduled()
    assert (again(circular).state, again(circular).begun_by) == (CircularState.SENDING, by)


def a_private_group_with(person):
    group = WorkingGroupFactory(access="private")
    GroupMembershipFactory(group=group, user=person)
    return group


@pytest.mark.parametrize("goes_on", [send_to_the_rest, retry_failed])
def test_who_gets_it_later_gets_nothing_that_was_called_off_meanwhile(goes_on):
    by = someone_of_coordination()
    circular = a_ready_circular()
    event, topic = an_event(title="Fira anul·lada"), an_experience(title="Mercat que fracassa").topic
    an_entry(circular, title=event.title, event=event)
    an_entry(circular, title=topic.title, topic=topic)
    begin_sending(circular, by=by)
    if goes_on == send_to_the_rest:
        stop(circular, by=by)
    else:
        circular.deliveries.update(state="failed")
        CircularPage.objects.update(state="sent")
    type(event).objects.filter(pk=event.pk).update(state="cancelled")  # nobody was told
    type(topic.experience).objects.filter(topic=topic).update(outcome=Outcome.FAILURE)
    goes_on(circular, by=by)
    assert set(circular.entries.exclude(drop_reason="").values_list("event", "topic")) == {
        (event.pk, None),
        (None, topic.pk),
    }
    write_mails(circular)
    texts = [text_of(message) for message in Message.objects.all()]
    assert [words in text for text in texts for words in ("Fira", "Mercat", "Ajuts")] == len(texts) * [
        False,
        False,
        True,
    ]


def test_paused_nothing_is_due_and_resumed_it_goes_on():
    by = someone_of_coordination()
    circular = a_begun_circular(by=by)
    write_mails(circular)
    pause(circular, by=by)
    assert (again(circular).state, {state for _to, state in mails(circular)}) == ("paused", {MessageState.HELD})
    assert list(Message.objects.due()) == []
    resume(circular, by=by)
    assert (again(circular).state, {state for _to, state in mails(circular)}) == ("sending", {MessageState.QUEUED})


def test_stopped_nobody_else_gets_it_unless_it_is_sent_to_the_rest(monkeypatch):
    monkeypatch.setattr("home.circular.letter.feeding.CHUNK", 2)
    monkeypatch.setattr("home.circular.letter.feeding.SLICE_SECONDS", 0)
    by = someone_of_coordination()
    [a_member() for _ in range(3)]
    circular = a_begun_circular(by=by)
    first, *others = Delivery.objects.order_by("pk")
    Delivery.objects.filter(pk=first.pk).update(state="sent")
    stop(circular, by=by)
    assert fates(circular) == {first.person.email: "sent", **{one.person.email: "skipped stopped" for one in others}}
    send_to_the_rest(circular, by=by)
    assert fates(circular) == {first.person.email: "sent", **{one.person.email: "waiting" for one in others}}
    assert again(circular).state == CircularState.SENDING


def test_who_does_not_compose_steers_nothing_nor_what_stands_otherwise():
    circular, sent = a_begun_circular(), a_sent_circular()
    for act in (pause, resume, stop, send_to_the_rest, retry_failed):
        with pytest.raises(PermissionDenied):
            act(circular, by=a_member())
    by = someone_of_coordination()
    for act, wrong in ((pause, sent), (resume, circular), (stop, sent), (send_to_the_rest, sent)):
        with pytest.raises(ValidationError):
            act(wrong, by=by)
    assert (again(circular).state, again(sent).state) == (CircularState.SENDING, CircularState.SENT)


def test_a_writer_without_a_sign_of_life_is_relieved_once():
    circular = a_begun_circular()
    long_ago = timezone.now() - timedelta(minutes=3)
    look_after()
    fresh = again(circular).fed_at
    assert fresh > long_ago
    CircularPage.objects.update(fed_at=long_ago)
    look_after()
    taken = again(circular).fed_at
    look_after()
    assert (taken > long_ago, again(circular).fed_at) == (True, taken)
