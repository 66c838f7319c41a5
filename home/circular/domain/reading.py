"""One circular as one person reads it."""

from typing import Any

from forum.models import Topic
from home.circular.domain.arranging import Interests, arranged, interests_of
from home.circular.models import CircularEntry, CircularPage
from intranet.members.models import User


def entries_for(user: User, circular: CircularPage) -> list[CircularEntry]:
    """What of it `user` may see today, in its order. One statement."""
    found = CircularEntry.objects.filter(circular=circular).printed().visible_to(user).with_sources().in_order()
    entries = list(found)
    for entry in entries:
        entry.circular = circular  # by which an entry knows its place
    return entries


def count_comments(entries: list[CircularEntry], user: User) -> None:
    """Let each know what has been said about it where `user` reads. One statement when there are conversations about them."""
    keys = {entry.discussion_id for entry in entries if entry.topic is None and entry.discussion_id}
    said = dict(Topic.objects.visible_to(user).filter(pk__in=keys).values_list("pk", "post_count")) if keys else {}
    for entry in entries:  # the first words of a conversation about it are the first comment
        entry.comments = entry.topic.reply_count if entry.topic else said.get(entry.discussion_id or 0, 0)


def reading_context(circular: CircularPage, user: User, *, interests: Interests | None = None) -> dict[str, Any]:
    """What `circular/issue.html` shows of it to `user`: only what they may see, what is theirs first.

    With other `interests` than theirs, if there are: as somebody else finds it ordered.

    `previous` and `following` are the circulars beside it that are out. Six statements at most for any number of entries.
    """
    entries = entries_for(user, circular)
    if circular.is_out:
        count_comments(entries, user)
    out = CircularPage.objects.out()
    return {
        "circular": circular,
        "parts": arranged(entries, interests_of([user.pk])[user.pk] if interests is None else interests),
        "entries_count": len(entries),
        "previous": out.filter(month__lt=circular.month).order_by("-month").first(),
        "following": out.filter(month__gt=circular.month).order_by("month").first(),
    }
