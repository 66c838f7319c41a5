"""What is said in a group, for programs that read feeds (RSS 2.0). Failures stay inside the login."""

import hashlib
import re
from collections.abc import Iterator, Sequence

from django.conf import settings
from django.db.models import F
from django.urls import reverse
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from forum.domain.discretion import may_leave
from forum.models import Post, Topic
from intranet.mail import absolute
from intranet.members.feeds import Feed, feed_token
from intranet.members.models import User, WorkingGroup

MOST_POSTS = 30
QUOTED_LETTERS = 600
# What XML 1.0 §2.2 has no way to write.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def feed_url(group: WorkingGroup, token: str) -> str:
    return absolute(reverse("group_feed", args=[group.slug, token]))


def feed_url_of(person: User, group: WorkingGroup) -> str:
    """The address by which a program reads `group` in the person's name: a secret of theirs. One statement."""
    return feed_url(group, feed_token(person))


def feeds_of_groups(person: User, token: str) -> Iterator[Feed]:
    """Those of the groups that `person` is in."""
    for group in WorkingGroup.objects.of(person):
        yield Feed(group.name, feed_url(group, token))


def posts_for_feed(group: WorkingGroup) -> list[Post]:
    """The latest, without what moderation removed and without failures. Whether one may read them is the group's door.

    They stand at the ends of as many topics at most, those that spoke last: no other post of the group is looked at.
    """
    topics = Topic.objects.filter(may_leave(), group=group, removed_at=None).order_by("-last_posted_at", "-pk")
    posts = Post.objects.filter(
        topic__in=topics.values("pk")[:MOST_POSTS], number__gt=F("topic__post_count") - MOST_POSTS, removed_at=None
    ).select_related("topic", "author", "council")
    latest = list(posts.order_by("-created_at", "-pk")[:MOST_POSTS])
    for post in latest:
        post.topic.group = group
    return latest


def etag_of(group: WorkingGroup, posts: Sequence[Post]) -> str:
    """Another whenever the feed reads otherwise."""
    parts = [group.name, *(f"{post.pk}.{post.version}.{post.topic.version}.{post.number}" for post in posts)]
    return f'"{hashlib.sha256(" ".join(parts).encode()).hexdigest()[:32]}"'


def feed_of(group: WorkingGroup, posts: Sequence[Post]) -> str:
    """The feed as XML. Its own address is not in it: whoever passes on what they read shall not pass on the key."""
    feed = Rss201rev2Feed(
        title=writable(f"{group.name} · {settings.SITE_NAME}"),
        link=absolute(reverse("topics", args=[group.slug])),
        description=writable(group.aims or _("What is said in the group %(group)s") % {"group": group.name}),
        language=settings.LANGUAGE_CODE,
    )
    for post in posts:
        link = absolute(post.get_permalink())
        feed.add_item(
            title=writable(title_of(post)),
            link=link,
            description=writable(Truncator(post.own_words).chars(QUOTED_LETTERS)),
            author_name=writable(author_of(post)),
            pubdate=post.created_at,
            unique_id=link,
            unique_id_is_permalink=True,
        )
    return str(feed.writeString("utf-8"))


def title_of(post: Post) -> str:
    if post.is_first:
        return f"{post.topic.get_kind_display()}: {post.topic.title}"
    return _("Answer in «%(topic)s»") % {"topic": post.topic.title}


def author_of(post: Post) -> str:
    return f"{post.author.full_name} · {post.council.full_name}" if post.council else post.author.full_name


def writable(text: str) -> str:
    return UNWRITABLE.sub("", text)
