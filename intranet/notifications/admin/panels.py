"""What the dashboard tells coordination of the mail."""

from datetime import timedelta
from typing import cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intranet.members.models import User
from intranet.members.panels import Ask
from intranet.outbox.enums import MessageState
from intranet.outbox.models import Message
from intranet.panels import Panel

LATELY = timedelta(days=7)


def failed_mail(request: HttpRequest) -> Panel | None:
    """For coordination, how much mail of the last week has failed: older ones are nobody's task any more."""
    if not cast("User", request.user).standing.cares_for_members:
        return None
    number = Message.objects.given_up().filter(settled_at__gt=timezone.now() - LATELY).count()
    if not number:
        return None
    text = ngettext(
        "%(number)d message of the last week could not be delivered.",
        "%(number)d messages of the last week could not be delivered.",
        number,
    )
    url = f"{reverse('outbox:index')}?state={MessageState.FAILED}"
    asks = [Ask("mail-x", text % {"number": number}, url, _("See which"))]
    return Panel(_("Mail that did not arrive"), "members/panels/asks.html", {"asks": asks}, icon="mail-x")
