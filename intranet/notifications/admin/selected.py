"""Trying again what is selected in the list."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.views.bulk_action import BulkAction

from intranet.notifications.admin.letters import heading_of
from intranet.notifications.admin.outbox import may_be_tried, retry_all
from intranet.outbox.models import Message


class RetrySelected(BulkAction):
    display_name = _("Try again")
    action_type = "retry"
    aria_label = _("Try the selected messages again")
    template_name = "notifications/admin/retry_selected.html"
    models: Any = (Message,)

    def check_perm(self, obj: Message) -> bool:
        may: bool = self.request.user.has_perm("outbox.change_message")
        return may and may_be_tried(obj) and bool(obj.raw)

    def get_all_objects_in_listing_query(self, parent_id: str | None) -> QuerySet[Message, int]:  # noqa: ARG002 - Wagtail's signature
        """«All» are those that have failed: nobody means the thousands that were sent."""
        return Message.objects.given_up().values_list("pk", flat=True)

    def object_context(self, obj: Message) -> dict[str, Any]:
        return {"item": obj, "heading": heading_of(obj)}

    def get_execution_context(self) -> dict[str, Any]:
        return {"by": self.request.user}

    @classmethod
    def execute_action(cls, objects: list[Message], *, by: Any = None, **_kwargs: Any) -> tuple[int, int]:
        return retry_all(objects, by=by), 0

    def get_success_message(self, num_parent_objects: int, _num_child_objects: int) -> str:
        text = ngettext(
            "%(number)d message will be tried again.", "%(number)d messages will be tried again.", num_parent_objects
        )
        return text % {"number": num_parent_objects}
