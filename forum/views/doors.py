"""The way into every page of the forum: what one may not read is not there."""

from django.http import Http404

from forum.domain.opening import OpenTopic, open_topic_of
from forum.models import Post
from intranet.members.doors import Door, door_of
from intranet.members.views.requests import PersonRequest


def group_door_or_404(request: PersonRequest, slug: str) -> Door:
    """The group's door, for those who may read what it says. One statement."""
    door = door_of(request.user, slug)
    if door is None or not door.may_read:
        raise Http404
    return door


def topic_or_404(request: PersonRequest, slug: str, pk: int) -> OpenTopic:
    """The topic at its own address; one that has moved is not at its old one. One statement.

    But what is sent to its old address, from a page that was open before, arrives all the same.
    """
    opened = open_topic_of(request.user, pk)
    if opened is None or (opened.topic.group.slug != slug and request.method != "POST"):
        raise Http404
    return opened


def topic_written_in_or_404(request: PersonRequest, slug: str, pk: int) -> OpenTopic:
    """As `topic_or_404`; what is sent to one that was removed meanwhile finds it, for the sender to be told."""
    if request.method != "POST":
        return topic_or_404(request, slug, pk)
    opened = open_topic_of(request.user, pk, removed=True)
    if opened is None:
        raise Http404
    return opened


def own_post_or_404(request: PersonRequest, opened: OpenTopic, number: int) -> Post:
    """The post of this number, for its author and those who moderate; a removed one, for what they send."""
    post = Post.objects.select_related("author", "council").filter(topic=opened.topic, number=number).first()
    is_own = post is not None and post.author_id == request.user.pk
    if post is None or not (is_own or opened.door.moderates):
        raise Http404
    if post.removed_at and request.method != "POST":
        raise Http404
    post.topic = opened.topic
    return post


def post_or_404(opened: OpenTopic, number: int, *, removed: bool = False) -> Post:
    """The post of this number; a removed one only when asked for, and only for those who moderate. One statement."""
    post = Post.objects.select_related("author", "council").filter(topic=opened.topic, number=number).first()
    if post is None or (post.removed_at and not (removed and opened.door.moderates)):
        raise Http404
    post.topic = opened.topic
    return post
