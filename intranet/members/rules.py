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


def can_edit_person(user: User, person: User) -> bool:
    """Their name, address and whether they may sign in: coordination for all but administrators, who see to themselves."""
    return is_administrator(user) or (is_coordination(user) and not person.is_superuser)


def can_change_address(user: User, person: User) -> bool:
    """Nobody the own one, which the account's own page changes after asking who it is.

    With an address comes the code to sign in: coordination, which does not read private groups, changes none of those
    who do.
    """
    if user == person or not can_edit_person(user, person):
        return False
    return is_administrator(user) or not GroupMembership.objects.of_private_groups().filter(user=person).exists()


def can_reset_second_factor(user: User, person: User) -> bool:
    """Administrators for others; for oneself there is the account's own page, which asks for the factor first."""
    return is_administrator(user) and user != person


def can_manage(user: User, organisation: Organisation) -> bool:
    """Invite and retire the people of `organisation`: coordination, and the council's own managers."""
    if user.standing.cares_for_members:
        return True
    return Position.objects.giving_access().filter(user=user, organisation=organisation, is_manager=True).exists()


def can_manage_invitation(user: User, invitation: Invitation) -> bool:
    return Invitation.objects.managed_by(user).filter(pk=invitation.pk).exists()


def coordinates(user: User, group: WorkingGroup) -> bool:
    return GroupMembership.objects.of(user).filter(group=group, role=GroupRole.COORDINATOR).exists()


def can_open_organisation(user: User, organisation: Organisation) -> bool:
    """`Organisation.objects.visible_to` for one that is at hand, without a statement."""
    return user.standing.cares_for_members or (user.standing.in_network and organisation.is_present)


def may_see_photo(viewer: User, path: str) -> bool:
    """Whether the file at `path` is the present photo of someone who shows it to `viewer`."""
    people = User.objects.filter(photo=path).visible_to(viewer).with_closeness(viewer)
    return bool(path and people.showing("photo").exists())
