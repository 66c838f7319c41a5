"""The week of a group: what is counted, who is told, once, and by which mail."""

from datetime import date, datetime
from email import policy
from email.parser import BytesParser
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from forum.domain.moderation import remove_post
from forum.domain.summaries import tell_last_week, tell_week, titles_of
from forum.enums import Outcome
from forum.models import GroupWeek, Post, Topic
from intranet.jobs.registry import find_job
from intranet.members.enums import GroupAccess
from intranet.members.models import WorkingGroup
from intranet.notifications.domain import digests
from intranet.notifications.domain.lines import lines_of
from intranet.notifications.enums import Frequency
from intranet.notifications.models import Notification
from intranet.outbox.enums import MessageState
from intranet.outbox.mailer import Mailer
from intranet.outbox.models import Message
from tests.factories.forum import a_question, a_reply, a_topic, an_experience
from tests.factories.members import GroupMembershipFactory, WorkingGroupFactory, a_former_member, a_guest, a_member
from tests.factories.members import someone_of_coordination as coordination

pytestmark = pytest.mark.django_db

MADRID = ZoneInfo("Europe/Madrid")
MONDAY = date(2026, 3, 23)  # of the week whose Sunday has 23 hours
WEDNESDAY = datetime(2026, 3, 25, 12, tzinfo=MADRID)
BEFORE = datetime(2026, 3, 22, 23, 59, 59, tzinfo=MADRID)
LAST = datetime(2026, 3, 29, 23, 59, 59, tzinfo=MADRID)
AFTER = datetime(2026, 3, 30, tzinfo=MADRID)


@pytest.fixture(autouse=True)
def _outbox_keeps(settings):
    settings.OUTBOX_AT_ONCE = False


@pytest.fixture
def group():
    return WorkingGroupFactory(name="Cures", slug="cures")


def at(moment, *things):
    for thing in things:
        type(thing).objects.filter(pk=thing.pk).update(created_at=moment)
        if isinstance(thing, Topic):
            thing.posts.filter(number=1).update(created_at=moment)
    return things


def numbers():
    rows = GroupWeek.objects.order_by("group__name")
    return list(rows.values_list("group__name", "monday", "topics", "replies", "unanswered"))


def people_told():
    return set(Notification.objects.filter(kind="group_week").values_list("recipient", flat=True))


def test_the_week_is_that_of_the_clock_on_the_wall(group):
    old, first, last, new = (a_topic(group, title=title) for title in ("Vell", "Primer", "Últim", "Nou"))
    at(BEFORE, old)
    at(datetime(2026, 3, 23, tzinfo=MADRID), first)
    at(LAST, last)
    at(AFTER, new)
    at(WEDNESDAY, a_reply(old), a_question(group))
    at(LAST, a_reply(new))
    at(AFTER, a_reply(old))
    assert tell_week(MONDAY) == 1
    assert numbers() == [("Cures", MONDAY, 3, 2, 1)]


def test_what_moderation_removed_does_not_count(group):
    boss = coordination()
    kept, gone = a_topic(group), a_topic(group)
    answer, orphan = a_reply(kept), a_reply(gone)
    at(WEDNESDAY, kept, gone, answer, orphan)
    remove_post(answer, by=boss, reason="No.")
    remove_post(gone.posts.get(number=1), by=boss, reason="No.")
    tell_week(MONDAY)
    assert numbers() == [("Cures", MONDAY, 1, 0, 0)]


def test_a_group_in_which_nothing_was_said_tells_nothing(group):
    at(BEFORE, a_question(group))
    GroupMembershipFactory(group=group, user=a_member())
    assert (tell_week(MONDAY), numbers(), people_told()) == (0, [], set())


def test_those_in_the_group_are_told_once_whoever_wrote(group):
    author, guest = a_member(), a_guest(group)
    GroupMembershipFactory(group=group, user=a_former_member())
    a_member()
    at(WEDNESDAY, a_topic(group, author))
    for _time in range(2):
        tell_week(MONDAY)
    assert (people_told(), GroupWeek.objects.count()) == ({author.pk, guest.pk}, 1)
    assert Notification.objects.filter(kind="group_week").count() == 2
    assert [lines_of(one).paginator.count for one in (author,)] == [0]  # it comes by mail alone


