"""How a person stands before one working group: what they may read, say and decide there. One statement.

The rule is that of `WorkingGroup.objects.content_visible_to`, worded for one group at hand; a test holds the two together.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from intranet.members.enums import GroupAccess, GroupRole, GroupState, MembershipState
from intranet.members.models import WorkingGroup

if TYPE_CHECKING:
    from intranet.members.models import User

# The seat comes with the group: %s are the person, the day, the group.
SEAT = f"""
    seat.id AS seat_id, seat.role AS seat_role,
    (seat.state = '{MembershipState.ACTIVE.value}' AND (seat.until IS NULL OR seat.until > %s)) AS is_seated
"""
GROUP = f"""
    SELECT found.*, {SEAT}
    FROM members_workinggroup found
    LEFT JOIN members_groupmembership seat ON seat.group_id = found.id AND seat.user_id = %s
    WHERE found.slug = %s
"""  # noqa: S608 - as above


@dataclass(frozen=True)
class Door:
    """`role` is what the person is in the group today, None for whoever is not in it."""

    person: "User"
    group: WorkingGroup
    role: str | None

    @property
    def is_inside(self) -> bool:
        return self.role is not None

    @property
    def may_read(self) -> bool:
        """What is said in the group."""
        return self.is_inside or (self.person.standing.in_network and self.group.access != GroupAccess.PRIVATE)

    @property
    def may_know(self) -> bool:
        """That the group exists, and who is in it: coordination knows of all."""
        return self.may_read or self.person.standing.cares_for_members

    @property
    def coordinates(self) -> bool:
        return self.role == GroupRole.COORDINATOR

    @property
    def moderates(self) -> bool:
        """The group's coordinators; the network's coordination in every group whose content it reads."""
        return self.coordinates or (self.may_read and self.person.standing.cares_for_members)

    @property
    def may_write(self) -> bool:
        """Everyone who reads an open group, those inside a closed or private one; nobody in a group that is over."""
        if self.group.state == GroupState.CLOSED or not self.may_read:
            return False
        return self.is_inside or self.moderates or self.group.access == GroupAccess.OPEN


def role_before(person: "User", group: WorkingGroup, *, role: str | None, seated: bool) -> str | None:
    """What `person` is in `group` by a seat of this role, in force or not. Whoever is only a guest sits as a guest alone."""
    if person.standing.in_network:
        if seated:
            return role
        return GroupRole.MEMBER.value if group.holds_everyone else None
    return role if seated and role == GroupRole.GUEST and person.standing.guest else None


def door_of(person: "User", slug: str) -> Door | None:
    """None where there is no group, or none that `person` may know of."""
    found: Any = next(iter(WorkingGroup.objects.raw(GROUP, [timezone.localdate(), person.pk, slug])), None)
    if found is None:
        return None
    door = Door(person, found, role_before(person, found, role=found.seat_role, seated=bool(found.is_seated)))
    return door if door.may_know else None


def door_to(person: "User", group: WorkingGroup) -> Door:
    """As `door_of`, for a group at hand, whether or not `person` may know of it. One statement."""
    seat = group.memberships.in_force().filter(user=person).values_list("role", flat=True).first()
    return Door(person, group, role_before(person, group, role=seat, seated=seat is not None))
