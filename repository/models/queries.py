"""Who sees which resources: the one rule that every list, count, search, feed, mail and file of the bank goes through."""

from typing import TYPE_CHECKING

from django.db.models import Q
from wagtail.models import PageQuerySet

from intranet.members.enums import GroupRole
from intranet.members.models import GroupMembership, Position, WorkingGroup
from repository.enums import ResourceVisibility, Review

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from intranet.members.models import User


class ResourceQuerySet(PageQuerySet):
    def visible_to(self, user: "User | AnonymousUser") -> "ResourceQuerySet":
        """What is published, archived or not, and meant for `user`, and what `user` keeps or reviews, published or not."""
        if not user.is_anonymous and not user.standing.has_access:
            return self.none()  # type: ignore[no-any-return]
        return self.filter(shown_to(user) | kept_by(user) | reviewed_by(user))  # type: ignore[no-any-return]

    def shown_to(self, user: "User | AnonymousUser") -> "ResourceQuerySet":
        """What is published and meant for `user`, archived or not: what they find, are told of and may pass on."""
        if not user.is_anonymous and not user.standing.has_access:
            return self.none()  # type: ignore[no-any-return]
        return self.filter(shown_to(user))  # type: ignore[no-any-return]

    def kept_by(self, user: "User | AnonymousUser") -> "ResourceQuerySet":
        """Those that `user` may change."""
        return self.filter(kept_by(user))  # type: ignore[no-any-return]

    def reviewed_by(self, user: "User | AnonymousUser") -> "ResourceQuerySet":
        """Those that wait for a decision that `user` may take."""
        return self.filter(reviewed_by(user))  # type: ignore[no-any-return]

    def current(self) -> "ResourceQuerySet":
        """Published and not archived."""
        return self.filter(live=True, archived_at=None)  # type: ignore[no-any-return]


def shown_to(user: "User | AnonymousUser") -> Q:
    """Of a resource's row: that it is published, and for `user` to see."""
    return Q(live=True) & meant_for(user)


def meant_for(user: "User | AnonymousUser") -> Q:
    """Of a resource's or collection's row: that it is addressed to such as `user`, published or not."""
    if user.is_anonymous:
        return Q(visibility=ResourceVisibility.PUBLIC)
    readable = WorkingGroup.objects.content_visible_to(user).values("pk")
    meant = Q(visibility=ResourceVisibility.PUBLIC) | Q(visibility=ResourceVisibility.GROUP, group__in=readable)
    if user.standing.in_network:
        meant |= Q(visibility=ResourceVisibility.NETWORK)
    return meant


def kept_by(user: "User | AnonymousUser") -> Q:
    """Of a resource's row: that `user` may change it.

    Whoever owns it, the people of its council today, and its group's coordinators; coordination, unless it is of a group
    that they do not read. What is for a private group alone is nobody's who is not in it.
    """
    if user.is_anonymous or not user.standing.in_network:
        return Q(pk__in=[])
    readable = WorkingGroup.objects.content_visible_to(user).values("pk")
    within = Q(group=None) | Q(group__in=readable)
    if user.standing.cares_for_members:
        return within & (~Q(review=Review.DRAFT) | Q(live=True) | Q(owner=user))
    councils = Position.objects.giving_access().filter(user=user).values("organisation")
    coordinated = GroupMembership.objects.of(user).filter(role=GroupRole.COORDINATOR).values("group")
    shared = ~Q(review=Review.DRAFT) | Q(live=True)
    return within & (Q(owner=user) | (shared & (Q(organisation__in=councils) | Q(group__in=coordinated))))


def reviewed_by(user: "User | AnonymousUser") -> Q:
    """Of a resource's row: that it waits for a decision of such as `user`.

    Of a group, its coordinators'; coordination's for all that they read.
    """
    if user.is_anonymous or not user.standing.in_network:
        return Q(pk__in=[])
    waiting = Q(review=Review.WAITING)
    if user.standing.cares_for_members:
        readable = WorkingGroup.objects.content_visible_to(user).values("pk")
        return waiting & (Q(group=None) | Q(group__in=readable))
    coordinated = GroupMembership.objects.of(user).filter(role=GroupRole.COORDINATOR).values("group")
    return waiting & Q(group__in=coordinated)
