"""Who may make which collections, and what may stand in them. What they may see is `models.collections`'s."""

from typing import TYPE_CHECKING

from django.db.models import Q

from intranet.members.enums import GroupAccess, GroupRole, GroupState
from intranet.members.models import GroupMembership, WorkingGroup
from repository.enums import CollectionKind, CollectionVisibility
from repository.models import Collection, ResourcePage

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from intranet.members.models import User


def can_collect(user: "User | AnonymousUser") -> bool:
    """Anyone of the network; guests of a group read."""
    return not user.is_anonymous and user.standing.in_network


def kinds_of(user: "User") -> list[CollectionKind]:
    """The campaign's kits are coordination's."""
    cares = user.standing.cares_for_members
    return [kind for kind in CollectionKind if cares or kind != CollectionKind.KIT]


def circles_of(user: "User") -> list[CollectionVisibility]:
    """What the whole world sees in the network's name, coordination says."""
    cares = user.standing.cares_for_members
    return [circle for circle in CollectionVisibility if cares or circle != CollectionVisibility.PUBLIC]


def groups_of(user: "User") -> "QuerySet[WorkingGroup]":
    """Those whose collections `user` makes: the ones they coordinate; coordination, any that it reads."""
    open_ones = WorkingGroup.objects.exclude(state=GroupState.CLOSED)
    if user.standing.cares_for_members:
        return open_ones.filter(pk__in=WorkingGroup.objects.content_visible_to(user).values("pk"))
    coordinated = GroupMembership.objects.of(user).filter(role=GroupRole.COORDINATOR).values("group")
    return open_ones.filter(pk__in=coordinated)


def takes(collection: Collection, page: ResourcePage) -> bool:
    """Whether `page` may stand in it: what is of a private group stands in that group's, or in what one keeps for oneself."""
    return not page.is_for_private_group or page.group_id == collection.group_id or is_for_oneself(collection)


def misplaced_in(collection: Collection) -> "QuerySet[ResourcePage]":
    """What stands in `collection`, as it is at hand, and may not: see `takes`."""
    if is_for_oneself(collection):
        return ResourcePage.objects.none()  # type: ignore[no-any-return]
    private = Q(group__access=GroupAccess.PRIVATE) & ~Q(group=collection.group_id)
    return ResourcePage.objects.filter(private, items__collection=collection.pk)  # type: ignore[no-any-return]


def is_for_oneself(collection: Collection) -> bool:
    return collection.visibility == CollectionVisibility.OWN
