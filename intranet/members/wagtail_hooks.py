"""Coordination's area in the CMS (see `intranet.members.admin`)."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.log_actions import LogActionRegistry

from intranet.members.admin import active_filters  # noqa: F401 - registers how they are said
from intranet.members.admin.choosers import organisation_chooser, person_chooser
from intranet.members.admin.follow_ups import due_contacts_for
from intranet.members.admin.home import NetworkSummaryItem
from intranet.members.admin.memberships import MembershipViewSet
from intranet.members.admin.menu import UNNEEDED, UNNEEDED_REPORTS, NetworkViewSetGroup, keep
from intranet.members.models import User
from intranet.members.views.requests import PersonRequest


@hooks.register("register_admin_viewset")
def register_network() -> list[Any]:
    return [person_chooser, organisation_chooser, NetworkViewSetGroup(), MembershipViewSet()]


@hooks.register("before_bulk_action")
def refuse_bulk_changes_of_people(_request: HttpRequest, _kind: str, _objects: list[Any], action: BulkAction) -> None:
    """Wagtail's own bulk actions on users give roles and delete, past the rules of `domain.people`."""
    if action.model is User:
        raise PermissionDenied


@hooks.register("construct_main_menu")
def calm_the_menu(_request: HttpRequest, items: list[MenuItem]) -> None:
    keep(items, without=UNNEEDED)


@hooks.register("construct_reports_menu")
def calm_the_reports(_request: HttpRequest, items: list[MenuItem]) -> None:
    keep(items, without=UNNEEDED_REPORTS)


@hooks.register("register_admin_menu_item")
def link_to_the_site() -> MenuItem:
    return MenuItem(_("View the site"), "/", name="view-site", icon_name="view", order=20000)


@hooks.register("get_avatar_url")
def show_own_photo(user: User | None, size: int) -> str | None:  # noqa: ARG001 - the hook's signature
    """Nobody is who the system itself is, in the history of pages it made."""
    return user.photo.url if user and user.photo else None


@hooks.register("construct_homepage_panels")
def show_due_contacts(request: PersonRequest, panels: list[Any]) -> None:
    panels.extend(due_contacts_for(request.user))


@hooks.register("construct_homepage_summary_items")
def show_the_network(request: HttpRequest, items: list[Any]) -> None:
    items.append(NetworkSummaryItem(request))


@hooks.register("insert_global_admin_css")
def dress() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("register_log_actions")
def name_our_actions(actions: LogActionRegistry) -> None:
    actions.register_action("members.position.end", _("End"), _("Position ended"))
    actions.register_action("members.second_factor.reset", _("Reset the second factor"), _("Second factor reset"))
    actions.register_action("members.invitation.resend", _("Send again"), _("Invitation sent again"))
    actions.register_action("members.invitation.withdraw", _("Withdraw"), _("Invitation withdrawn"))
