from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from intranet.members.models import WorkingGroup

if TYPE_CHECKING:
    from intranet.members.models import User


class GroupWeekQuerySet(models.QuerySet["GroupWeek"]):
    def visible_to(self, user: "User") -> Self:
        return self.filter(group__in=WorkingGroup.objects.content_visible_to(user).values("pk"))


class GroupWeek(models.Model):
    """What happened in a group from one Monday to the next (Europe/Madrid), for its weekly summary."""

    group = models.ForeignKey(WorkingGroup, on_delete=models.CASCADE, related_name="+")
    monday = models.DateField(_("week from"))
    topics = models.PositiveIntegerField(_("new topics"), default=0)
    replies = models.PositiveIntegerField(_("replies"), default=0)
    unanswered = models.PositiveIntegerField(_("unanswered questions"), default=0)

    objects = GroupWeekQuerySet.as_manager()

    class Meta:
        verbose_name = _("week of a group")
        verbose_name_plural = _("weeks of groups")
        constraints: ClassVar = [models.UniqueConstraint(fields=["group", "monday"], name="group_week_once")]

    def __str__(self) -> str:
        return f"{self.group} {self.monday}"

    def get_absolute_url(self) -> str:
        return reverse("topics", args=[self.group.slug])
