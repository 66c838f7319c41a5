"""Answering a post with one word."""

from collections import Counter

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F

from forum.enums import ReactionKind
from forum.models import Post, Reaction
from intranet.members.doors import door_to
from intranet.members.models import User


@transaction.atomic
def react(post: Post, *, by: User, kind: ReactionKind) -> bool:
    """Give the word, or take it back when `by` had given it; returns whether it stands now.

    Raises `PermissionDenied` for one's own post, a removed one, or in a group where `by` may not write.
    """
    post = Post.objects.select_for_update(of=("self",)).select_related("topic__group").get(pk=post.pk)
    hidden = post.removed_at or post.topic.removed_at
    if hidden or post.author_id == by.pk or not door_to(by, post.topic.group).may_write:
        raise PermissionDenied
    _row, given = Reaction.objects.get_or_create(post=post, person=by, kind=kind)
    if not given:
        Reaction.objects.filter(post=post, person=by, kind=kind).delete()
    counts = Counter(Reaction.objects.filter(post=post).values_list("kind", flat=True))
    Post.objects.filter(pk=post.pk).update(reactions=dict(counts), version=F("version") + 1)
    return given
