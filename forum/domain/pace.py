"""A limit that a person never meets, and a program that writes by itself does."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from forum.models import Post
from intranet.members.models import User

MOST_IN_A_MINUTE = 10
MOST_IN_AN_HOUR = 60


class TooManyPostsError(Exception):
    """Too much was written in too little time. Its words are for the person who writes."""

    def __init__(self) -> None:
        super().__init__(_("You have written a lot in a short time. Wait a minute and send it again: nothing is lost."))


def hold_author(author: User) -> None:
    """Until the transaction ends nobody else writes as `author`, so that what they wrote is counted right.

    Before the topic, wherever both are held. Others may refer to them meanwhile: the key stays as it is.
    """
    User.objects.select_for_update(no_key=True).only("pk").get(pk=author.pk)


def check_pace(author: User) -> None:
    """Of a held author. Raises `TooManyPostsError`. One statement."""
    now = timezone.now()
    moments = list(
        Post.objects.filter(author=author, created_at__gt=now - timedelta(hours=1))
        .order_by("-created_at")
        .values_list("created_at", flat=True)[:MOST_IN_AN_HOUR]
    )
    in_a_minute = sum(moment > now - timedelta(minutes=1) for moment in moments)
    if in_a_minute >= MOST_IN_A_MINUTE or len(moments) >= MOST_IN_AN_HOUR:
        raise TooManyPostsError
