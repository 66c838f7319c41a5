"""What this app shows beside a council."""

from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from intranet.members.models import Organisation
from intranet.panels import Panel, register_panel


def register_panels() -> None:
    register_panel("organisation:coordination", 10, care)


def care(_request: HttpRequest, *, organisation: Organisation) -> Panel:
    """Beside a council, for coordination: when it was last in touch, when it should be again. The notes stay in the admin."""
    here = urlencode({"organisation": organisation.pk})
    context = {
        "last": organisation.follow_ups.first(),
        "note_url": f"{reverse('followup:add')}?{here}",
        "edit_url": reverse("organisation:edit", args=[organisation.pk]),
    }
    return Panel(_("For coordination"), "members/panels/care.html", context, icon="hand-helping")
