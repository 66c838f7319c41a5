"""Who decides on a resource: as `queries.reviewed_by`, for many."""

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from forum.domain.audience import moderators_of
from intranet.members.enums import GroupRole
from intranet.members.models import GroupMembership, User
from intranet.members.models.people_queries import COORDINATION
from intranet.notifications.domain.audience import standing_in_network
from repository.models import ResourcePage

if TYPE_CHECKING:
    from django.db.models import QuerySet


def reviewers_of(page: ResourcePage) -> "QuerySet[User]":
    """Whom a proposal is told to."""
    if page.group is not None:
        return moderators_of(page.group)
    people: QuerySet[User] = User.objects.filter(groups__name=COORDINATION)
    return people


def those_who_review(people: "QuerySet[User]", page: ResourcePage) -> "QuerySet[User]":
    """Of `people` as they come `with_standing`."""
    care = Q(is_coordination_today=True) | Q(is_superuser=True)
    if page.group is None:
        return people.filter(care, is_active=True)
    seats = GroupMembership.objects.in_force().filter(user=OuterRef("pk"), group=page.group)
    if page.group.is_private:
        care &= Q(Exists(seats))
    coordinates = standing_in_network() & Q(Exists(seats.filter(role=GroupRole.COORDINATOR)))
    return people.filter(care | coordinates, is_active=True)
