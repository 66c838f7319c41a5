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
    """The topic at its own address; one that has moved is not at its old one. One statement."""
    opened = open_topic_of(request.user, pk)
    if opened is None or opened.topic.group.slug != slug:
        raise Http404
    return opened


def post_or_404(opened: OpenTopic, number: int, *, removed: bool = False) -> Post:
    """The post of this number; a removed one only when asked for, and only for those who moderate. One statement."""
    post = Post.objects.select_related("author", "council").filter(topic=opened.topic, number=number).first()
    if post is None or (post.removed_at and not (removed and opened.door.moderates)):
        raise Http404
    post.topic = opened.topic
    return post
