"""Opening a topic and answering in it: who may, what is kept, what a form sent twice does."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from forum.domain import pace, publishing
from forum.domain.pace import TooManyPostsError, hold_author
from forum.domain.publishing import Writing, publish_post, publish_topic
from forum.enums import TopicKind
from forum.models import Follow, Mention, Post, ReadMark, Topic
from intranet.members.enums import GroupAccess, GroupRole, GroupState, MembershipState
from tests.factories.forum import a_reply, a_topic
from tests.factories.members import (
    GroupMembershipFactory,
    WorkingGroupFactory,
    a_former_member,
    a_guest,
    a_member,
    someone_of_coordination,
)
from tests.factories.roles import a_group_coordinator

pytestmark = pytest.mark.django_db


def opens(author, group, kind=TopicKind.DEBATE):
    try:
        publish_topic(group=group, author=author, kind=kind, title="Títol", writing=Writing("<p>Text</p>"))
    except PermissionDenied:
        return False
    return True


def test_topic_has_its_first_post_counters_and_council():
    author = a_member()
    topic = a_topic(author=author, body="<p>Algú ho ha <b>provat</b>?</p>")
    post = Post.objects.get()
    council = author.positions.get().organisation
    assert (topic.council, topic.post_count, topic.last_number, topic.last_author) == (council, 1, 1, author)
    assert (post.number, post.body, post.text) == (
        1,
        "<p>Algú ho ha <strong>provat</strong>?</p>",
        "Algú ho ha provat?",
    )
    assert (Follow.objects.get().person, ReadMark.objects.get().number) == (author, 1)


def test_answers_are_numbered_and_counted():
    topic = a_topic()
    answers = [a_reply(topic), a_reply(topic)]
    topic.refresh_from_db()
    assert [post.number for post in answers] == [2, 3]
    assert (topic.post_count, topic.last_number, topic.last_author) == (3, 3, answers[1].author)


def test_who_writes_in_which_group():
    groups = {access: WorkingGroupFactory(access=access) for access in GroupAccess.values}
    member, coordination = a_member(), someone_of_coordination()
    inside = {access: a_member() for access in groups}
    for access, group in groups.items():
        GroupMembershipFactory(group=group, user=inside[access])
    written = {
        access: (opens(member, group), opens(inside[access], group), opens(coordination, group))
        for access, group in groups.items()
    }
    assert written == {"open": (True, True, True), "closed": (False, True, True), "private": (False, True, False)}


@pytest.mark.parametrize("state", [MembershipState.REQUESTED, MembershipState.INVITED, MembershipState.REFUSED])
def test_seat_that_is_not_in_force_opens_nothing(state):
    group, member = WorkingGroupFactory(access=GroupAccess.PRIVATE), a_member()
    GroupMembershipFactory(group=group, user=member, state=state)
    assert not opens(member, group)


def test_guest_writes_where_they_are_a_guest():
    group = WorkingGroupFactory()
    guest = a_guest(group)
    assert (opens(guest, group), opens(guest, WorkingGroupFactory())) == (True, False)


def test_nobody_writes_after_their_time():
    group, former = WorkingGroupFactory(), a_former_member()
    GroupMembershipFactory(group=group, user=former)
    over = a_guest(group, until=timezone.localdate())
    assert (opens(former, group), opens(over, group)) == (False, False)


def test_group_that_is_over_takes_no_words():
    group = WorkingGroupFactory(state=GroupState.CLOSED)
    assert not opens(a_group_coordinator(group), group)


def test_announcements_are_for_those_who_coordinate():
    group = WorkingGroupFactory()
    assert not opens(a_member(), group, TopicKind.ANNOUNCEMENT)
    assert opens(a_group_coordinator(group), group, TopicKind.ANNOUNCEMENT)


def test_closed_topic_takes_answers_of_those_who_moderate_alone():
    topic = a_topic()
    Topic.objects.filter(pk=topic.pk).update(is_closed=True)
    with pytest.raises(PermissionDenied):
        a_reply(topic)
    assert a_reply(topic, a_group_coordinator(topic.group)).number == 2


def test_removed_topic_takes_no_answers():
    topic = a_topic()
    Topic.objects.filter(pk=topic.pk).update(removed_at=timezone.now())
    with pytest.raises(PermissionDenied):
        a_reply(topic, a_group_coordinator(topic.group))


def test_form_sent_twice_makes_one():
    author, group, key = a_member(), WorkingGroupFactory(), uuid4()
    sent = {"group": group, "author": author, "kind": TopicKind.DEBATE, "title": "Una vegada"}
    first = publish_topic(**sent, writing=Writing("<p>a</p>", key=key))
    assert publish_topic(**sent, writing=Writing("<p>a</p>", key=key)) == first
    answer = Writing("<p>b</p>", key=uuid4())
    post = publish_post(topic=first, author=author, writing=answer)
    assert publish_post(topic=first, author=author, writing=answer) == post
    assert (Topic.objects.count(), Post.objects.count()) == (1, 2)


def test_same_key_of_somebody_else_is_another_form():
    topic, key = a_topic(), uuid4()
    for author in (a_member(), a_member()):
        publish_post(topic=topic, author=author, writing=Writing("<p>b</p>", key=key))
    assert Post.objects.count() == 3


def test_answer_to_a_post_of_another_topic_answers_the_topic():
    elsewhere = a_topic().posts.get()
    assert a_reply(a_topic(), reply_to=elsewhere).reply_to is None


def test_only_readers_are_mentioned():
    group = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    author, inside, outside = a_member(), a_member(), a_member()
    for person in (author, inside):
        GroupMembershipFactory(group=group, user=person)
    names = "".join(f'<span data-mention="{person.pk}">@qui</span> ' for person in (inside, outside))
    topic = a_topic(group, author, body=f"<p>{names}</p>")
    body = topic.posts.get().body
    assert list(Mention.objects.values_list("person", flat=True)) == [inside.pk]
    assert (inside.full_name in body, outside.full_name in body, f'data-mention="{outside.pk}"' in body) == (
        True,
        False,
        False,
    )


def test_pace_stops_a_program_and_loses_nothing(monkeypatch):
    monkeypatch.setattr(pace, "MOST_IN_A_MINUTE", 3)
    topic = a_topic()
    for _ in range(2):
        a_reply(topic, topic.author)
    with pytest.raises(TooManyPostsError):
        a_reply(topic, topic.author)
    Post.objects.update(created_at=timezone.now() - timedelta(minutes=2))
    assert a_reply(topic, topic.author).number == 4


def test_pace_is_asked_of_a_held_author_and_before_the_topic_is_held(monkeypatch):
    steps, outside = [], len(connection.savepoint_ids)
    for name in ("hold_author", "check_pace", "lock_topic"):
        monkeypatch.setattr(publishing, name, noting(steps, name, getattr(publishing, name)))
    topic = a_topic()
    a_reply(topic, topic.author)
    inside = outside + 1
    opened = [("hold_author", inside), ("check_pace", inside)]
    assert steps == [*opened, *opened, ("lock_topic", inside)]


def noting(steps, name, verb):
    def noted(thing):
        steps.append((name, len(connection.savepoint_ids)))
        return verb(thing)

    return noted


def test_author_is_held_so_that_others_may_still_refer_to_them(django_assert_num_queries):
    author = a_member()
    with django_assert_num_queries(1) as said:
        hold_author(author)
    locks = said.captured_queries[-1]["sql"].endswith("FOR NO KEY UPDATE")
    assert locks == (connection.vendor == "postgresql")  # SQLite holds the whole file for whoever writes


def test_pace_holds_over_an_hour_too(monkeypatch):
    monkeypatch.setattr(pace, "MOST_IN_AN_HOUR", 2)
    topic = a_topic()
    a_reply(topic, topic.author)
    Post.objects.update(created_at=timezone.now() - timedelta(minutes=50))
    with pytest.raises(TooManyPostsError):
        a_reply(topic, topic.author)
    assert a_reply(topic, a_group_coordinator(topic.group)).number == 3


def test_coordinator_is_a_role_of_a_seat_in_force():
    group = WorkingGroupFactory()
    over = a_group_coordinator(group)
    over.memberships.update(role=GroupRole.COORDINATOR, until=timezone.localdate())
    assert not opens(over, group, TopicKind.ANNOUNCEMENT)
