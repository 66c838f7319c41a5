"""Of those who are to be told, the ones who may see it: nothing is noted for the others, not even that it is there."""

from typing import TYPE_CHECKING

from django.db.models import Exists, Model, OuterRef, Q

from intranet.members.enums import GroupRole
from intranet.members.models import GroupMembership, User, WorkingGroup
from intranet.notifications.kinds import Kind

if TYPE_CHECKING:
    from django.db.models import QuerySet

AT_ONCE = 1000  # people asked for in one statement


def those_who_see(kind: Kind, target: Model, people: set[int]) -> set[int]:
    """One statement for each thousand, if the kind knows how to ask for many; else one for each of them."""
    ids, seeing = sorted(people), set[int]()
    for start in range(0, len(ids), AT_ONCE):
        asked = User.objects.with_standing().filter(pk__in=ids[start : start + AT_ONCE])
        if kind.recipients_who_see is not None:
            seeing.update(kind.recipients_who_see(asked, target).values_list("pk", flat=True))
        else:
            seeing.update(one.pk for one in asked if kind.visible_to(one).filter(pk=target.pk).exists())
    return seeing


def in_network(person: User) -> bool:
    """Whom a kind concerns that guests are never told of."""
    return person.standing.in_network


def network_among(people: "QuerySet[User]") -> "QuerySet[User]":
    """As `Standing.in_network`, for many: of `people` as they come `with_standing`."""
    return people.filter(standing_in_network(), is_active=True)


def readers_among(people: "QuerySet[User]", group: WorkingGroup) -> "QuerySet[User]":
    """As `WorkingGroup.objects.content_visible_to`, for many: of `people` as they come `with_standing`."""
    seats = GroupMembership.objects.in_force().filter(user=OuterRef("pk"), group=group)
    inside = standing_in_network() & Q(Exists(seats)) if group.is_private else standing_in_network()
    return people.filter(inside | Q(Exists(seats.filter(role=GroupRole.GUEST))), is_active=True)


def standing_in_network() -> Q:
    return Q(is_member_today=True) | Q(is_coordination_today=True) | Q(is_superuser=True)
