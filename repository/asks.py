"""What the dashboard asks of those whose resources may have aged."""

from typing import cast

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intranet.members.models import User
from intranet.members.panels import Ask
from intranet.panels import Panel
from repository.domain.validity_rounds import NOTICE
from repository.models import ResourcePage


def validity(request: HttpRequest) -> Panel | None:
    """How many of one's own are to be looked at within a month. One statement; none for guests."""
    user = cast("User", request.user)
    if not user.standing.in_network:
        return None
    due = Q(owner=user, review_due__lte=timezone.localdate() + NOTICE)
    slugs = list(ResourcePage.objects.current().filter(due).order_by("review_due").values_list("slug", flat=True))
    if not slugs:
        return None
    text = ngettext(
        "%(number)d resource of yours is to be looked at: is it still valid?",
        "%(number)d resources of yours are to be looked at: are they still valid?",
        len(slugs),
    )
    # The one that is due first; the others are asked about afterwards.
    url = reverse("resource_validity", args=slugs[:1])
    ask = Ask("calendar-days", text % {"number": len(slugs)}, url, _("Look at it"))
    return Panel(_("Do they still hold?"), "members/panels/asks.html", {"asks": [ask]}, icon="calendar-days")
