"""As in the forum: a limit that a person never meets, and a program that announces by itself does."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from agenda.models import Event
from intranet.members.models import User

MOST_IN_A_MINUTE = 5
MOST_IN_AN_HOUR = 30


class TooManyEventsError(Exception):
    """Too much was announced in too little time. Its words are for the person who announces."""

    def __init__(self) -> None:
        text = _("You have announced a lot in a short time. Wait a while and send it again: nothing is lost.")
        super().__init__(text)


def check_pace(author: User) -> None:
    """Of an author whom nobody else announces as meanwhile (`hold_author`). Raises `TooManyEventsError`. One statement."""
    now = timezone.now()
    moments = Event.objects.filter(author=author, created_at__gt=now - timedelta(hours=1)).order_by("-created_at")
    latest = list(moments.values_list("created_at", flat=True)[:MOST_IN_AN_HOUR])
    in_a_minute = sum(moment > now - timedelta(minutes=1) for moment in latest)
    if in_a_minute >= MOST_IN_A_MINUTE or len(latest) >= MOST_IN_AN_HOUR:
        raise TooManyEventsError
