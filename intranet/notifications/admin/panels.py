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
from intranet.templatetags.intranet import day_words, hour_words

LATELY = timedelta(days=7)
TROUBLE = timedelta(minutes=5)


def failed_mail(request: HttpRequest) -> Panel | None:
    """For coordination: that mail is held up, and how much of the last week has failed; older ones are nobody's task any more."""
    if not cast("User", request.user).standing.cares_for_members:
        return None
    asks = [ask for ask in (held_up(), given_up()) if ask]
    return (
        Panel(_("Mail that did not arrive"), "members/panels/asks.html", {"asks": asks}, icon="mail-x")
        if asks
        else None
    )


def held_up() -> Ask | None:
    """That nothing goes out: something waits for longer than a server's moment of trouble, and it was tried to reach it."""
    waiting = Message.objects.filter(state=MessageState.RETRY, attempts=0, created_at__lt=timezone.now() - TROUBLE)
    since = waiting.exclude(answer="").order_by("created_at").values_list("created_at", flat=True).first()
    if since is None:
        return None
    words = {"day": day_words(since), "hour": hour_words(since)}
    text = _("The mail server cannot be reached: messages wait since %(day)s, at %(hour)s.") % words
    return Ask("mail-x", text, f"{reverse('outbox:index')}?state={MessageState.RETRY}", _("See which"))


def given_up() -> Ask | None:
    number = Message.objects.given_up().filter(settled_at__gt=timezone.now() - LATELY).count()
    if not number:
        return None
    text = ngettext(
        "%(number)d message of the last week could not be delivered.",
        "%(number)d messages of the last week could not be delivered.",
        number,
    )
    url = f"{reverse('outbox:index')}?state={MessageState.FAILED}"
    return Ask("mail-x", text % {"number": number}, url, _("See which"))
