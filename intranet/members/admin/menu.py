"""«Network» in the menu, and what Wagtail offers that nobody here needs."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.model import ModelViewSetGroup

from intranet.members.admin.follow_ups import FollowUpViewSet
from intranet.members.admin.groups import GroupViewSet
from intranet.members.admin.invitations import InvitationViewSet
from intranet.members.admin.organisations import OrganisationViewSet
from intranet.members.admin.positions import PositionViewSet
from intranet.members.admin.subjects import SubjectViewSet

# By the names that Wagtail gives its entries.
UNNEEDED = {"help"}
UNNEEDED_REPORTS = {"locked-pages", "page-types-usage", "workflow-tasks"}


class NetworkViewSetGroup(ModelViewSetGroup):
    """All nouns of this area; people join by the hook, since Wagtail itself registers them."""

    menu_label = _("Network")
    menu_icon = "globe"
    menu_name = "network"
    menu_order = 50
    submenu_hook = "register_network_menu_item"
    items = (
        OrganisationViewSet("organisation", menu_order=1),
        PositionViewSet("position", menu_order=3),
        GroupViewSet("group", menu_order=4),
        InvitationViewSet("invitation", menu_order=5),
        SubjectViewSet("subject", menu_order=6),
        FollowUpViewSet("followup", menu_order=7),
    )


def keep(items: list[MenuItem], *, without: set[str]) -> None:
    items[:] = [item for item in items if item.name not in without]
