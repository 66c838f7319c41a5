"""Whom the forum tells of what happens in it, in the transaction in which it happens."""

from collections.abc import Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.db.models.signals import post_delete, post_save
from django.utils import timezone

from forum.domain.audience import followers_of, listeners_to, moderators_of, people_of
from forum.domain.discretion import stays_inside
from forum.domain.summaries import WEEK
from forum.enums import ActKind
from forum.models import Act, Experience, GroupWeek, Post, Report, Topic
from forum.notifications import TOLD_ACTS
from forum.signals import (
    moderated,
    post_edited,
    post_published,
    report_decided,
    reported,
    topic_published,
    topic_solved,
)
from intranet.members.models import GroupMembership, User, WorkingGroup
from intranet.members.signals import access_lessened
from intranet.notifications.domain.following import hide, move_to, told_about, write_anew, write_told_anew
from intranet.notifications.domain.forgetting import forget
from intranet.notifications.domain.notify import notify
from intranet.notifications.models import Notification, NotificationQuerySet

OF_MEMBERS = ("new_topic", "group_week")


def tell_of_topic(topic: Topic, post: Post, **_kwargs: Any) -> None:
    people = people_of(topic.group).exclude(pk__in=tell_mentioned(post, mentioned_in(post), by=post.author))
    notify("new_topic", people, actor=topic.author, target=topic, group=topic.group)


def tell_of_reply(post: Post, **_kwargs: Any) -> None:
    people = listeners_to(post).exclude(pk__in=tell_mentioned(post, mentioned_in(post), by=post.author))
    notify("reply", people, actor=post.author, target=post, about=post.topic, group=post.topic.group)


def mentioned_in(post: Post) -> list[User]:
    return list(User.objects.filter(mentions__post=post))


def tell_mentioned(post: Post, people: Sequence[User], *, by: User) -> list[int]:
    """Who is told that the post mentions them, by key: they are not told of it a second time."""
    if not people:
        return []
    notify("mention", people, actor=by, target=post, about=post.topic, group=post.topic.group)
    told = Notification.objects.filter(
        kind="mention", target_type=ContentType.objects.get_for_model(Post), target_id=post.pk
    )
    return list(told.values_list("recipient", flat=True))


def tell_of_edit(post: Post, by: User, mentioned: Sequence[User], **_kwargs: Any) -> None:
    tell_mentioned(post, mentioned, by=by)


def take_words_back(instance: Experience, *, created: bool, **_kwargs: Any) -> None:
    """What was a success is a failure now: mails that wait with its title or words are not to go as they are."""
    topic = instance.topic
    if created or not stays_inside(topic):
        return
    write_anew(topic)
    write_told_anew(told_of_moderating(topic))
    opened = timezone.localdate(topic.created_at)
    for week in GroupWeek.objects.filter(group=topic.group_id, monday__gt=opened - WEEK, monday__lte=opened):
        write_anew(week)


def told_of_moderating(topic: Topic) -> NotificationQuerySet:
    """What was told of acts and reports in `topic`: each is a thing of its own, so that none folds into another."""
    acts, reports = Act.objects.filter(topic=topic), Report.objects.filter(post__topic=topic)
    of_acts = Q(target_type=ContentType.objects.get_for_model(Act), target_id__in=acts.values("pk"))
    of_reports = Q(target_type=ContentType.objects.get_for_model(Report), target_id__in=reports.values("pk"))
    return Notification.objects.filter(of_acts | of_reports)


def tell_of_solution(topic: Topic, post: Post, by: User, **_kwargs: Any) -> None:
    concerned = followers_of(topic) | User.objects.filter(pk__in=[topic.author_id, post.author_id])
    notify("topic_solved", concerned, actor=by, target=post, about=topic, group=topic.group)


def tell_of_act(act: Act, **_kwargs: Any) -> None:
    follow_act(act)
    if act.kind in TOLD_ACTS:
        author = act.post.author if act.post else act.topic.author
        notify("moderated", [author], actor=act.actor, target=act, group=act.group)


def follow_act(act: Act) -> None:
    """What was told of a topic that moves or a post that goes is no longer told to those who see it no longer."""
    if act.kind == ActKind.MOVE:
        move_to(act.topic.group, act.topic)
        write_told_anew(told_of_moderating(act.topic))
    elif act.kind != ActKind.REMOVE:
        return
    elif act.post is None or act.post.is_first:
        hide(told_about(act.topic))
    else:
        hide(Notification.objects.filter(target_type=ContentType.objects.get_for_model(Post), target_id=act.post.pk))


def tell_of_report(report: Report, **_kwargs: Any) -> None:
    group = report.post.topic.group
    notify("reported", moderators_of(group), actor=report.reporter, target=report, group=group)


def tell_of_decision(report: Report, by: User, **_kwargs: Any) -> None:
    forget("reported", report)
    notify("report_decided", [report.reporter], actor=by, target=report, group=report.post.topic.group)


def forget_groups_left(person: User, **_kwargs: Any) -> None:
    """What only those in a group are told is not told to whoever has left it, mails that wait included."""
    now = User.objects.with_standing().get(pk=person.pk)
    if not now.standing.has_access:
        return  # they hear nothing anyway, and may come back
    inside = list(WorkingGroup.objects.of(now).values_list("pk", flat=True))
    Notification.objects.filter(recipient=person, kind__in=OF_MEMBERS).exclude(group__in=inside).delete()
    # What was done to their topics is told still, of those that are in the group that was left without their name.
    write_told_anew(Notification.objects.filter(recipient=person, kind="moderated"))


def forget_group_left(instance: GroupMembership, origin: Any = None, **_kwargs: Any) -> None:
    """A seat has been deleted by itself, not with its person or its group."""
    if getattr(origin, "model", type(origin)) is GroupMembership:
        forget_groups_left(instance.user)


def connect_receivers() -> None:
    topic_published.connect(tell_of_topic)
    post_published.connect(tell_of_reply)
    post_edited.connect(tell_of_edit)
    topic_solved.connect(tell_of_solution)
    post_save.connect(take_words_back, sender=Experience)
    moderated.connect(tell_of_act)
    reported.connect(tell_of_report)
    report_decided.connect(tell_of_decision)
    access_lessened.connect(forget_groups_left)
    post_delete.connect(forget_group_left, sender=GroupMembership)
