"""The first page of the area: figures of the network beside those of the pages."""

from typing import Any

from django.urls import reverse
from wagtail.admin.site_summary import SummaryItem

from intranet.members.models import Invitation, Organisation, User
from intranet.members.rules import is_coordination
from intranet.members.views.requests import PersonRequest


class NetworkSummaryItem(SummaryItem):
    """How many take part today, each number a link to its list."""

    order = 50
    template_name = "members/admin/summary.html"
    request: PersonRequest

    def is_shown(self) -> bool:
        return is_coordination(self.request.user)

    def get_context_data(self, _parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        return {
            "organisations": Organisation.objects.present().count(),
            "organisations_url": reverse("organisation:index"),
            "people": User.objects.in_network().count(),
            "people_url": reverse("wagtailusers_users:index"),
            "invitations": Invitation.objects.pending().count(),
            "invitations_url": f"{reverse('invitation:index')}?state=pending",
        }
