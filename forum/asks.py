"""What the dashboard asks of those who moderate."""

from typing import cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forum.models import Report
from intranet.members.models import User
from intranet.members.panels import Ask
from intranet.panels import Panel


def reported_posts(request: HttpRequest) -> Panel | None:
    """How many posts wait for a decision of this person. One statement; none for guests, who moderate nothing."""
    user = cast("User", request.user)
    if not user.standing.in_network:
        return None
    number = Report.objects.open().moderated_by(user).order_by().values("post").distinct().count()
    if not number:
        return None
    text = ngettext(
        "%(number)d post was reported and waits for a decision.",
        "%(number)d posts were reported and wait for a decision.",
        number,
    )
    asks = [Ask("flag", text % {"number": number}, reverse("moderation"), _("Look at them and decide"))]
    return Panel(_("Moderation"), "members/panels/asks.html", {"asks": asks}, icon="scale")
