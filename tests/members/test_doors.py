"""How a person stands before one group is what the querysets say of all of them."""

import pytest

from intranet.members.domain.places import place_of
from intranet.members.doors import Door, door_of, door_to
from intranet.members.enums import GroupAccess, GroupRole, GroupState
from intranet.members.models import GroupMembership, User, WorkingGroup
from intranet.notifications.domain.audience import readers_among
from tests.factories.members import WorkingGroupFactory
from tests.members.test_groups import CAST

pytestmark = pytest.mark.django_db

WAYS = [*((access, False) for access in GroupAccess.values), (GroupAccess.OPEN, True)]


@pytest.fixture
def cast():
    """Everyone of the cast before one group, by name; anonymous people stand before none."""

    def make(group):
        people = {name: maker(group) for name, maker in CAST.items() if name != "anonymous"}
        return {name: User.objects.with_standing().get(pk=person.pk) for name, person in people.items()}

    return make


@pytest.mark.parametrize(("access", "holds_everyone"), WAYS)
def test_a_door_is_what_the_querysets_say_whatever_the_state(access, holds_everyone, cast):
    group = WorkingGroupFactory(access=access, holds_everyone=holds_everyone)
    people = cast(group)
    for state in GroupState.values:
        WorkingGroup.objects.filter(pk=group.pk).update(state=state)
        group.refresh_from_db()
        for name, person in people.items():
            door, groups = door_to(person, group), WorkingGroup.objects
            said = (door.may_know, door.may_read, door.is_inside)
            asked = tuple(
                found(person).contains(group) for found in (groups.visible_to, groups.content_visible_to, groups.of)
            )
            if not person.standing.has_access:  # nobody without access ever gets to a door
                assert not groups.visible_to(person).exists()
                continue
            assert (name, state, said) == (name, state, asked)


@pytest.mark.parametrize(("access", "holds_everyone"), WAYS)
def test_the_three_ways_to_a_door_lead_to_the_same_one(access, holds_everyone, cast):
    group = WorkingGroupFactory(access=access, holds_everyone=holds_everyone)
    for name, person in cast(group).items():
        if not person.standing.has_access:
            continue
        door = door_to(person, group)
        found = door_of(person, group.slug)
        assert (name, found) == (name, door if door.may_know else None)
        assert (name, place_of(person, group).door) == (name, door)


@pytest.mark.parametrize(("access", "holds_everyone"), WAYS)
def test_readers_for_many_and_those_who_decide_are_the_same_as_one_by_one(access, holds_everyone, cast):
    group = WorkingGroupFactory(access=access, holds_everyone=holds_everyone)
    people = {person.pk: person for person in cast(group).values() if person.standing.has_access}
    readers = set(readers_among(User.objects.with_standing().filter(pk__in=people), group).values_list("pk", flat=True))
    assert readers == {pk for pk, person in people.items() if door_to(person, group).may_read}
    seats = GroupMembership.objects.filter(group=group)
    deciding = {pk for pk, person in people.items() if seats.moderated_by(person).exists()}
    assert deciding == {pk for pk, person in people.items() if door_to(person, group).moderates}


WRITES = {
    (GroupAccess.OPEN, "member out"): True,
    (GroupAccess.CLOSED, "member out"): False,
    (GroupAccess.CLOSED, "member in"): True,
    (GroupAccess.CLOSED, "coordination out"): True,
    (GroupAccess.PRIVATE, "coordination out"): False,
    (GroupAccess.PRIVATE, "guest in"): True,
    (GroupAccess.OPEN, "guest of another group"): False,
}


@pytest.mark.parametrize(("access", "who"), WRITES)
def test_who_may_write_and_nobody_in_a_group_that_is_over(access, who):
    group = WorkingGroupFactory(access=access)
    person = User.objects.with_standing().get(pk=CAST[who](group).pk)
    assert door_to(person, group).may_write == WRITES[access, who]
    group.state = GroupState.CLOSED
    assert door_to(person, group).may_write is False


def test_a_door_costs_one_statement(django_assert_num_queries):
    group = WorkingGroupFactory()
    person = User.objects.with_standing().get(pk=CAST["group coordinator"](group).pk)
    with django_assert_num_queries(1):
        door = door_of(person, group.slug)
        assert (door.role, door.coordinates, door.moderates) == (GroupRole.COORDINATOR, True, True)
    assert isinstance(door, Door)
