"""What passes to who takes over: on the day, by the groups' own rules, and undone from anywhere."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from intranet.members.domain.handover import Handover, pass_on
from intranet.members.domain.positions import end_position, reopen_position
from intranet.members.enums import GroupAccess, GroupRole, MembershipState
from intranet.members.models import GroupMembership, Position, Succession, User, WorkingGroup
from intranet.members.recurring import settle_positions
from tests.factories.members import (
    GroupMembershipFactory,
    OrganisationFactory,
    PositionFactory,
    WorkingGroupFactory,
    a_manager,
    a_member,
    an_administrator,
    someone_of_coordination,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def council():
    return OrganisationFactory()


@pytest.fixture
def leaver(council):
    return a_member(council)


@pytest.fixture
def heir(council):
    return a_member(council)


def today(days=0):
    return timezone.localdate() + timedelta(days=days)


def in_days(days):
    return time_machine.travel(timezone.now() + timedelta(days=days), tick=False)


def position_of(user):
    return Position.objects.get(user=user)


def seat(user, access=GroupAccess.OPEN, role=GroupRole.MEMBER, **fields):
    group = fields.pop("group", None) or WorkingGroupFactory(name=access.label, access=access)
    return GroupMembershipFactory(user=user, group=group, role=role, **fields)


def seats_of(user):
    found = GroupMembership.objects.filter(user=user).order_by("group__pk")
    return list(found.values_list("role", "state", "until"))


# --- On the day ---


@pytest.mark.parametrize("late", [0, 40])
def test_nothing_passes_before_the_day_and_all_of_it_on_the_day_however_late(late, council, leaver, heir):
    Position.objects.filter(user=leaver).update(is_representative=True, is_manager=True)
    seat(leaver, role=GroupRole.COORDINATOR)
    by = someone_of_coordination()
    end_position(position_of(leaver), by=by, on=today(10), successor=heir, with_duties=True)

    def what_they_have():
        marks = [(position_of(user).is_representative, position_of(user).is_manager) for user in (leaver, heir)]
        return marks, seats_of(heir)

    before = ([(True, True), (False, False)], [])
    assert what_they_have() == before
    with in_days(9):
        settle_positions()
        assert what_they_have() == before
    with in_days(10 + late):
        for _run in range(2):
            settle_positions()
            assert what_they_have()[0][1] == (True, True)
            assert seats_of(heir) == [("coordinator", "active", None)]
        voting = Position.objects.open().filter(organisation=council, is_representative=True)
        assert [position.user for position in voting] == [heir]


def test_one_that_cannot_be_settled_keeps_nobody_else_waiting(council, leaver, heir, monkeypatch, expected_errors):
    other, by = a_member(council), someone_of_coordination()
    first, second = seat(leaver), seat(other, group=WorkingGroupFactory())
    over = seat(PositionFactory(ends_on=today(9)).user, group=first.group)
    bad = position_of(leaver)
    for position in (bad, position_of(other)):
        end_position(position, by=by, on=today(10), successor=heir)

    def fail_once_begun(position):
        pass_on(position)
        if position.pk == bad.pk:
            raise RuntimeError

    groups = GroupMembership.objects.filter(user=heir).values_list("group", flat=True)
    with in_days(10):
        with monkeypatch.context() as patch:
            patch.setattr("intranet.members.domain.positions.pass_on", fail_once_begun)
            settle_positions()
        assert list(groups) == [second.group.pk]
        over.refresh_from_db()
        assert over.until == today()
        said = f"What was planned for the end of position {bad.pk} did not pass on"
        assert expected_errors() == [f"intranet.members.domain.positions: {said}"]
        settle_positions()
        assert set(groups.all()) == {first.group.pk, second.group.pk}


def test_the_last_decision_before_the_day_counts(council, leaver, heir):
    other, by = a_member(council), someone_of_coordination()
    seat(leaver)
    end_position(position_of(leaver), by=by, on=today(10), successor=heir)
    end_position(position_of(leaver), by=by, on=today(20), successor=other)
    with in_days(10):
        settle_positions()
        assert (seats_of(heir), seats_of(other)) == ([], [])
    with in_days(20):
        settle_positions()
        assert (seats_of(heir), len(seats_of(other))) == ([], 1)


def test_an_end_that_is_undone_before_the_day_passes_nothing(leaver, heir):
    seat(leaver)
    end_position(position_of(leaver), by=someone_of_coordination(), on=today(10), successor=heir)
    reopen_position(position_of(leaver), by=someone_of_coordination())
    with in_days(11):
        settle_positions()
    assert (seats_of(heir), seats_of(leaver)) == ([], [("member", "active", None)])


def test_a_successor_who_has_left_meanwhile_gets_nothing_not_even_later(council, leaver, heir):
    seat(leaver)
    by = someone_of_coordination()
    end_position(position_of(leaver), by=by, on=today(10), successor=heir)
    end_position(position_of(heir), by=by, on=today(5))
    with in_days(11):
        settle_positions()
        reopen_position(position_of(heir), by=someone_of_coordination())
        settle_positions()
        assert (seats_of(heir), Succession.objects.count()) == ([], 0)


def test_what_the_leaver_has_lost_meanwhile_does_not_pass(council, leaver, heir):
    Position.objects.filter(user=leaver).update(is_representative=True, is_manager=True)
    gone, until_before, lowered = (seat(leaver, group=WorkingGroupFactory(), role="coordinator") for _one in range(3))
    end_position(position_of(leaver), by=someone_of_coordination(), on=today(10), successor=heir, with_duties=True)
    gone.delete()
    GroupMembership.objects.filter(pk=until_before.pk).update(until=today(5))
    GroupMembership.objects.filter(pk=lowered.pk).update(role="member")
    Position.objects.filter(user=leaver).update(is_representative=False)
    with in_days(10):
        settle_positions()
    assert seats_of(heir) == [("member", "active", None)]
    assert (position_of(heir).is_representative, position_of(heir).is_manager) == (False, True)


def test_a_representative_who_was_named_since_keeps_the_vote(council, leaver, heir):
    Position.objects.filter(user=leaver).update(is_representative=True)
    end_position(position_of(leaver), by=someone_of_coordination(), on=today(10), successor=heir, with_duties=True)
    with in_days(12):
        PositionFactory(organisation=council, is_representative=True)
        settle_positions()
    assert position_of(heir).is_representative is False


def test_a_successors_seats_end_with_their_own_access(council, leaver, heir):
    seat(leaver)
    by = someone_of_coordination()
    end_position(position_of(heir), by=by, on=today(30))
    end_position(position_of(leaver), by=by, on=today(), successor=heir)
    assert seats_of(heir) == [("member", "active", today(30))]


# --- Groups that choose their members ---


@pytest.mark.parametrize(
    ("access", "decides", "state"),
    [
        (GroupAccess.OPEN, False, "active"),
        (GroupAccess.CLOSED, False, "requested"),
        (GroupAccess.CLOSED, True, "active"),
        (GroupAccess.PRIVATE, False, "requested"),
        (GroupAccess.PRIVATE, True, "active"),
    ],
)
def test_a_group_that_chooses_its_members_is_asked_unless_its_coordinator_decides(
    access, decides, state, *, council, leaver, heir
):
    by = a_manager(council)
    theirs = seat(leaver, access, GroupRole.COORDINATOR)
    seat(by, group=theirs.group, role=GroupRole.COORDINATOR if decides else GroupRole.MEMBER)
    handover = end_position(position_of(leaver), by=by, on=today(), successor=heir)
    assert seats_of(heir) == [("coordinator", state, None)]
    assert handover == Handover(asked=(theirs.group.name,) if state == "requested" else ())
    readable = WorkingGroup.objects.content_visible_to(User.objects.get(pk=heir.pk)).filter(pk=theirs.group.pk)
    assert readable.exists() is (state == "active" or access == GroupAccess.CLOSED)


def test_whoever_ends_the_own_position_gives_the_own_seats_away(council, heir):
    by = a_manager(council)
    a_manager(council)
    seat(by, GroupAccess.CLOSED, GroupRole.COORDINATOR)
    end_position(position_of(by), by=by, on=today(), successor=heir)
    assert seats_of(heir) == [("coordinator", "active", None)]


@pytest.mark.parametrize("access", [GroupAccess.CLOSED, GroupAccess.PRIVATE])
@pytest.mark.parametrize(
    ("change", "state"),
    [
        (lambda _seats: None, "active"),
        (lambda seats: seats.update(role=GroupRole.MEMBER), "requested"),
        (lambda seats: seats.update(until=today(9)), "requested"),
        (lambda seats: seats.delete(), "requested"),
        (lambda seats: User.objects.filter(memberships__in=seats).delete(), "requested"),
    ],
)
def test_whoever_has_lost_the_group_since_the_end_was_planned_does_not_decide_for_it(
    access, change, state, *, council, leaver, heir
):
    by = a_manager(council)
    a_manager(council)
    group = seat(leaver, access).group
    seat(by, group=group, role=GroupRole.COORDINATOR)
    end_position(position_of(leaver), by=by, on=today(10), successor=heir)
    change(GroupMembership.objects.filter(group=group, user=by))
    with in_days(10):
        settle_positions()
        assert seats_of(heir) == [("member", state, None)]


@pytest.mark.parametrize("late", [0, 40])
def test_whoever_plans_the_own_end_gives_the_own_seats_away_on_the_day_too(late, council, heir):
    by = a_manager(council)
    a_manager(council)
    seat(by, GroupAccess.PRIVATE, GroupRole.COORDINATOR)
    end_position(position_of(by), by=by, on=today(10), successor=heir)
    with in_days(10 + late):
        settle_positions()
        assert seats_of(heir) == [("coordinator", "active", None)]


def test_what_was_planned_by_somebody_who_is_not_known_is_asked(council, leaver, heir):
    by = a_manager(council)
    group = seat(leaver, GroupAccess.CLOSED).group
    seat(by, group=group, role=GroupRole.COORDINATOR)
    end_position(position_of(leaver), by=by, on=today(10), successor=heir)
    Succession.objects.update(planned_by=None)
    with in_days(10):
        settle_positions()
        assert seats_of(heir) == [("member", "requested", None)]


def test_a_group_that_has_closed_meanwhile_is_asked(council, leaver, heir):
    group = seat(leaver).group
    end_position(position_of(leaver), by=someone_of_coordination(), on=today(10), successor=heir)
    WorkingGroup.objects.filter(pk=group.pk).update(access=GroupAccess.PRIVATE)
    with in_days(10):
        settle_positions()
    assert seats_of(heir) == [("member", "requested", None)]


def test_a_seat_they_have_is_not_turned_into_a_question(council, leaver, heir):
    theirs = seat(leaver, GroupAccess.CLOSED, GroupRole.COORDINATOR)
    seat(heir, group=theirs.group)
    handover = end_position(position_of(leaver), by=a_manager(council), on=today(), successor=heir)
    assert (seats_of(heir), handover) == ([("member", "active", None)], Handover(kept=(theirs.group.name,)))


@pytest.mark.parametrize(
    ("make", "kept"),
    [
        (a_manager, ()),
        (lambda _council: someone_of_coordination(), ("Secrets",)),
        (lambda _council: an_administrator(), ("Secrets",)),
    ],
)
def test_nobody_lets_anybody_into_a_private_group_they_are_not_in(make, kept, council, leaver, heir):
    group = WorkingGroupFactory(name="Secrets", access=GroupAccess.PRIVATE)
    seat(leaver, group=group, role=GroupRole.COORDINATOR)
    handover = end_position(position_of(leaver), by=make(council), on=today(), successor=heir)
    assert (seats_of(heir), handover) == ([], Handover(kept=kept))


@pytest.mark.parametrize("on", [0, 3000])
def test_coordination_does_not_succeed_itself_into_a_private_group(on, council, leaver):
    by = someone_of_coordination()
    PositionFactory(user=by, organisation=council)
    group = seat(leaver, GroupAccess.PRIVATE, GroupRole.COORDINATOR).group
    end_position(position_of(leaver), by=by, on=today(on), successor=by)
    reopen_position(position_of(leaver), by=by)
    with in_days(on):
        settle_positions()
    assert WorkingGroup.objects.content_visible_to(User.objects.get(pk=by.pk)).filter(pk=group.pk).count() == 0


# --- Undone ---


def test_what_a_group_has_decided_since_stands(council, leaver, heir):
    by = someone_of_coordination()
    promoted, as_left, accepted = (
        seat(leaver, access, group=WorkingGroupFactory(access=access))
        for access in (GroupAccess.OPEN, GroupAccess.OPEN, GroupAccess.CLOSED)
    )
    end_position(position_of(leaver), by=by, on=today(), successor=heir)
    theirs = GroupMembership.objects.filter(user=heir)
    theirs.filter(group=promoted.group).update(role=GroupRole.COORDINATOR)
    theirs.filter(group=accepted.group).update(state=MembershipState.ACTIVE)
    reopen_position(position_of(leaver), by=by)
    assert list(theirs.order_by("group").values_list("group", "role", "state")) == [
        (promoted.group.pk, "coordinator", "active"),
        (accepted.group.pk, "member", "active"),
    ]
    assert not theirs.filter(group=as_left.group).exists()
    assert {until for *_seat, until in seats_of(leaver)} == {None}


def test_a_duty_that_was_given_to_another_since_stays_with_them(council, leaver, heir):
    by, other = someone_of_coordination(), PositionFactory(organisation=council)
    Position.objects.filter(user=leaver).update(is_representative=True)
    end_position(position_of(leaver), by=by, on=today(), successor=heir, with_duties=True)
    Position.objects.filter(user=heir).update(is_representative=False)
    Position.objects.filter(pk=other.pk).update(is_representative=True)
    reopen_position(position_of(leaver), by=by)
    voting = Position.objects.open().filter(organisation=council, is_representative=True)
    assert list(voting) == [other]


def test_what_the_successor_had_before_comes_back(council, leaver, heir):
    by, group = someone_of_coordination(), WorkingGroupFactory()
    seat(leaver, group=group, role=GroupRole.COORDINATOR)
    seat(heir, group=group, role=GroupRole.GUEST, until=today(9))
    end_position(position_of(leaver), by=by, on=today(), successor=heir)
    assert seats_of(heir) == [("coordinator", "active", None)]
    reopen_position(position_of(leaver), by=by)
    assert seats_of(heir) == [("guest", "active", today(9))]
