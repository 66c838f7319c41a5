"""What moderation leaves behind: a line in the log, told to whoever listens, and an answer to those who had reported."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from forum.domain.numbering import lock_topic
from forum.enums import ActKind, ReportState
from forum.models import Act, Post, Report, Topic
from forum.models.moderation import ReportQuerySet, groups_moderated_by
from forum.signals import moderated, report_decided
from intranet.members.doors import door_to
from intranet.members.models import User, WorkingGroup


def may_moderate(user: User) -> bool:
    """Whether there is anything that `user` moderates. At most one statement."""
    return user.standing.cares_for_members or groups_moderated_by(user).exists()


def hold(topic: Topic, *, by: User) -> Topic:
    """The topic as it is now, held for `by`, who moderates its group now. Raises `PermissionDenied`."""
    held = lock_topic(topic)
    if not door_to(by, held.group).moderates:
        raise PermissionDenied
    return held


def write_act(
    kind: ActKind, topic: Topic, *, group: WorkingGroup, by: User, post: Post | None = None, reason: str = ""
) -> Act:
    act = Act.objects.create(kind=kind, group=group, topic=topic, post=post, actor=by, reason=reason)
    moderated.send(sender=Act, act=act)
    return act


def answer_reports(reports: ReportQuerySet, *, by: User, state: ReportState, answer: str) -> None:
    """Decide all of `reports` that are open, and tell each of those who sent them. Two statements, and those of telling."""
    now = timezone.now()
    waiting = list(reports.open().select_related("reporter", "post__topic__group"))
    for report in waiting:
        report.state, report.answer, report.decided_by, report.decided_at = state, answer, by, now
    held = Report.objects.filter(pk__in=[report.pk for report in waiting])
    held.update(state=state, answer=answer, decided_by=by, decided_at=now)
    for report in waiting:
        report_decided.send(sender=Report, report=report, by=by)


def acts_for(user: User) -> QuerySet[Any]:
    """The log of the groups that `user` moderates. `is_readable`: a topic that has moved on may be out of their sight."""
    readable = WorkingGroup.objects.content_visible_to(user).filter(pk=OuterRef("topic__group"))
    acts = Act.objects.filter(group__in=groups_moderated_by(user).values("pk"))
    return acts.annotate(is_readable=Exists(readable)).select_related("group", "topic__group", "post", "actor")
