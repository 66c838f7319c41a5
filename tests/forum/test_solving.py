"""Which answer solves a question, and who says so."""

import pytest
from django.core.exceptions import PermissionDenied

from forum.domain.moderation import remove_post
from forum.domain.solving import mark_solved, mark_unsolved
from forum.models import Topic
from forum.signals import topic_solved
from tests.factories.forum import a_question, a_reply, a_topic
from tests.factories.members import a_member
from tests.factories.roles import a_group_coordinator

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard():
    told = []

    def hear(post, by, **_given):
        told.append((post.number, by))

    topic_solved.connect(hear)
    yield told
    topic_solved.disconnect(hear)


def solution(topic):
    return Topic.objects.get(pk=topic.pk).solved_by


def test_author_says_what_solves_the_question_changes_it_and_takes_it_back(heard):
    topic = a_question()
    second, third = a_reply(topic), a_reply(topic)
    for post in (second, second, third):
        mark_solved(post, by=topic.author)
    assert (solution(topic), list(Topic.objects.unanswered())) == (third, [])
    mark_unsolved(topic, by=topic.author)
    assert (solution(topic), list(Topic.objects.unanswered())) == (None, [topic])
    assert heard == [(2, topic.author), (3, topic.author)]
    assert list(topic.posts.values_list("version", flat=True)) == [0, 2, 2]
    assert Topic.objects.get(pk=topic.pk).version == 6


def test_those_who_moderate_may_and_nobody_else(heard):
    topic = a_question()
    post, coordinator = a_reply(topic), a_group_coordinator(topic.group)
    for person in (post.author, a_member(), a_group_coordinator()):
        with pytest.raises(PermissionDenied):
            mark_solved(post, by=person)
    mark_solved(post, by=coordinator)
    with pytest.raises(PermissionDenied):
        mark_unsolved(topic, by=post.author)
    assert (solution(topic), heard) == (post, [(2, coordinator)])


def test_author_who_reads_the_group_no_longer_says_nothing_more():
    topic = a_question()
    post = a_reply(topic)
    type(topic.group).objects.filter(pk=topic.group.pk).update(access="private")
    topic.group.memberships.filter(user=topic.author).delete()
    with pytest.raises(PermissionDenied):
        mark_solved(post, by=topic.author)


def test_question_is_not_solved_by_itself_nor_by_what_was_removed():
    topic = a_question()
    removed, coordinator = a_reply(topic), a_group_coordinator(topic.group)
    remove_post(removed, by=coordinator, reason="Sobra.")
    for post in (topic.posts.get(number=1), removed):
        with pytest.raises(PermissionDenied):
            mark_solved(post, by=topic.author)


def test_only_questions_are_solved():
    topic = a_topic()
    with pytest.raises(PermissionDenied):
        mark_solved(a_reply(topic), by=topic.author)
