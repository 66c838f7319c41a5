"""What a colleague takes over from someone who leaves, and how that is undone."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Self

from django.db.models import QuerySet

from intranet.members.enums import GroupRole, MembershipState
from intranet.members.models import GroupMembership, User, WorkingGroup


@dataclass(frozen=True)
class FormerSeat:
    """A membership as it was before a handover changed it."""

    pk: int
    role: str
    state: str
    until: str | None


@dataclass(frozen=True)
class Handover:
    """What passed to a successor. Whoever keeps it, for instance in their session, can undo it."""

    representative: bool = False
    manager: bool = False
    new_seats: tuple[int, ...] = ()
    former_seats: tuple[FormerSeat, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        former = tuple(FormerSeat(**seat) for seat in data["former_seats"])
        return cls(data["representative"], data["manager"], tuple(data["new_seats"]), former)


def seats_to_pass_on(person: User, *, known_to: User) -> QuerySet[GroupMembership]:
    """What `person` could hand over: the seats, a guest's excepted, in groups that `known_to` may know of."""
    groups = WorkingGroup.objects.visible_to(known_to)
    seats = GroupMembership.objects.of(person).exclude(role=GroupRole.GUEST).filter(group__in=groups)
    return seats.select_related("group").order_by("group__sort_key")


def pass_seats_on(seats: list[GroupMembership], *, successor: User) -> Handover:
    """Give `successor` the same seats; what they already had there is never lessened."""
    new, former = [], []
    for seat in seats:
        mine, is_new = GroupMembership.objects.get_or_create(
            group=seat.group, user=successor, defaults={"role": seat.role}
        )
        if is_new:
            new.append(mine.pk)
        elif before := raise_seat(mine, role=seat.role):
            former.append(before)
    return Handover(new_seats=tuple(new), former_seats=tuple(former))


def raise_seat(seat: GroupMembership, *, role: str) -> FormerSeat | None:
    """Make `seat` as good as `role`, without end. What it was before, or nothing when it was as good already."""
    if seat.role == GroupRole.COORDINATOR:
        role = GroupRole.COORDINATOR
    if (seat.role, seat.state, seat.until) == (role, MembershipState.ACTIVE, None):
        return None
    before = FormerSeat(seat.pk, seat.role, seat.state, seat.until.isoformat() if seat.until else None)
    seat.role, seat.state, seat.until = role, MembershipState.ACTIVE, None
    seat.save()
    return before


def take_seats_back(handover: Handover) -> None:
    """Undo `pass_seats_on`."""
    GroupMembership.objects.filter(pk__in=handover.new_seats).delete()
    for seat in handover.former_seats:
        until = date.fromisoformat(seat.until) if seat.until else None
        GroupMembership.objects.filter(pk=seat.pk).update(role=seat.role, state=seat.state, until=until)


def leave_seats(person: User, *, on: date) -> None:
    """From `on`, `person` sits in no group but as a guest: who comes back one day does not come back into them."""
    GroupMembership.objects.in_force(on).filter(user=person).exclude(role=GroupRole.GUEST).update(until=on)


def return_to_seats(person: User, *, left_on: date) -> None:
    """Undo `leave_seats`."""
    left = GroupMembership.objects.filter(user=person, until=left_on, state=MembershipState.ACTIVE)
    left.exclude(role=GroupRole.GUEST).update(until=None)
