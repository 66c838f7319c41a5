"""Who may do what with people, organisations, groups and invitations."""

from typing import TYPE_CHECKING

from intranet.members.enums import GroupRole
from intranet.members.models import GroupMembership, Invitation, Organisation, Position, User, WorkingGroup

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


def has_access(user: "User | AnonymousUser") -> bool:
    return not user.is_anonymous and user.standing.has_access


def belongs_to_network(user: "User | AnonymousUser") -> bool:
    """Everyone with access but guests."""
    return not user.is_anonymous and user.standing.in_network


def is_coordination(user: "User | AnonymousUser") -> bool:
    """Coordination, and administrators with it."""
    return not user.is_anonymous and user.standing.cares_for_members


def is_administrator(user: "User | AnonymousUser") -> bool:
    return not user.is_anonymous and user.standing.administrator


def needs_second_factor(user: User) -> bool:
    """Coordination and administrators who have none yet."""
    return user.standing.cares_for_members and not user.standing.second_factor


def can_manage(user: User, organisation: Organisation) -> bool:
    """Invite and retire the people of `organisation`: coordination, and the council's own managers."""
    if user.standing.cares_for_members:
        return True
    return Position.objects.giving_access().filter(user=user, organisation=organisation, is_manager=True).exists()


def can_invite(user: User) -> bool:
    return user.standing.cares_for_members or user.managed_organisations().exists()


def can_manage_invitation(user: User, invitation: Invitation) -> bool:
    return Invitation.objects.managed_by(user).filter(pk=invitation.pk).exists()


def coordinates(user: User, group: WorkingGroup) -> bool:
    return GroupMembership.objects.in_force().filter(user=user, group=group, role=GroupRole.COORDINATOR).exists()
