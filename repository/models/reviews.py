"""Who decides on what is proposed: the one task of the bank's workflow. And what was published so far."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision, Task, TaskState

from repository.models.pages import ResourcePage

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from intranet.members.models import User


class ReviewTask(Task):
    """Decided by coordination, or by the coordinators of the resource's group: `queries.reviewed_by` says who."""

    class Meta:
        verbose_name = _("review of a resource")
        verbose_name_plural = _("reviews of resources")

    def user_can_access_editor(self, obj: ResourcePage, user: "User") -> bool:
        return bool(ResourcePage.objects.reviewed_by(user).filter(pk=obj.pk).exists())

    def user_can_lock(self, _obj: ResourcePage, _user: "User") -> bool:
        return False

    def user_can_unlock(self, _obj: ResourcePage, _user: "User") -> bool:
        return False

    def get_actions(self, obj: ResourcePage, user: "User") -> list[tuple[str, Any, bool]]:
        if not self.user_can_access_editor(obj, user):
            return []
        from repository.domain.gate import problems_of  # noqa: PLC0415 - the models, which this is a part of, come first

        returning = ("reject", _("Return with remarks"), True)
        if problems_of(ResourcePage.objects.get(pk=obj.pk).get_latest_revision_as_object()):
            return [returning]
        return [
            returning,
            ("approve", _("Publish"), False),
            ("approve", _("Publish with a remark"), True),
        ]

    def get_task_states_user_can_moderate(self, user: "User", **_kwargs: Any) -> "QuerySet[TaskState]":
        waiting = ResourcePage.objects.reviewed_by(user).values_list("pk", flat=True)
        ids = [str(pk) for pk in waiting]
        return TaskState.objects.filter(  # type: ignore[no-any-return]
            status=TaskState.STATUS_IN_PROGRESS, task=self.task_ptr, revision__object_id__in=ids
        )

    @classmethod
    def get_description(cls) -> Any:
        return _("Coordination decides, or the coordinators of the resource's group.")


class Version(models.Model):
    """That a wording of a resource was published, by whom and when: what readers saw, and can be gone back to."""

    page = models.ForeignKey(ResourcePage, on_delete=models.CASCADE, related_name="versions")
    revision = models.OneToOneField(Revision, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    published_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["-published_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.page} {self.published_at:%Y-%m-%d %H:%M}"
