"""Who may know of whom: people, organisations, groups; and what a profile shows to whom."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from intranet.members.enums import GroupAccess, GroupRole, MembershipState, MembershipStatus, Visibility
from intranet.members.models import Organisation, Position, User, WorkingGroup
from intranet.members.models.people import PROFILE_FIELDS
from intranet.members.models.people_queries import SAME_GROUP
from tests.factories.members import (
    GroupMembershipFactory,
    OrganisationFactory,
    PositionFactory,
    UserFactory,
    WorkingGroupFactory,
    a_guest,
    a_member,
    an_administrator,
)
from tests.factories.roles import ROLES

pytestmark = pytest.mark.django_db

INSIDERS = {"member", "group_coordinator", "manager", "coordination"}
EVERYONE = INSIDERS | {"administrator", "guest", "former"}


def viewer(roles, role):
    return roles[role] or AnonymousUser()


@pytest.fixture
def cast(roles):
    """One person of each role, all made."""
    return {roles[role]: role for role in ROLES if role != "anonymous"}


def people_seen_by(roles, cast, role) -> set[str]:
    return {cast[person] for person in User.objects.visible_to(viewer(roles, role)) if person in cast}


def test_people_each_role_may_know_of(roles, cast):
    assert {role: people_seen_by(roles, cast, role) for role in ROLES} == {
        "anonymous": set(),
        "former": set(),
        "guest": {"guest"},
        "member": INSIDERS,
        "group_coordinator": INSIDERS,
        "manager": INSIDERS,
        "coordination": EVERYONE,
        "administrator": EVERYONE,
    }


@pytest.mark.parametrize("make", [a_member, a_guest])
def test_administrator_is_known_in_the_groups_they_are_in(make):
    group, administrator = WorkingGroupFactory(), an_administrator()
    fellow = a_guest(group) if make is a_guest else make()
    assert administrator not in User.objects.visible_to(fellow)
    GroupMembershipFactory(group=group, user=administrator)
    if make is a_member:
        assert administrator not in User.objects.visible_to(fellow)
        GroupMembershipFactory(group=group, user=fellow)
    assert administrator in User.objects.visible_to(fellow)
    assert User.objects.with_closeness(fellow).get(pk=administrator.pk).closeness == SAME_GROUP


def test_guest_knows_the_people_of_the_own_group_and_no_one_else():
    group, other = WorkingGroupFactory(), WorkingGroupFactory()
    guest, inside, outside = a_guest(group), a_member(), a_member()
    GroupMembershipFactory(group=group, user=inside)
    GroupMembershipFactory(group=other, user=outside)
    GroupMembershipFactory(group=group, user=a_member(), state=MembershipState.REQUESTED)
    assert set(User.objects.visible_to(guest)) == {guest, inside}


def test_guests_of_a_group_are_known_to_its_members_only():
    group = WorkingGroupFactory()
    guest, inside, outside = a_guest(group), a_member(), a_member()
    GroupMembershipFactory(group=group, user=inside)
    assert guest in User.objects.visible_to(inside)
    assert guest not in User.objects.visible_to(outside)


def test_guest_whose_time_is_over_is_gone_for_the_group():
    group, inside = WorkingGroupFactory(), a_member()
    GroupMembershipFactory(group=group, user=inside)
    guest = a_guest(group, until=timezone.localdate())
    assert guest not in User.objects.visible_to(inside)
    assert set(User.objects.visible_to(guest)) == set()


def test_former_member_who_still_sits_in_a_group_is_gone_for_it(roles):
    group, inside = WorkingGroupFactory(), roles["member"]
    GroupMembershipFactory(group=group, user=inside)
    GroupMembershipFactory(group=group, user=roles["former"])
    assert roles["former"] not in User.objects.visible_to(inside)


def test_inactive_account_is_known_to_coordination_alone(roles):
    sleeper = a_member(is_active=False)
    assert sleeper not in User.objects.visible_to(roles["member"])
    assert sleeper in User.objects.visible_to(roles["coordination"])


@pytest.mark.parametrize(("starts_in", "seen"), [(1, False), (0, True)])
def test_position_of_the_future_gives_no_place_in_the_network(roles, starts_in, seen):
    person = UserFactory()
    PositionFactory(user=person, starts_on=timezone.localdate() + timedelta(days=starts_in))
    assert (person in User.objects.visible_to(roles["member"])) is seen
    assert person.standing.has_access is seen


@pytest.mark.parametrize("status", MembershipStatus)
def test_organisations_each_role_may_see(roles, status):
    organisation = OrganisationFactory(status=status)
    seeing = {role for role in ROLES if organisation in Organisation.objects.visible_to(viewer(roles, role))}
    network = {"member", "group_coordinator", "manager"} if status != MembershipStatus.FORMER else set()
    assert seeing == network | {"coordination", "administrator"}


@pytest.mark.parametrize(
    ("access", "seeing", "reading"),
    [
        (GroupAccess.OPEN, INSIDERS | {"administrator"}, INSIDERS | {"administrator"}),
        (GroupAccess.CLOSED, INSIDERS | {"administrator"}, INSIDERS | {"administrator"}),
        (GroupAccess.PRIVATE, {"coordination", "administrator"}, set()),
    ],
)
def test_group_one_is_not_in(roles, access, seeing, reading):
    group = WorkingGroupFactory(access=access)
    shown = {role for role in ROLES if group in WorkingGroup.objects.visible_to(viewer(roles, role))}
    read = {role for role in ROLES if group in WorkingGroup.objects.content_visible_to(viewer(roles, role))}
    assert (shown, read) == (seeing, reading)


@pytest.mark.parametrize("role", ["guest", "member", "group_coordinator", "manager", "coordination", "administrator"])
def test_private_group_one_is_in(roles, role):
    as_guest = {"role": GroupRole.GUEST, "until": timezone.localdate() + timedelta(days=1)} if role == "guest" else {}
    group = GroupMembershipFactory(user=roles[role], group__access=GroupAccess.PRIVATE, **as_guest).group
    assert group in WorkingGroup.objects.visible_to(roles[role])
    assert group in WorkingGroup.objects.content_visible_to(roles[role])


def test_asking_to_enter_a_private_group_does_not_show_it(roles):
    asked = GroupMembershipFactory(
        user=roles["member"], group__access=GroupAccess.PRIVATE, state=MembershipState.REQUESTED
    )
    assert asked.group not in WorkingGroup.objects.visible_to(roles["member"])


def test_seat_left_from_before_opens_nothing_to_someone_who_is_only_a_guest(roles):
    seat = GroupMembershipFactory(user=roles["guest"], group__access=GroupAccess.PRIVATE)
    assert seat.group not in WorkingGroup.objects.visible_to(roles["guest"])


def test_seat_in_a_private_group_ends_with_the_access(roles):
    seat = GroupMembershipFactory(user=roles["former"], group__access=GroupAccess.PRIVATE)
    assert seat.group not in WorkingGroup.objects.visible_to(roles["former"])
    assert seat.group not in WorkingGroup.objects.content_visible_to(roles["former"])


def profile_with(visibility: Visibility) -> User:
    person = a_member(**{f"{field}_visibility": visibility for field in PROFILE_FIELDS})
    GroupMembershipFactory(user=person)
    return person


def relation(person: User, closeness: str) -> User:
    """A viewer that close to `person`."""
    if closeness == "oneself":
        return person
    if closeness == "same council":
        return a_member(organisation=Position.objects.get(user=person).organisation)
    other = a_member()
    if closeness == "same group":
        GroupMembershipFactory(user=other, group=person.memberships.get().group)
    return other


SEES = {
    Visibility.NETWORK: {"oneself", "same council", "same group", "same network"},
    Visibility.GROUPS: {"oneself", "same council", "same group"},
    Visibility.COUNCIL: {"oneself", "same council"},
    Visibility.NOBODY: {"oneself"},
}


@pytest.mark.parametrize("visibility", Visibility)
@pytest.mark.parametrize("closeness", ["oneself", "same council", "same group", "same network"])
def test_fields_shown_by_closeness(visibility, closeness):
    person = profile_with(visibility)
    seen = User.objects.with_closeness(relation(person, closeness)).get(pk=person.pk)
    assert seen.shown == dict.fromkeys(PROFILE_FIELDS, closeness in SEES[visibility])


@pytest.mark.parametrize("visibility", Visibility)
@pytest.mark.parametrize("role", ["coordination", "administrator"])
def test_coordination_sees_every_field(roles, visibility, role):
    person = profile_with(visibility)
    seen = User.objects.with_closeness(roles[role]).get(pk=person.pk)
    assert seen.shown == dict.fromkeys(PROFILE_FIELDS, True)


def test_without_a_viewer_only_what_the_whole_network_may_see_is_shown():
    person = a_member(phone_visibility=Visibility.COUNCIL, bio_visibility=Visibility.NETWORK)
    assert (person.shown["phone"], person.shown["bio"]) == (False, True)


def test_former_colleague_is_no_colleague():
    person = profile_with(Visibility.COUNCIL)
    council = Position.objects.get(user=person).organisation
    other = a_member()
    PositionFactory(user=other, organisation=council, ends_on=timezone.localdate())
    assert User.objects.with_closeness(other).get(pk=person.pk).shown["phone"] is False


@pytest.mark.parametrize("visibility", Visibility)
def test_filter_by_a_field_does_not_betray_it(visibility):
    person = profile_with(visibility)
    for closeness in ("oneself", "same council", "same group", "same network"):
        found = User.objects.with_closeness(relation(person, closeness)).showing("subjects").filter(pk=person.pk)
        assert found.exists() == (closeness in SEES[visibility])


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("nuria", True),
        ("PUIGDOMÈNECH núria", True),
        ("puig gava", True),
        ("galla", True),
        ("gal·la", True),
        ("nuria reus", False),
    ],
)
def test_people_are_found_by_name_and_council_without_accents(words, found):
    person = a_member(OrganisationFactory(name="Gavà"), given_name="Núria", family_name="Puigdomènech i Gal·là")
    assert (person in User.objects.named(words)) is found


def test_person_with_positions_is_one_row_and_few_statements(django_assert_num_queries):
    for size in (1, 3, 30):
        for _ in range(size - User.objects.count()):
            a_member()
        with django_assert_num_queries(2):
            people = list(User.objects.in_network().with_open_positions().with_council_key())
            assert [len(person.open_positions) for person in people] == [1] * size