def test_a_private_groups_week_is_for_those_in_it(group):
    private, boss = WorkingGroupFactory(access=GroupAccess.PRIVATE), coordination()
    everyone = WorkingGroupFactory(name="Tothom", holds_everyone=True)
    author, member = a_member(), a_member()
    at(WEDNESDAY, a_topic(private, author), a_topic(everyone, author))
    tell_week(MONDAY)
    rows = Notification.objects.filter(kind="group_week").values_list("group", "recipient")
    assert set(rows) == {(private.pk, author.pk), *((everyone.pk, one.pk) for one in (author, member, boss))}


def test_the_job_tells_the_last_week_that_is_over(group, monkeypatch):
    at(WEDNESDAY, a_topic(group))
    now = datetime(2026, 4, 1, 9, tzinfo=MADRID)
    monkeypatch.setattr(timezone, "localdate", lambda value=None: (value or now).astimezone(MADRID).date())
    tell_last_week()
    assert numbers() == [("Cures", MONDAY, 1, 0, 0)]


def test_the_job_comes_before_the_weekly_digests():
    job = find_job("tell_last_week")
    due = job.next_due(datetime(2026, 3, 25, 12, tzinfo=MADRID)).astimezone(MADRID)
    assert due == datetime(2026, 3, 30, 6, tzinfo=MADRID)
    assert due.time() < digests.HOUR


def test_titles_are_those_of_the_week_without_failures(group):
    topics = [a_topic(group, title=title) for title in ("Poc", "Molt")]
    failure = an_experience(group, outcome=Outcome.FAILURE, title="Parc tancat").topic
    success = an_experience(group, title="Parc obert").topic
    at(WEDNESDAY, *topics, failure, success)
    at(BEFORE, a_topic(group, title="Vell"))
    at(WEDNESDAY, a_topic(title="D’un altre grup"))
    a_reply(topics[1])
    tell_week(MONDAY)
    week = GroupWeek.objects.get(group=group)
    assert (titles_of(week), week.topics) == (["Molt", "Poc", "Parc obert"], 4)


def mailed_to(person):
    message = Message.objects.get(kind="digest", person=person)
    mail = BytesParser(policy=policy.default).parsebytes(bytes(message.raw))
    return [mail.get_body((part,)).get_content() for part in ("plain", "html")]


def a_week_in_the_outbox(group):
    tell_week(MONDAY)
    Notification.objects.filter(kind="group_week").update(created_at=datetime(2026, 3, 30, 6, 0, 5, tzinfo=MADRID))
    digests.send_digests(Frequency.WEEKLY, day=date(2026, 3, 30))


def test_the_weekly_mail_has_the_titles_and_no_failure(group):
    berta = GroupMembershipFactory(group=group, user=a_member()).user
    at(WEDNESDAY, a_topic(group, title="Pressupost de cures"))
    at(WEDNESDAY, an_experience(group, outcome=Outcome.FAILURE, title="Parc tancat").topic)
    a_week_in_the_outbox(group)
    for text in mailed_to(berta):
        assert ["Pressupost de cures" in text, "Parc tancat" in text, "/grups/cures/temes/" in text] == [
            True,
            False,
            True,
        ]


def test_the_week_that_waits_for_a_removed_member_is_refused(group):
    WorkingGroup.objects.filter(pk=group.pk).update(access=GroupAccess.PRIVATE)
    seat = GroupMembershipFactory(group=group, user=a_member())
    stays = GroupMembershipFactory(group=group, user=a_member()).user
    at(WEDNESDAY, a_topic(group))
    a_week_in_the_outbox(group)
    seat.delete()
    Mailer().look()
    states = dict(Message.objects.filter(kind="digest", person__in=[seat.user, stays]).values_list("person", "state"))
    assert states == {seat.user.pk: MessageState.SUPPRESSED, stays.pk: MessageState.SENT}


@pytest.mark.parametrize("number", [1, 3])
def test_counting_costs_the_same_for_any_number_of_topics(group, number, django_assert_num_queries):
    from forum.domain.summaries import weeks_of  # noqa: PLC0415 - under test by itself

    for _one in range(number):
        at(WEDNESDAY, a_topic(group))
    with django_assert_num_queries(4):
        assert [week.topics for week in weeks_of(MONDAY)] == [number]
    assert Post.objects.count() == number
