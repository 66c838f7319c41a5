"""Who is to say whether a resource still holds: its owner, or, when they are gone, who is there of its council or group."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db.models import Q

from intranet.members.enums import GroupRole
from intranet.members.models import GroupMembership, Position, User
from intranet.members.models.people_queries import COORDINATION
from repository.models import ResourcePage

if TYPE_CHECKING:
    from django.db.models import QuerySet


def who_answers_for(page: ResourcePage) -> list[User]:
    """The first of these who keep it today: its owner; those with duties in its council; its group's coordinators; coordination.

    Nobody, of a private group that has nobody left.
    """
    for people in in_turn(page):
        keepers = [person for person in people if keeps(person, page)]
        if keepers:
            return keepers
    return []


def in_turn(page: ResourcePage) -> "Iterator[QuerySet[User]]":
    people = User.objects.with_standing().filter(is_active=True).order_by("pk")
    yield people.filter(pk=page.owner_id)
    if page.organisation_id is not None:
        duties = Position.objects.giving_access().filter(organisation=page.organisation_id)
        in_charge = duties.filter(Q(is_representative=True) | Q(is_manager=True))
        yield people.filter(pk__in=in_charge.values("user"))
    if page.group_id is not None:
        seats = GroupMembership.objects.in_force().filter(group=page.group_id, role=GroupRole.COORDINATOR)
        yield people.filter(pk__in=seats.values("user"))
    yield people.filter(groups__name=COORDINATION)


def keeps(person: User, page: ResourcePage) -> bool:
    return bool(ResourcePage.objects.kept_by(person).filter(pk=page.pk).exists())
