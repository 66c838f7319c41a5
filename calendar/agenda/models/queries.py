"""Who sees which events: the one rule that every list, count, search, feed, mail and file of the agenda goes through."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from agenda.enums import EventVisibility, Review
from intranet.catalan import fold
from intranet.members.enums import GroupRole
from intranet.members.models import GroupMembership, Position, WorkingGroup

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from agenda.models.events import Event  # noqa: F401 - the queryset's own
    from intranet.members.models import User


class EventQuerySet(models.QuerySet["Event"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """What is published and meant for `user`, and what `user` keeps, published or not. Drafts are the CMS's."""
        published = self.filter(live=True)
        if user.is_anonymous:
            return published.filter(review=Review.PUBLISHED, visibility=EventVisibility.PUBLIC)
        if not user.standing.has_access:
            return self.none()
        return published.filter(shown_to(user) | kept_by(user))

    def kept_by(self, user: "User | AnonymousUser") -> Self:
        """Those that `user` may change: their council's, of the groups that they coordinate, what is theirs alone."""
        if user.is_anonymous or not user.standing.in_network:
            return self.none()
        return self.filter(kept_by(user), live=True)

    def published(self) -> Self:
        return self.filter(live=True, review=Review.PUBLISHED)

    def waiting(self) -> Self:
        return self.filter(live=True, review=Review.WAITING)

    def named(self, text: str) -> Self:
        """Those whose title, place or organisers hold every word of `text`, in any order, without regard to accents."""
        found = self
        for word in fold(text).split():
            found = found.filter(folded_words__contains=word)
        return found


def shown_to(user: "User") -> Q:
    """Of an event's row: that it is published, and for `user` to see."""
    return Q(review=Review.PUBLISHED) & meant_for(user)


def meant_for(user: "User") -> Q:
    """Of an event's row: that it is addressed to such as `user`, published or not."""
    readable = WorkingGroup.objects.content_visible_to(user).values("pk")
    meant = Q(visibility=EventVisibility.PUBLIC) | Q(visibility=EventVisibility.GROUP, group__in=readable)
    if user.standing.in_network:
        meant |= Q(visibility=EventVisibility.NETWORK)
    return meant


def kept_by(user: "User") -> Q:
    """Of an event's row: that `user` may change it.

    Those of a group are its coordinators' and, where it reads the group, coordination's. A council's is that of its people
    today and coordination's; the network's, its author's too.
    """
    if not user.standing.in_network:
        return Q(pk__in=[])
    if user.standing.cares_for_members:
        return Q(group=None) | Q(group__in=WorkingGroup.objects.content_visible_to(user).values("pk"))
    councils = Position.objects.giving_access().filter(user=user).values("organisation")
    coordinated = GroupMembership.objects.of(user).filter(role=GroupRole.COORDINATOR).values("group")
    own = Q(group=None) & (Q(author=user, organisation=None) | Q(organisation__in=councils))
    return own | Q(group__in=coordinated)
