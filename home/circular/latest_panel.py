"""The circular on the dashboard."""

from typing import cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from home.circular.domain.archive import not_there_yet
from home.circular.models import CircularPage
from intranet.members.models import User
from intranet.panels import Panel
from intranet.richtext.cleaning import own_words

# The latest that is out, and those that are being put together, which are one or two.
FEW = 4


def latest_circular(request: HttpRequest) -> Panel | None:
    """The latest one, and until when the next one takes proposals; guests of a group read none. One statement."""
    if not cast("User", request.user).standing.in_network:
        return None
    newest = list(CircularPage.objects.order_by("-month")[:FEW])
    latest = next((circular for circular in newest if circular.is_out), None)
    now = timezone.now()
    taking = next((circular for circular in reversed(newest) if circular.takes_proposals(now)), None)
    taking = taking or not_there_yet(newest[0].month if newest else None, now)
    more = pgettext("circulars", "All")
    context = {"latest": latest, "intro": own_words(latest.intro) if latest else "", "taking": taking}
    title, url = _("The circular of the month"), reverse("circulars")
    return Panel(title, "circular/panels/latest.html", context, url, more, "scroll-text")
