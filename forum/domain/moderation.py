"""What those who moderate a group do with its topics and posts. Each act is logged, and doing what is done changes nothing."""

from datetime import datetime
from typing import Literal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.domain.acts import answer_reports, hold, write_act
from forum.enums import ActKind, ReportState, TopicKind
from forum.models import Act, Post, Report, Topic
from forum.models.moderation import groups_moderated_by
from intranet.members.doors import door_to
from intranet.members.enums import GroupAccess, GroupState
from intranet.members.models import User, WorkingGroup


def pin(topic: Topic, *, by: User) -> Topic:
    return mark(topic, "is_pinned", ActKind.PIN, on=True, by=by)


def unpin(topic: Topic, *, by: User) -> Topic:
    return mark(topic, "is_pinned", ActKind.UNPIN, on=False, by=by)


def close(topic: Topic, *, by: User, reason: str = "") -> Topic:
    """From now on only those who moderate answer in it."""
    return mark(topic, "is_closed", ActKind.CLOSE, on=True, by=by, reason=reason)


def reopen(topic: Topic, *, by: User) -> Topic:
    return mark(topic, "is_closed", ActKind.REOPEN, on=False, by=by)


@transaction.atomic
def mark(
    topic: Topic, field: Literal["is_pinned", "is_closed"], kind: ActKind, *, on: bool, by: User, reason: str = ""
) -> Topic:
    topic = hold(topic, by=by)
    if topic.removed_at:
        raise PermissionDenied
    if getattr(topic, field) != on:
        setattr(topic, field, on)
        topic.version += 1
        topic.save(update_fields=[field, "version"])
        write_act(kind, topic, group=topic.group, by=by, reason=reason)
    return topic


@transaction.atomic
def remove_post(post: Post, *, by: User, reason: str) -> None:
    """Take `post` out of sight, with its `reason` in its place; the first one takes the whole topic along.

    A question it solved waits for an answer again, and whoever had reported it is answered; what was reported of the
    remover's own waits for somebody else. Raises `ValidationError` without a reason, `PermissionDenied`.
    """
    topic = hold(post.topic, by=by)
    post = Post.objects.get(pk=post.pk)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why: it stands in the place of the post.")})
    if post.removed_at:
        return
    now = timezone.now()
    change_removal(post, removed_at=now, reason=reason)
    topic.post_count -= 1
    if post.is_first:
        topic.removed_at = now
    if topic.solved_by_id == post.pk:
        topic.solved_by = None
    follow_posts(topic)
    about = Report.objects.filter(post__topic=topic) if post.is_first else Report.objects.filter(post=post)
    answer_reports(about.exclude(post__author=by), by=by, state=ReportState.REMOVED, answer=reason)
    write_act(ActKind.REMOVE, topic, group=topic.group, by=by, post=post, reason=reason)


@transaction.atomic
def restore_post(post: Post, *, by: User) -> None:
    """Bring back what was removed; with the first post comes the topic. Raises `PermissionDenied`, as `may_restore`."""
    topic = hold(post.topic, by=by)
    post = Post.objects.get(pk=post.pk)
    if post.removed_at is None:
        return
    if not may_restore(post, by=by):
        raise PermissionDenied
    change_removal(post, removed_at=None, reason="")
    topic.post_count += 1
    if post.is_first:
        topic.removed_at = None
    follow_posts(topic)
    write_act(ActKind.RESTORE, topic, group=topic.group, by=by, post=post)


def may_restore(post: Post, *, by: User) -> bool:
    """Whether `by`, who moderates, brings back the removed `post`: one's own only when nobody else had a part in it."""
    removals = Act.objects.filter(post=post, kind=ActKind.REMOVE).order_by("-at", "-pk")
    return post.author_id != by.pk or removals.values_list("actor", flat=True).first() == by.pk


def change_removal(post: Post, *, removed_at: datetime | None, reason: str) -> None:
    Post.objects.filter(pk=post.pk).update(removed_at=removed_at, removal_reason=reason, version=F("version") + 1)


def follow_posts(topic: Topic) -> None:
    """Save the held topic with what its last post says; one that was removed whole keeps what it had."""
    last = topic.posts.filter(removed_at=None).order_by("-number").first()
    if last is not None:
        topic.last_posted_at, topic.last_author_id = last.created_at, last.author_id
    topic.version += 1
    topic.save(update_fields=["removed_at", "solved_by", "post_count", "last_posted_at", "last_author", "version"])


def destinations(topic: Topic, *, by: User) -> QuerySet[WorkingGroup]:
    """The groups to which `by` may move it: where they write, as `Door.may_write`; an announcement, where they moderate."""
    if topic.kind == TopicKind.ANNOUNCEMENT or by.standing.cares_for_members:
        found = groups_moderated_by(by)
    else:
        mine = WorkingGroup.objects.of(by).values("pk")
        found = WorkingGroup.objects.content_visible_to(by).filter(Q(access=GroupAccess.OPEN) | Q(pk__in=mine))
    return found.exclude(pk=topic.group_id).exclude(state=GroupState.CLOSED)


@transaction.atomic
def move(topic: Topic, *, to: WorkingGroup, by: User, reason: str = "", discloses: bool = False) -> Topic:
    """Let `topic` be of the group `to`: from now on its readers read it, and nobody else.

    `discloses`: that others will read what was said in private is meant; without it, nothing leaves a private group.
    Raises `ValidationError`, `PermissionDenied`.
    """
    topic = hold(topic, by=by)
    source, door = topic.group, door_to(by, to)
    if source == to:
        return topic
    if topic.removed_at or not door.may_write or (topic.kind == TopicKind.ANNOUNCEMENT and not door.moderates):
        raise PermissionDenied
    if source.is_private and not discloses:
        raise ValidationError({"discloses": _("Say that you mean it: others will read what was said in private.")})
    if Report.objects.open().filter(post__topic=topic, post__author=by).exists():
        raise ValidationError(_("Somebody has reported what you wrote in it: before it moves, somebody else decides."))
    topic.group, topic.is_pinned = to, False
    topic.version += 1
    topic.save(update_fields=["group", "is_pinned", "version"])
    # The address of each post changes with it.
    Post.objects.filter(topic=topic).update(version=F("version") + 1)
    write_act(ActKind.MOVE, topic, group=source, by=by, reason=reason)
    return topic
