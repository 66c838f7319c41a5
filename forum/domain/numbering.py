"""Posts are numbered without gaps and counters kept right, whoever writes at the same moment."""

from django.db.models import F

from forum.models import Post, Topic


def lock_topic(topic: Topic) -> Topic:
    """The topic as it is now, held until the transaction ends. Whoever changes its posts or counters comes through here."""
    return Topic.objects.select_for_update(of=("self",)).select_related("group").get(pk=topic.pk)


def add_post(post: Post) -> None:
    """Give `post` the next number of its topic, which is locked, and let the topic's counters follow."""
    topic = post.topic
    topic.last_number += 1
    topic.post_count += 1
    topic.version += 1
    topic.last_posted_at = post.created_at
    topic.last_author = post.author
    post.number = topic.last_number
    post.save(force_insert=True)
    topic.save(update_fields=["last_number", "post_count", "version", "last_posted_at", "last_author"])


def touch_post(post: Post) -> None:
    """Let what is kept of the post's rendering be drawn anew."""
    Post.objects.filter(pk=post.pk).update(version=F("version") + 1)


def touch_topic(topic: Topic) -> None:
    Topic.objects.filter(pk=topic.pk).update(version=F("version") + 1)
