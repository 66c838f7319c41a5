"""Where a person stands towards a group: inside, waiting for an answer, invited, or free to come in."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from intranet.members.doors import Door, role_before
from intranet.members.enums import GroupJoining, MembershipState
from intranet.members.models import GroupMembership, User, WorkingGroup

NEW_FOR = timedelta(days=14)
"""How long whoever came in reads the group's words of welcome on its home."""


@dataclass(frozen=True)
class Place:
    """`seat` is the person's own row in the group, whatever its state; None when there is none."""

    door: Door
    seat: GroupMembership | None

    @property
    def group(self) -> WorkingGroup:
        return self.door.group

    @property
    def is_inside(self) -> bool:
        return self.door.is_inside

    def _is_outside_as(self, state: MembershipState) -> bool:
        in_network = self.door.person.standing.in_network
        return in_network and not self.is_inside and self.seat is not None and self.seat.state == state

    @property
    def waits(self) -> bool:
        """Has asked to come in, and nobody has answered."""
        return self._is_outside_as(MembershipState.REQUESTED)

    @property
    def is_invited(self) -> bool:
        return self._is_outside_as(MembershipState.INVITED)

    @property
    def was_refused(self) -> bool:
        """Has been answered no, or was taken out."""
        return self._is_outside_as(MembershipState.REFUSED)

    @property
    def may_come_in(self) -> bool:
        """By asking or at once; whoever waits need not ask again."""
        if self.is_inside or self.waits or self.group.is_over or not self.door.person.standing.in_network:
            return False
        is_shut = self.group.is_private or self.group.joining == GroupJoining.BY_INVITATION
        return self.is_invited or not is_shut

    @property
    def asks_first(self) -> bool:
        """Nobody comes back at once whom the group did not want."""
        turned_away = self.seat is not None and self.seat.turned_away
        return not self.is_invited and (self.group.chooses_members or turned_away)

    @property
    def may_leave(self) -> bool:
        """Nobody leaves the group that holds everyone; who has a seat of their own there gives that up."""
        return self.seat is not None and self.seat.is_in_force and self.is_inside

    @property
    def is_new(self) -> bool:
        return self.may_leave and self.seat is not None and self.seat.since > timezone.localdate() - NEW_FOR


def place_of(person: User, group: WorkingGroup) -> Place:
    """One statement."""
    seat = group.memberships.filter(user=person).first()
    role = role_before(person, group, role=seat.role if seat else None, seated=seat is not None and seat.is_in_force)
    return Place(Door(person, group, role), seat)
