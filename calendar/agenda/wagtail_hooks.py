"""The agenda in the CMS (see `agenda.admin`)."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.snippets.action_menu import ActionMenuItem
from wagtail.snippets.models import register_snippet

from agenda.admin.bulk import NoDeletion
from agenda.admin.events import EventViewSet
from agenda.models import Event

register_snippet(EventViewSet)
hooks.register("register_bulk_action", NoDeletion, order=1)  # after Wagtail's own, whose place it takes


@hooks.register("construct_snippet_action_menu")
def withdraw_on_the_site(items: list[ActionMenuItem], _request: HttpRequest, context: dict[str, Any]) -> None:
    """Those who count on an event are told when it is withdrawn; the CMS would hide it without a word."""
    if context["model"] is Event:
        items[:] = [item for item in items if item.name != "action-unpublish"]
