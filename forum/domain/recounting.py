"""Whether what is kept is what there is: the counters of topics, and the reactions of posts."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from forum.domain.numbering import lock_topic
from forum.models import Post, Reaction, Topic

AT_ONCE = 1000


@dataclass(frozen=True)
class Drift:
    """`kept` is what the row says of `field`, `found` what there is."""

    thing: Topic | Post
    field: str
    kept: Any
    found: Any


def drifts() -> Iterator[Drift]:
    """One after the other, without holding the table in memory."""
    for topic in counted(Topic.objects.order_by("pk")).iterator(AT_ONCE):
        yield from drifts_of(topic)
    yield from drifts_of_reactions()


def counted(topics: QuerySet[Topic]) -> QuerySet[Any]:
    last = Post.objects.filter(topic=OuterRef("pk"), removed_at=None).order_by("-number")
    return topics.annotate(
        found_post_count=Count("posts", filter=Q(posts__removed_at=None)),
        found_last_number=Coalesce(Max("posts__number"), 0),
        found_last_author_id=Subquery(last.values("author")[:1]),
        found_last_posted_at=Subquery(last.values("created_at")[:1]),
    )


def drifts_of(topic: Any) -> Iterator[Drift]:
    """`topic` as `counted`. A topic that was removed keeps the last author it had, and when they wrote."""
    fields = ["post_count", "last_number", *([] if topic.removed_at else ["last_author_id", "last_posted_at"])]
    for field in fields:
        kept, found = getattr(topic, field), getattr(topic, f"found_{field}")
        if kept != found:
            yield Drift(topic, field, kept, found)


def drifts_of_reactions() -> Iterator[Drift]:
    reacted = Q(pk__in=Reaction.objects.values("post")) | ~Q(reactions={})
    posts = Post.objects.select_related("topic").filter(reacted).order_by("pk")
    rows: dict[int, Counter[str]] = defaultdict(Counter)
    for post_id, kind, number in Reaction.objects.values_list("post", "kind").annotate(number=Count("pk")).order_by():
        rows[post_id][kind] = number
    for post in posts.iterator(AT_ONCE):
        kept = {kind: number for kind, number in post.reactions.items() if number}
        if kept != dict(rows[post.pk]):
            yield Drift(post, "reactions", kept, dict(rows[post.pk]))


@transaction.atomic
def mend(drift: Drift) -> None:
    """Write what there is now, counted again while what keeps it is held: whoever replies holds the topic, whoever reacts the post."""
    if isinstance(drift.thing, Topic):
        topic = lock_topic(drift.thing)
        now: Any = counted(Topic.objects.filter(pk=topic.pk)).get()
        found = {drift.field: getattr(now, f"found_{drift.field}")}
        Topic.objects.filter(pk=topic.pk).update(**found, version=F("version") + 1)
        return
    post = Post.objects.select_for_update().get(pk=drift.thing.pk)
    kinds = Counter(Reaction.objects.filter(post=post).values_list("kind", flat=True))
    Post.objects.filter(pk=post.pk).update(reactions=dict(kinds), version=F("version") + 1)
