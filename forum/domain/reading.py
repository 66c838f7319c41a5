"""How far somebody has read. Nothing is written when nothing advanced."""

from django.db import connection
from django.db.models import Subquery
from django.utils import timezone

from forum.domain.opening import OpenTopic
from forum.models import GroupMark, Post, ReadMark
from intranet.members.models import User, WorkingGroup
from intranet.notifications.domain.reading import mark_target_read

ADVANCE = """
    INSERT INTO forum_readmark (person_id, topic_id, number) VALUES (%s, %s, %s)
    ON CONFLICT (person_id, topic_id) DO UPDATE SET number = excluded.number
    WHERE forum_readmark.number < excluded.number
"""


def mark_read_to(opened: OpenTopic, number: int) -> None:
    """`opened.door.person` has the topic's page open, with the posts up to `number`: the bell need not tell of it any more."""
    person, topic = opened.door.person, opened.topic
    if number > opened.read_number:
        advance(person, topic.pk, number)
    if opened.is_told_of:
        mark_target_read(person, topic)


def advance(person: User, topic: int, number: int) -> None:
    """In SQL: one statement whether or not there was a mark, and it never goes back."""
    with connection.cursor() as cursor:
        cursor.execute(ADVANCE, [person.pk, topic, number])


def mark_own_read(post: Post) -> None:
    """The author of `post` has read it. Where they had not read all before it, that stays new to them, and it too.

    What moderation removed before it need not have been read.
    """
    person, shown = post.author, Post.objects.filter(topic=post.topic_id, number__lt=post.number, removed_at=None)
    last = shown.order_by("-number")[:1]
    marks = ReadMark.objects.filter(topic=post.topic_id, person=person, number__gte=Subquery(last.values("number")))
    if not post.is_first and not marks.exists():
        declared = GroupMark.objects.filter(person=person, group=post.topic.group_id)
        read = Post.objects.filter(pk=last.values("pk"), created_at__lte=declared.values("read_until"))
        if not read.exists():
            return
    advance(person, post.topic_id, post.number)


def mark_group_read(person: User, group: WorkingGroup) -> None:
    """All that the group has said so far."""
    GroupMark.objects.update_or_create(person=person, group=group, defaults={"read_until": timezone.now()})
