"""Opening a topic and answering in it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from forum.domain.numbering import add_post, lock_topic
from forum.domain.pace import check_pace, hold_author
from forum.domain.reading import mark_own_read
from forum.domain.texts import Text, keep_text
from forum.enums import FollowLevel, TopicKind
from forum.models import Attachment, Follow, Post, Topic
from forum.signals import post_published, topic_published
from intranet.members.doors import door_to
from intranet.members.models import Organisation, Position, User, WorkingGroup


@dataclass(frozen=True)
class Writing:
    """What somebody sends: raw HTML as the form brought it, the files they uploaded, and the form's key."""

    body: str
    attachments: Iterable[Attachment] = field(default_factory=tuple)
    key: UUID | None = None


def sent_before(author: User, key: UUID | None) -> Post | None:
    """The post that this very form has made already."""
    if key is None:
        return None
    return Post.objects.select_related("topic__group").filter(author=author, key=key).first()


def council_of(author: User) -> Organisation | None:
    """The council for which `author` speaks today: the one they have been in for longest."""
    position = (
        Position.objects.giving_access()
        .filter(user=author)
        .select_related("organisation")
        .order_by("starts_on", "pk")
        .first()
    )
    return position.organisation if position else None


def nothing_more(_topic: Topic) -> None:
    """A topic that has nothing beside its posts."""


def publish_topic(
    *,
    group: WorkingGroup,
    author: User,
    kind: TopicKind,
    title: str,
    writing: Writing,
    also: Callable[[Topic], None] = nothing_more,
) -> Topic:
    """Open a topic with its first post; the same form sent twice opens one.

    `also(topic)` keeps what else belongs to it, in the same transaction and before anybody is told.

    Raises `PermissionDenied` when the author may not write in the group, or not this kind; `TooManyPostsError`.
    """
    door = door_to(author, group)
    if not door.may_write or (kind == TopicKind.ANNOUNCEMENT and not door.moderates):
        raise PermissionDenied
    try:
        return open_topic(group=group, author=author, kind=kind, title=title, writing=writing, also=also)
    except IntegrityError:
        if before := sent_before(author, writing.key):
            return before.topic
        raise


@transaction.atomic
def open_topic(
    *,
    group: WorkingGroup,
    author: User,
    kind: TopicKind,
    title: str,
    writing: Writing,
    also: Callable[[Topic], None],
) -> Topic:
    hold_author(author)
    if before := sent_before(author, writing.key):
        return before.topic
    check_pace(author)
    now, council = timezone.now(), council_of(author)
    topic = Topic.objects.create(
        group=group, kind=kind, title=title, author=author, council=council, created_at=now, last_posted_at=now
    )
    post = write(topic, author=author, council=council, writing=writing, reply_to=None)
    also(topic)
    topic_published.send(sender=Topic, topic=topic, post=post)
    return topic


def publish_post(*, topic: Topic, author: User, writing: Writing, reply_to: Post | None = None) -> Post:
    """Answer in `topic`; the same form sent twice makes one post.

    Raises `PermissionDenied` when the author may not write there, or the topic is closed to them; `TooManyPostsError`.
    """
    try:
        return answer(topic, author=author, writing=writing, reply_to=reply_to)
    except IntegrityError:
        if before := sent_before(author, writing.key):
            return before
        raise


@transaction.atomic
def answer(topic: Topic, *, author: User, writing: Writing, reply_to: Post | None) -> Post:
    hold_author(author)
    if before := sent_before(author, writing.key):
        return before
    check_pace(author)
    topic = lock_topic(topic)
    door = door_to(author, topic.group)
    if not door.may_write or topic.removed_at or (topic.is_closed and not door.moderates):
        raise PermissionDenied
    if reply_to is not None and (reply_to.topic_id != topic.pk or reply_to.removed_at):
        reply_to = None
    post = write(topic, author=author, council=council_of(author), writing=writing, reply_to=reply_to)
    post_published.send(sender=Post, post=post)
    return post


def write(topic: Topic, *, author: User, council: Organisation | None, writing: Writing, reply_to: Post | None) -> Post:
    """Keep the words in the locked topic: number, counters, mentions, files; its author has read and follows it."""
    post = Post(
        topic=topic, author=author, council=council, reply_to=reply_to, key=writing.key, created_at=timezone.now()
    )
    kept = Text.of(writing.body, author=author, group=topic.group, attachments=writing.attachments)
    post.body, post.text = kept.body, kept.plain
    add_post(post)
    keep_text(post, kept)
    Follow.objects.get_or_create(topic=topic, person=author, defaults={"level": FollowLevel.ALL})
    mark_own_read(post)
    return post
