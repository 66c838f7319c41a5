"""Who may do what in the bank. What they may see is `models.queries`'."""

from typing import TYPE_CHECKING

from intranet.members.enums import GroupRole, GroupState
from intranet.members.models import GroupMembership, Organisation, Position, User, WorkingGroup
from repository.enums import ResourceVisibility
from repository.models import ResourcePage

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet


def can_propose(user: "User | AnonymousUser") -> bool:
    """Anyone of the network; guests of a group read."""
    return not user.is_anonymous and user.standing.in_network


def can_keep(user: "User | AnonymousUser", page: ResourcePage) -> bool:
    """Edit, send, withdraw, discard. One statement."""
    keeps: bool = ResourcePage.objects.kept_by(user).filter(pk=page.pk).exists()
    return keeps


def may_publish(user: User, page: ResourcePage) -> bool:
    """Make it what readers see, without a review."""
    return may_decide(user, page) and may_make_public(user, page)


def may_make_public(user: User, page: ResourcePage) -> bool:
    """What the whole world sees is coordination's to publish; a group's coordinators change what it sees already."""
    if user.standing.cares_for_members or page.visibility != ResourceVisibility.PUBLIC:
        return True
    seen = ResourcePage.objects.filter(pk=page.pk, live=True, visibility=ResourceVisibility.PUBLIC)
    return bool(seen.exists())


def may_decide(user: User, page: ResourcePage) -> bool:
    """As `queries.reviewed_by`, whether or not it waits.

    Coordination, what it reads; a group's coordinators, what is of their group.
    """
    if not user.standing.in_network:
        return False
    if user.standing.cares_for_members:
        readable = WorkingGroup.objects.content_visible_to(user)
        return page.group_id is None or readable.filter(pk=page.group_id).exists()
    coordinated = GroupMembership.objects.of(user).filter(role=GroupRole.COORDINATOR)
    return page.group_id is not None and coordinated.filter(group=page.group_id).exists()


def organisations_of(user: User) -> "QuerySet[Organisation]":
    """Those in whose name `user` proposes: their councils today; coordination, any that takes part."""
    if user.standing.cares_for_members:
        return Organisation.objects.present()
    councils = Position.objects.giving_access().filter(user=user).values("organisation")
    return Organisation.objects.filter(pk__in=councils)


def groups_of(user: User) -> "QuerySet[WorkingGroup]":
    """Those for which `user` proposes: the ones they are in; coordination, all whose content it reads."""
    living = WorkingGroup.objects.exclude(state=GroupState.CLOSED)
    if user.standing.cares_for_members:
        return living.filter(pk__in=WorkingGroup.objects.content_visible_to(user).values("pk"))
    return living.of(user)
