"""Which answer solves a question: its author says so, or somebody who moderates."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from forum.domain.numbering import lock_topic, touch_post
from forum.models import Post, Topic
from forum.signals import topic_solved
from intranet.members.doors import Door, door_to
from intranet.members.models import User


def may_solve(topic: Topic, door: Door) -> bool:
    """Whether the person at the group's `door` says what solves `topic`."""
    is_theirs = door.may_read and topic.author_id == door.person.pk
    return topic.is_question and topic.removed_at is None and (is_theirs or door.moderates)


@transaction.atomic
def mark_solved(post: Post, *, by: User) -> Topic:
    """Raises `PermissionDenied`, also when `post` is the question itself or was removed."""
    topic = hold_question(post.topic, by=by)
    post = Post.objects.get(pk=post.pk)
    if post.is_first or post.removed_at:
        raise PermissionDenied
    if topic.solved_by_id != post.pk:
        change_solution(topic, post)
        topic_solved.send(sender=Topic, topic=topic, post=post, by=by)
    return topic


@transaction.atomic
def mark_unsolved(topic: Topic, *, by: User) -> Topic:
    """The question waits for an answer again. Raises `PermissionDenied`."""
    topic = hold_question(topic, by=by)
    if topic.solved_by_id is not None:
        change_solution(topic, None)
    return topic


def hold_question(topic: Topic, *, by: User) -> Topic:
    held = lock_topic(topic)
    if not may_solve(held, door_to(by, held.group)):
        raise PermissionDenied
    return held


def change_solution(topic: Topic, post: Post | None) -> None:
    """Both the post that solved it and the one that does now look different."""
    for changed in (topic.solved_by, post):
        if changed is not None:
            touch_post(changed)
    topic.solved_by = post
    topic.version += 1
    topic.save(update_fields=["solved_by", "version"])
