"""As in the forum: a limit that a person never meets, and a program that proposes by itself does."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from home.circular.models import CircularEntry
from intranet.members.models import User

MOST_IN_A_MINUTE = 10
MOST_IN_AN_HOUR = 40


def check_pace(author: User) -> None:
    """Of a held author (`forum.domain.pace.hold_author`). Raises ValidationError. One statement; of coordination, none."""
    if author.standing.cares_for_members:
        return
    now = timezone.now()
    lately = CircularEntry.objects.filter(author=author, created_at__gt=now - timedelta(hours=1))
    moments = list(lately.order_by("-created_at").values_list("created_at", flat=True)[:MOST_IN_AN_HOUR])
    in_a_minute = sum(moment > now - timedelta(minutes=1) for moment in moments)
    if in_a_minute >= MOST_IN_A_MINUTE or len(moments) >= MOST_IN_AN_HOUR:
        raise ValidationError(
            _("You have proposed a lot in a short time. Wait a while and send it again: nothing is lost."), code="pace"
        )
