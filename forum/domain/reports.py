"""A member asks that a post be looked at; those who moderate its group decide, once for all who asked."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Min, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.domain.acts import answer_reports, hold, write_act
from forum.domain.moderation import change_removal, remove_post
from forum.domain.numbering import lock_topic
from forum.enums import ActKind, ReportReason, ReportState
from forum.models import Post, Report, Topic
from forum.signals import reported
from intranet.members.doors import door_to
from intranet.members.enums import GroupRole
from intranet.members.models import GroupMembership, User, WorkingGroup

MOST_IN_A_DAY = 30
"""A limit that a person never meets."""


@transaction.atomic
def report_post(post: Post, *, by: User, reason: ReportReason, note: str = "") -> Report:
    """Ask that `post` be looked at; asked again while it waits, it is the same report.

    Raises `PermissionDenied` for what `by` does not read or has written, `ValidationError`.
    """
    topic = lock_topic(post.topic)
    post = Post.objects.get(pk=post.pk)
    if topic.removed_at or post.removed_at or post.author_id == by.pk or not door_to(by, topic.group).may_read:
        raise PermissionDenied
    if waiting := Report.objects.open().filter(post=post, reporter=by).first():
        return waiting
    if reason == ReportReason.OTHER and not note.strip():
        raise ValidationError({"note": _("Say in a few words what it is.")})
    if Report.objects.filter(reporter=by, created_at__gt=timezone.now() - timedelta(days=1)).count() >= MOST_IN_A_DAY:
        raise ValidationError(_("You have reported a lot today. Write to those who coordinate the group instead."))
    report = Report.objects.create(post=post, reporter=by, reason=reason, note=note)
    reported.send(sender=Report, report=report)
    return report


@transaction.atomic
def decide(report: Report, *, by: User, state: ReportState, answer: str = "") -> bool:
    """Let the post stay or remove it, and answer all who have reported it. False when it was decided already.

    Nobody decides about a post of their own. Raises `PermissionDenied`, `ValidationError` for a removal without reason.
    """
    post = report.post
    topic = hold(post.topic, by=by)
    if post.author_id == by.pk or state == ReportState.OPEN:
        raise PermissionDenied
    waiting = Report.objects.filter(post=post).open()
    if not waiting.filter(pk=report.pk).exists():
        return False
    if state == ReportState.REMOVED:
        take_away(Post.objects.get(pk=post.pk), topic, by=by, reason=answer)
    else:
        answer_reports(waiting, by=by, state=state, answer=answer)
        write_act(ActKind.KEEP, topic, group=topic.group, by=by, post=post, reason=answer)
    return True


def take_away(post: Post, topic: Topic, *, by: User, reason: str) -> None:
    """Remove what was reported, in its held topic; if its author had removed it themselves, it is `by` who does from now on."""
    if post.removed_at is None or not reason.strip():
        remove_post(post, by=by, reason=reason)
        return
    change_removal(post, removed_at=post.removed_at, reason=reason)
    answer_reports(Report.objects.filter(post=post), by=by, state=ReportState.REMOVED, answer=reason)
    write_act(ActKind.REMOVE, topic, group=topic.group, by=by, post=post, reason=reason)


def has_a_judge(post: Post, group: WorkingGroup) -> bool:
    """Whether somebody but its author may decide about `post`: what is said in private has no one but its group's own."""
    coordinators = GroupMembership.objects.of_present_people().filter(group=group, role=GroupRole.COORDINATOR)
    return not group.is_private or coordinators.exclude(user=post.author_id).exists()


def posts_waiting_for(user: User) -> "QuerySet[Post]":
    """The reported posts that wait for a decision of `user`, the longest first, each with its `open_reports`."""
    waiting = Report.objects.open().moderated_by(user)
    since = Min("reports__created_at", filter=Q(reports__state=ReportState.OPEN))
    posts = Post.objects.filter(pk__in=waiting.values("post")).annotate(since=since).order_by("since", "pk")
    reports = Prefetch("reports", Report.objects.open().select_related("reporter"), to_attr="open_reports")
    return posts.select_related("topic__group", "author", "council").prefetch_related(reports)
