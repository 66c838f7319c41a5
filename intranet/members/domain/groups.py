"""Who sits in the working groups, as a person may know it."""

from typing import TYPE_CHECKING, TypedDict

from django.db.models import (
    BooleanField,
    Case,
    Count,
    ExpressionWrapper,
    IntegerField,
    OuterRef,
    Prefetch,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from intranet.members.enums import GroupRole
from intranet.members.models import GroupMembership, User, WorkingGroup
from intranet.members.models.groups import is_group_of

FACES = 4


class Seen(TypedDict):
    """What a group carries for the one who looks at it."""

    is_mine: bool
    member_count: int
    faces: list[GroupMembership]


if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    GroupWithPeople = WithAnnotations[WorkingGroup, Seen]

RANKS = {GroupRole.COORDINATOR: 0, GroupRole.MEMBER: 1, GroupRole.GUEST: 2}


def seats_shown_to(viewer: User) -> QuerySet[GroupMembership]:
    """The memberships of people who have access today and whom `viewer` may know of: coordinators, members, guests."""
    known = User.objects.visible_to(viewer).values("pk")
    rank = Case(*(When(role=role, then=Value(rank)) for role, rank in RANKS.items()))
    return GroupMembership.objects.of_present_people().filter(user__in=known).order_by(rank, "user__sort_key", "pk")


def with_people(groups: QuerySet[WorkingGroup], *, viewer: User) -> "QuerySet[GroupWithPeople]":
    """`groups` with `is_mine`, `member_count` and up to `FACES` seats as `faces`: two more statements for any number."""
    seats = seats_shown_to(viewer)
    faces = seats.prefetch_related(Prefetch("user", User.objects.with_closeness(viewer)))[:FACES]
    found = groups.annotate(
        is_mine=ExpressionWrapper(is_group_of(viewer), output_field=BooleanField()), member_count=number_in(seats)
    )
    return found.prefetch_related(Prefetch("memberships", faces, to_attr="faces"))


def number_in(seats: QuerySet[GroupMembership]) -> Coalesce:
    """Of a group's row: how many of `seats` are its own; of the group that holds everyone, how many the network is."""
    own = seats.filter(group=OuterRef("pk")).order_by().values("group").annotate(number=Count("pk")).values("number")
    everyone = User.objects.in_network().order_by().annotate(all=Value(1)).values("all").annotate(number=Count("pk"))
    counted = Case(When(holds_everyone=True, then=Subquery(everyone.values("number"))), default=Subquery(own))
    return Coalesce(counted, Value(0), output_field=IntegerField())


def members_of(group: WorkingGroup, *, viewer: User) -> QuerySet[GroupMembership]:
    """The seats of `group`, each person with what `viewer` may see of them and with today's positions."""
    people = User.objects.with_closeness(viewer).with_open_positions()
    return seats_shown_to(viewer).filter(group=group).prefetch_related(Prefetch("user", people))
