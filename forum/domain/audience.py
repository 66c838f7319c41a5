"""Whom what happens in a group concerns."""

from django.db.models import Q, QuerySet

from forum.enums import FollowLevel
from forum.models import Follow, Post, Topic
from intranet.members.enums import GroupRole
from intranet.members.models import GroupMembership, User, WorkingGroup
from intranet.members.models.people_queries import COORDINATION
from intranet.notifications.domain.audience import network_among


def people_of(group: WorkingGroup) -> "QuerySet[User]":
    """Those in the group today, guests included; of the group that holds everyone, the network too."""
    seats = GroupMembership.objects.in_force().filter(group=group)
    inside = Q(pk__in=seats.values("user"))
    if group.holds_everyone:
        inside |= Q(pk__in=network_among(User.objects.with_standing()).values("pk"))
    people: QuerySet[User] = User.objects.filter(inside)
    return people


def followers_of(topic: Topic) -> "QuerySet[User]":
    """Those who want every reply."""
    follows = Follow.objects.filter(topic=topic, level=FollowLevel.ALL)
    people: QuerySet[User] = User.objects.filter(pk__in=follows.values("person"))
    return people


def listeners_to(post: Post) -> "QuerySet[User]":
    """Of a reply: those who want every one, and whoever it answers."""
    answered = [post.reply_to.author_id] if post.reply_to else []
    people: QuerySet[User] = followers_of(post.topic) | User.objects.filter(pk__in=answered)
    return people


def moderators_of(group: WorkingGroup) -> "QuerySet[User]":
    """Those who coordinate the group, and coordination; whether they may read it is for the kind to say."""
    seats = GroupMembership.objects.in_force().filter(group=group, role=GroupRole.COORDINATOR)
    people: QuerySet[User] = User.objects.filter(Q(pk__in=seats.values("user")) | Q(groups__name=COORDINATION))
    return people.distinct()
