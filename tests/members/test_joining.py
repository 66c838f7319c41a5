"""Coming into a group and leaving it, as the domain decides."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from intranet.members.domain.coordinating import change_role, describe_group, take_out
from intranet.members.domain.joining import answer_offer, answer_request, join_group, leave_group
from intranet.members.domain.offers import Offered, offer_seats, people_to_invite, withdraw_offer
from intranet.members.enums import GroupAccess, GroupJoining, GroupRole, GroupState, MembershipState
from intranet.members.models import GroupMembership, User, WorkingGroup
from tests.factories.members import (
    GroupMembershipFactory,
    OrganisationFactory,
    WorkingGroupFactory,
    a_former_member,
    a_guest,
    a_member,
    someone_of_coordination,
)
from tests.factories.roles import a_group_coordinator

pytestmark = pytest.mark.django_db

ACTIVE, REQUESTED, INVITED, REFUSED = (
    MembershipState.ACTIVE,
    MembershipState.REQUESTED,
    MembershipState.INVITED,
    MembershipState.REFUSED,
)


def choosing(**fields):
    return WorkingGroupFactory(**{"joining": GroupJoining.ON_REQUEST, **fields})


def state(person, group):
    return GroupMembership.objects.filter(user=person, group=group).values_list("state", flat=True).first()


def reads(person, group):
    return WorkingGroup.objects.content_visible_to(User.objects.get(pk=person.pk)).contains(group)


# --- Joining ---


def test_an_open_group_is_joined_at_once_and_twice_is_once():
    group, person = WorkingGroupFactory(), a_member()
    seats = [join_group(group, person=person), join_group(group, person=person)]
    assert (seats[0], GroupMembership.objects.get()) == (seats[1], seats[0])
    assert (seats[0].state, seats[0].role, seats[0].since) == (ACTIVE, GroupRole.MEMBER, timezone.localdate())


def test_a_group_that_chooses_is_asked_with_a_note():
    group, person = choosing(), a_member()
    join_group(group, person=person, note="Porto el mercat.")
    seat = GroupMembership.objects.get()
    assert (seat.state, seat.note, seat.is_in_force) == (REQUESTED, "Porto el mercat.", False)


@pytest.mark.parametrize(
    "fields",
    [
        {"joining": GroupJoining.BY_INVITATION},
        {"access": GroupAccess.PRIVATE, "joining": GroupJoining.AT_ONCE},
        {"access": GroupAccess.PRIVATE, "joining": GroupJoining.ON_REQUEST},
        {"state": GroupState.CLOSED},
    ],
)
@pytest.mark.parametrize("make", [a_member, someone_of_coordination])
def test_nobody_joins_what_is_by_invitation_private_or_over(fields, make):
    group = WorkingGroupFactory(**fields)
    with pytest.raises(PermissionDenied):
        join_group(group, person=make())
    assert GroupMembership.objects.count() == 0


@pytest.mark.parametrize("make", [a_guest, a_former_member])
def test_only_the_network_joins(make):
    with pytest.raises(PermissionDenied):
        join_group(WorkingGroupFactory(), person=make())


def test_the_group_that_holds_everyone_is_joined_by_nobody():
    group, person = WorkingGroupFactory(holds_everyone=True), a_member()
    assert (join_group(group, person=person), GroupMembership.objects.count()) == (None, 0)
    with pytest.raises(PermissionDenied):
        leave_group(group, person=person)


def test_a_seat_that_has_ended_begins_anew():
    group, person = WorkingGroupFactory(), a_member()
    long_ago = timezone.localdate() - timedelta(days=90)
    GroupMembershipFactory(
        group=group,
        user=person,
        role=GroupRole.COORDINATOR,
        since=long_ago,
        until=timezone.localdate(),
        left_with=OrganisationFactory(),
    )
    seat = join_group(group, person=person)
    assert (seat.role, seat.since, seat.until, seat.left_with) == ("member", timezone.localdate(), None, None)


# --- Leaving ---


def test_whoever_leaves_is_out_and_may_come_back():
    group, person = WorkingGroupFactory(), a_member()
    join_group(group, person=person)
    leave_group(group, person=person)
    assert state(person, group) is None
    assert join_group(group, person=person).is_in_force


def test_a_request_can_be_taken_back_and_a_refusal_or_an_invitation_cannot():
    group, person = choosing(), a_member()
    join_group(group, person=person)
    leave_group(group, person=person)
    assert state(person, group) is None
    for other in (REFUSED, INVITED):
        seat = GroupMembershipFactory(group=group, user=person, state=other)
        with pytest.raises(PermissionDenied):
            leave_group(group, person=person)
        seat.delete()


def test_a_guest_may_leave():
    guest = a_guest()
    leave_group(guest.memberships.get().group, person=guest)
    assert User.objects.get(pk=guest.pk).standing.has_access is False


# --- Answering ---


def test_those_who_coordinate_let_in_or_refuse_with_a_reason():
    group = choosing()
    by, one, other = a_group_coordinator(group), a_member(), a_member()
    for person in (one, other):
        join_group(group, person=person)
    answer_request(one.memberships.get(), by=by, accepts=True, answer="Benvinguda!")
    with pytest.raises(ValidationError) as refused:
        answer_request(other.memberships.get(), by=by, accepts=False, answer=" ")
    assert list(refused.value.error_dict) == ["answer"]
    answer_request(other.memberships.get(), by=by, accepts=False, answer="El grup és ple.")
    found = dict(GroupMembership.objects.exclude(user=by).values_list("state", "answer"))
    assert found == {ACTIVE: "Benvinguda!", REFUSED: "El grup és ple."}


def test_nobody_else_answers():
    private = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    for group, make in [
        (choosing(), a_member),
        (choosing(), a_group_coordinator),
        (private, someone_of_coordination),
        (choosing(), a_guest),
    ]:
        seat = GroupMembershipFactory(group=group, user=a_member(), state=REQUESTED)
        with pytest.raises(PermissionDenied):
            answer_request(seat, by=make(), accepts=True)
        assert state(seat.user, group) == REQUESTED


def test_coordination_answers_where_it_reads():
    seat = GroupMembershipFactory(group=choosing(), user=a_member(), state=REQUESTED)
    answer_request(seat, by=someone_of_coordination(), accepts=True)
    assert state(seat.user, seat.group) == ACTIVE


def test_what_was_answered_taken_back_or_has_no_access_is_not_answered_again():
    group = choosing()
    by = a_group_coordinator(group)
    answered = GroupMembershipFactory(group=group, user=a_member(), state=ACTIVE)
    gone = GroupMembershipFactory(group=group, user=a_member(), state=REQUESTED)
    GroupMembership.objects.filter(pk=gone.pk).delete()
    former = GroupMembershipFactory(group=group, user=a_former_member(), state=REQUESTED)
    guest = GroupMembershipFactory(
        group=group, user=a_former_member(), state=REQUESTED, role="guest", until=timezone.localdate()
    )
    for seat in (answered, gone, former, guest):
        with pytest.raises(ValidationError):
            answer_request(seat, by=by, accepts=True)
    assert [state(seat.user, group) for seat in (former, guest)] == [REQUESTED, REQUESTED]


def test_a_guest_who_was_asked_for_comes_in_until_the_day():
    group = choosing()
    until = timezone.localdate() + timedelta(days=9)
    guest = a_former_member()
    seat = GroupMembershipFactory(group=group, user=guest, state=REQUESTED, role="guest", until=until)
    answer_request(seat, by=a_group_coordinator(group), accepts=True)
    assert (reads(guest, group), guest.memberships.get().until) == (True, until)


def test_whoever_was_refused_may_ask_again_but_does_not_walk_in():
    group, person = WorkingGroupFactory(), a_member()
    GroupMembershipFactory(group=group, user=person, state=REFUSED, answer="Ara no.")
    seat = join_group(group, person=person, note="I ara?")
    assert (seat.state, seat.answer, seat.note) == (REQUESTED, "Ara no.", "I ara?")


def test_nobody_is_let_into_a_group_that_is_over():
    group = choosing()
    seat = GroupMembershipFactory(group=group, user=a_member(), state=REQUESTED)
    by = a_group_coordinator(group)
    WorkingGroup.objects.update(state=GroupState.CLOSED)
    with pytest.raises(ValidationError):
        answer_request(seat, by=by, accepts=True)


# --- Inviting ---


def test_people_are_invited_and_in_only_when_they_accept():
    group = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    by, person, decliner = a_group_coordinator(group), a_member(), a_member()
    assert offer_seats(group, by=by, people=[person, decliner]) == Offered(invited=2)
    assert (state(person, group), reads(person, group)) == (INVITED, False)
    answer_offer(group, person=person, accepts=True)
    answer_offer(group, person=decliner, accepts=False)
    assert (state(person, group), reads(person, group), state(decliner, group)) == (ACTIVE, True, None)


def test_a_whole_council_is_invited_as_it_is_today():
    group, council = choosing(), OrganisationFactory()
    by, inside, asking, invited, new = a_group_coordinator(group), *(a_member(council) for _number in range(4))
    a_member()
    a_member(council, is_active=False)
    for person, at in ((inside, ACTIVE), (asking, REQUESTED), (invited, INVITED)):
        GroupMembershipFactory(group=group, user=person, state=at)
    assert offer_seats(group, by=by, council=council) == Offered(invited=1, let_in=1)
    assert [state(person, group) for person in (inside, asking, invited, new)] == [ACTIVE, ACTIVE, INVITED, INVITED]
    assert GroupMembership.objects.filter(group=group).count() == 5


def test_nobody_outside_the_network_is_invited_even_by_a_made_up_form():
    group = choosing()
    by, guest, former = a_group_coordinator(group), a_guest(), a_former_member()
    assert offer_seats(group, by=by, people=[guest, former, by]) == Offered()
    assert people_to_invite(group, by=by).filter(pk__in=[guest.pk, former.pk, by.pk]).exists() is False


def test_who_invites_and_where_to():
    over, everyone = WorkingGroupFactory(state=GroupState.CLOSED), WorkingGroupFactory(holds_everyone=True)
    private = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    member = GroupMembershipFactory(group=private, user=a_member()).user
    refused = [
        (over, a_group_coordinator(over)),
        (everyone, someone_of_coordination()),
        (private, someone_of_coordination()),
        (private, member),
    ]
    for group, by in refused:
        with pytest.raises(PermissionDenied):
            offer_seats(group, by=by, people=[a_member()])


def test_an_invitation_opens_a_group_by_invitation_and_can_be_withdrawn():
    group = WorkingGroupFactory(joining=GroupJoining.BY_INVITATION)
    by, person, late = a_group_coordinator(group), a_member(), a_member()
    offer_seats(group, by=by, people=[person, late])
    assert join_group(group, person=person).is_in_force
    withdraw_offer(late.memberships.get(), by=by)
    with pytest.raises(ValidationError):
        answer_offer(group, person=late, accepts=True)
    with pytest.raises(ValidationError):
        withdraw_offer(person.memberships.get(), by=by)


# --- Looking after the group ---


def test_roles_are_given_and_taken_among_the_members():
    group = WorkingGroupFactory()
    by = a_group_coordinator(group)
    seat = GroupMembershipFactory(group=group, user=a_member())
    change_role(seat, by=by, role="coordinator")
    assert seat.user.memberships.get().role == "coordinator"
    change_role(by.memberships.get(), by=seat.user, role="member")
    assert by.memberships.get().role == "member"
    with pytest.raises(PermissionDenied):
        change_role(seat, by=by, role="member")


def test_a_guest_stays_a_guest():
    group = WorkingGroupFactory()
    guest = a_guest(group).memberships.get()
    with pytest.raises(ValidationError):
        change_role(guest, by=a_group_coordinator(group), role="coordinator")
    with pytest.raises(ValidationError):
        change_role(GroupMembershipFactory(group=group), by=a_group_coordinator(group), role="guest")


def test_whoever_is_taken_out_reads_nothing_from_that_moment_and_asks_to_come_back():
    group = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    by, person = a_group_coordinator(group), a_member()
    seat = GroupMembershipFactory(group=group, user=person, role="coordinator")
    with pytest.raises(ValidationError):
        take_out(seat, by=by, answer="")
    take_out(seat, by=by, answer="Ha canviat d'àrea.")
    seat.refresh_from_db()
    assert (seat.state, seat.role, seat.answer, reads(person, group)) == (
        REFUSED,
        "member",
        "Ha canviat d'àrea.",
        False,
    )
    with pytest.raises(PermissionDenied):
        take_out(by.memberships.get(), by=by, answer="Jo.")


def test_a_group_describes_itself():
    group = WorkingGroupFactory()
    describe_group(
        group, by=a_group_coordinator(group), aims="Fer-ho bé.", welcome="Hola!", joining=GroupJoining.ON_REQUEST
    )
    assert WorkingGroup.objects.named("fer-ho").values_list("aims", "welcome", "joining").get() == (
        "Fer-ho bé.", "Hola!", "on_request",
    )  # fmt: skip
    with pytest.raises(PermissionDenied):
        describe_group(group, by=a_member(), aims="", welcome="")


@pytest.mark.parametrize("fields", [{"holds_everyone": True}, {"access": GroupAccess.PRIVATE}])
def test_the_way_into_some_groups_is_not_chosen(fields):
    group = WorkingGroupFactory(**fields)
    before = group.joining
    describe_group(group, by=a_group_coordinator(group), aims="", welcome="", joining=GroupJoining.ON_REQUEST)
    group.refresh_from_db()
    assert group.joining == before
