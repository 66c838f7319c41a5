from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.enums import ActKind, ReportReason, ReportState
from forum.models.posts import Post
from forum.models.topics import Topic
from intranet.members.enums import GroupRole
from intranet.members.models import GroupMembership, WorkingGroup

if TYPE_CHECKING:
    from intranet.members.models import User


def groups_moderated_by(user: "User") -> "models.QuerySet[WorkingGroup]":
    """Those that `user` coordinates; for coordination, all whose content it may read."""
    readable = WorkingGroup.objects.content_visible_to(user)
    if user.standing.cares_for_members:
        return readable
    seats = GroupMembership.objects.of(user).filter(role=GroupRole.COORDINATOR)
    return readable.filter(pk__in=seats.values("group"))


class ReportQuerySet(models.QuerySet["Report"]):
    def moderated_by(self, user: "User") -> Self:
        """Those that `user` decides: never about a post of their own, nor learns who reported it."""
        groups = groups_moderated_by(user).values("pk")
        return self.filter(post__topic__group__in=groups).exclude(post__author=user)

    def open(self) -> Self:
        return self.filter(state=ReportState.OPEN)


class Report(models.Model):
    """That a member asks those who moderate to look at a post, and what they decided."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="reports", verbose_name=_("post"))
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("who reported it")
    )
    reason = models.CharField(_("reason"), max_length=20, choices=ReportReason)
    note = models.TextField(_("in your words"), max_length=600, blank=True)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    state = models.CharField(_("state"), max_length=10, choices=ReportState, default=ReportState.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    answer = models.TextField(_("answer"), max_length=600, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering: ClassVar = ["created_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["post", "reporter"], condition=Q(state=ReportState.OPEN), name="report_open_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["created_at"], name="report_open", condition=Q(state=ReportState.OPEN)),
        ]

    def __str__(self) -> str:
        return f"{self.post}: {self.reason}"


class AppendOnlyError(TypeError):
    """The log of moderation is written, and never changed."""


class Act(models.Model):
    """One line of the moderation log. Append-only."""

    kind = models.CharField(_("what was done"), max_length=10, choices=ActKind)
    group = models.ForeignKey(WorkingGroup, on_delete=models.PROTECT, related_name="+", verbose_name=_("working group"))
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="acts", verbose_name=_("topic"))
    post = models.ForeignKey(
        Post, on_delete=models.CASCADE, null=True, blank=True, related_name="acts", verbose_name=_("post")
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("who did it")
    )
    reason = models.TextField(_("reason"), blank=True)
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("act of moderation")
        verbose_name_plural = _("acts of moderation")
        ordering: ClassVar = ["-at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["group", "-at"], name="act_in_group")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.topic}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises `AppendOnlyError` when the line is there already."""
        if self.pk is not None:
            raise AppendOnlyError
        super().save(*args, **kwargs)
