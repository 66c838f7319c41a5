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
def react(post: Post, *, by: User, kind: ReactionKind, stands: bool | None = None) -> bool:
    """Let the word of `by` stand or not, as `stands` says; unsaid, it is turned over. Returns whether it stands now.

    Raises `PermissionDenied` for one's own post, a removed one, or in a group where `by` may not write.
    """
    post = Post.objects.select_for_update(of=("self",)).select_related("topic__group").get(pk=post.pk)
    hidden = post.removed_at or post.topic.removed_at
    if hidden or post.author_id == by.pk or not door_to(by, post.topic.group).may_write:
        raise PermissionDenied
    own = Reaction.objects.filter(post=post, person=by, kind=kind)
    stood = own.exists()
    stands = not stood if stands is None else stands
    if stands == stood:
        return stands
    if stands:
        Reaction.objects.create(post=post, person=by, kind=kind)
    else:
        own.delete()
    counts = Counter(Reaction.objects.filter(post=post).values_list("kind", flat=True))
    Post.objects.filter(pk=post.pk).update(reactions=dict(counts), version=F("version") + 1)
    return stands
