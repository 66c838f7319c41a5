"""A position ends, passes on, comes back; its access with it, its holder's authorship never."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from intranet.members.domain.duties import appoint_representative
from intranet.members.domain.openings import open_position
from intranet.members.domain.positions import change_position, end_position, reopen_position
from intranet.members.enums import GroupAccess, GroupRole, MembershipState
from intranet.members.models import FollowUp, GroupMembership, Position, User, WorkingGroup
from intranet.members.recurring import settle_positions
from tests.factories.members import (
    FollowUpFactory,
    GroupMembershipFactory,
    OrganisationFactory,
    PositionFactory,
    WorkingGroupFactory,
    a_former_member,
    a_guest,
    a_manager,
    a_member,
    an_administrator,
    someone_of_coordination,
)

pytestmark = pytest.mark.django_db

MADRID = ZoneInfo("Europe/Madrid")


@pytest.fixture
def council():
    return OrganisationFactory(slug="manresa")


def position_in(council, user):
    return Position.objects.get(organisation=council, user=user)


def today(days=0):
    return timezone.localdate() + timedelta(days=days)


def fresh(user):
    return User.objects.get(pk=user.pk)


def seat(user, group=None, role=GroupRole.MEMBER, **fields):
    return GroupMembershipFactory(user=user, group=group or WorkingGroupFactory(), role=role, **fields)


def signed_in(client_of, user):
    """As after a sign-in by allauth, which keeps a list of each person's sessions."""
    client = client_of(user)
    key = client.session.session_key
    return UserSession.objects.create(user=user, session_key=key, ip="127.0.0.1", user_agent="Firefox")


def seats_of(user):
    found = GroupMembership.objects.in_force().filter(user=user).order_by("group__pk")
    return [(membership.group.pk, membership.role) for membership in found]


# --- Who may ---


@pytest.mark.parametrize(
    ("who", "allowed"),
    [
        (a_manager, True),
        (lambda _council: someone_of_coordination(), True),
        (lambda _council: an_administrator(), True),
        (a_member, False),
        (lambda _council: a_manager(), False),
        (lambda _council: a_guest(), False),
        (lambda _council: a_former_member(), False),
    ],
)
def test_who_may_end_change_and_reopen_a_position(who, allowed, council):
    by, position = who(council), position_in(council, a_member(council))
    actions = (
        lambda: change_position(position, by=by, title="Cap", department="", is_representative=False, is_manager=False),
        lambda: end_position(position, by=by, on=today()),
        lambda: reopen_position(position, by=by),
    )
    outcomes = []
    for act in actions:
        try:
            act()
        except PermissionDenied:
            outcomes.append(False)
        else:
            outcomes.append(True)
    assert outcomes == [allowed] * 3


def test_a_manager_whose_position_has_ended_manages_nothing(council):
    by = a_manager(council)
    Position.objects.filter(user=by).update(ends_on=today())
    with pytest.raises(PermissionDenied):
        end_position(position_in(council, a_member(council)), by=by, on=today())


# --- The date ---

# The last moment with access and the first without, on an ordinary day and on the two days when the clock changes.
ENDS = [date(2026, 6, 10), date(2026, 3, 29), date(2026, 10, 25), date(2026, 3, 30), date(2026, 10, 26)]


@pytest.mark.parametrize("day", ENDS)
def test_access_ends_with_the_first_moment_of_the_day_in_catalonia(day, client_of):
    midnight = datetime(day.year, day.month, day.day, tzinfo=MADRID)
    answers = {}
    with time_machine.travel(midnight - timedelta(days=40), tick=False):
        user, by = a_member(), someone_of_coordination()
        end_position(user.positions.get(), by=by, on=day)
    for name, moment in {
        "a second before": midnight - timedelta(seconds=1),
        "at midnight": midnight,
        "that evening": midnight + timedelta(hours=23),
    }.items():
        with time_machine.travel(moment, tick=False):
            response = client_of(user).get("/grups/")
            answers[name] = (fresh(user).standing.has_access, response.status_code)
    assert answers == {"a second before": (True, 200), "at midnight": (False, 302), "that evening": (False, 302)}


def test_the_day_is_that_of_catalonia_not_of_utc():
    """In summer the day begins at 22.00 UTC: whoever compares in UTC lets people in for two hours more."""
    with time_machine.travel(datetime(2026, 7, 1, 12, tzinfo=MADRID), tick=False):
        user = a_member()
        end_position(user.positions.get(), by=someone_of_coordination(), on=date(2026, 7, 15))
    with time_machine.travel(datetime(2026, 7, 14, 22, 30, tzinfo=UTC), tick=False):
        assert not fresh(user).standing.has_access


def test_an_open_browser_is_signed_out_on_the_day(client_of, council):
    user = a_member(council)
    client = client_of(user)
    end_position(position_in(council, user), by=someone_of_coordination(), on=today(3))
    inside = client.get("/grups/").status_code
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        outside = client.get("/grups/")
    assert (inside, outside.status_code, outside["Location"]) == (200, 302, reverse("account_inactive"))


def test_sessions_are_closed_at_once_when_no_access_is_left(client_of, council):
    user, colleague = a_member(council), a_member(council)
    for person in (user, user, colleague):
        signed_in(client_of, person)
    before = (UserSession.objects.count(), Session.objects.count())
    end_position(position_in(council, user), by=someone_of_coordination(), on=today())
    after = (UserSession.objects.count(), Session.objects.count())
    assert (before, after) == ((3, 3), (1, 1))


@pytest.mark.parametrize("otherwise", ["another council", "guest", "coordination", "a day to come"])
def test_sessions_stay_while_access_is_left(otherwise, client_of, council):
    user = a_member(council)
    if otherwise == "another council":
        PositionFactory(user=user)
    elif otherwise == "guest":
        seat(user, role=GroupRole.GUEST, until=today(9))
    elif otherwise == "coordination":
        user.groups.add(*someone_of_coordination().groups.all())
    signed_in(client_of, user)
    on = today(1) if otherwise == "a day to come" else today()
    end_position(position_in(council, user), by=someone_of_coordination(), on=on)
    assert (UserSession.objects.count(), fresh(user).standing.has_access) == (1, True)


def test_what_the_person_wrote_stays_theirs(council):
    user = a_member(council)
    FollowUpFactory(author=user)
    end_position(position_in(council, user), by=someone_of_coordination(), on=today())
    person = fresh(user)
    assert (FollowUp.objects.get().author, person.is_active, person.email) == (person, True, user.email)


@pytest.mark.parametrize(
    ("starts", "ends", "on", "field"),
    [
        (-30, None, -31, "on"),
        (-30, 0, 3, "__all__"),
        (-30, -2, 3, "__all__"),
    ],
)
def test_an_end_that_cannot_be_is_refused(starts, ends, on, field, council):
    ends_on = None if ends is None else today(ends)
    position = PositionFactory(organisation=council, starts_on=today(starts), ends_on=ends_on)
    with pytest.raises(ValidationError) as refusal:
        end_position(position, by=someone_of_coordination(), on=today(on))
    position.refresh_from_db()
    assert (list(refusal.value.message_dict if field != "__all__" else ["__all__"]), position.ends_on) == (
        [field],
        ends_on,
    )


def test_an_end_to_come_can_be_moved_and_the_seats_with_it(council):
    user, by = a_member(council), someone_of_coordination()
    seat(user)
    for days in (5, 9, 2):
        end_position(position_in(council, user), by=by, on=today(days))
    assert (position_in(council, user).ends_on, GroupMembership.objects.get().until) == (today(2), today(2))


# --- Who takes over ---


def test_the_successor_gets_the_seats_and_what_they_have_is_never_lessened(council):
    leaver, heir, by = a_member(council), a_member(council), someone_of_coordination()
    groups = [WorkingGroupFactory() for _number in range(5)]
    for group, role in zip(groups, ["coordinator", "member", "member", "coordinator", "member"], strict=True):
        seat(leaver, group, role)
    seat(heir, groups[1], GroupRole.COORDINATOR)
    seat(heir, groups[2], state=MembershipState.REQUESTED)
    seat(heir, groups[3])
    seat(heir, groups[4], GroupRole.GUEST, until=today(9))
    before = [seats_of(heir), list(GroupMembership.objects.values_list("pk", "role", "state", "until").order_by("pk"))]
    end_position(position_in(council, leaver), by=by, on=today(), successor=heir)
    assert seats_of(heir) == [
        (groups[0].pk, "coordinator"),
        (groups[1].pk, "coordinator"),
        (groups[2].pk, "member"),
        (groups[3].pk, "coordinator"),
        (groups[4].pk, "member"),
    ]
    assert seats_of(leaver) == []
    reopen_position(position_in(council, leaver), by=by)
    after = [seats_of(heir), list(GroupMembership.objects.values_list("pk", "role", "state", "until").order_by("pk"))]
    assert after == before


def test_seats_pass_on_only_if_asked(council):
    leaver, heir = a_member(council), a_member(council)
    seat(leaver)
    end_position(
        position_in(council, leaver), by=someone_of_coordination(), on=today(), successor=heir, with_groups=False
    )
    assert seats_of(heir) == []


def test_a_guests_seat_is_personal(council):
    leaver, heir = a_member(council), a_member(council)
    guest_seat = seat(leaver, role=GroupRole.GUEST, until=today(9))
    end_position(position_in(council, leaver), by=someone_of_coordination(), on=today(), successor=heir)
    assert (seats_of(heir), seats_of(leaver)) == ([], [(guest_seat.group.pk, "guest")])


def test_who_comes_back_later_does_not_come_back_into_the_groups(council):
    user = a_member(council)
    seat(user, WorkingGroupFactory(access=GroupAccess.PRIVATE))
    end_position(position_in(council, user), by=someone_of_coordination(), on=today())
    open_position(Position(user=user, organisation=OrganisationFactory()))
    assert (fresh(user).standing.member, WorkingGroup.objects.visible_to(fresh(user)).count()) == (True, 0)


def test_who_is_in_another_council_stays_in_the_groups(council):
    user = a_member(council)
    PositionFactory(user=user)
    kept = seat(user)
    end_position(position_in(council, user), by=someone_of_coordination(), on=today())
    assert seats_of(user) == [(kept.group.pk, "member")]


@pytest.mark.parametrize("who", ["from another council", "whose position ends before", "closed account", "themselves"])
def test_the_successor_is_an_open_colleague(who, council):
    leaver = a_member(council)
    heir = {
        "from another council": a_member,
        "whose position ends before": lambda: PositionFactory(organisation=council, ends_on=today(2)).user,
        "closed account": lambda: a_member(council, is_active=False),
        "themselves": lambda: leaver,
    }[who]()
    with pytest.raises(ValidationError) as refusal:
        end_position(position_in(council, leaver), by=someone_of_coordination(), on=today(5), successor=heir)
    assert list(refusal.value.message_dict) == ["successor"]


def marks(position):
    position.refresh_from_db()
    return position.is_representative, position.is_manager


def test_the_duties_pass_on_and_come_back(council):
    position = PositionFactory(organisation=council, is_representative=True, is_manager=True)
    heir, by = a_member(council), someone_of_coordination()
    end_position(position, by=by, on=today(), successor=heir, with_duties=True)
    voting = Position.objects.open().filter(organisation=council, is_representative=True)
    assert [found.user for found in voting] == [heir]
    assert marks(position_in(council, heir)) == (True, True)
    reopen_position(position, by=by)
    assert (marks(position), marks(position_in(council, heir))) == ((True, True), (False, False))


def test_duties_stay_where_they_are_unless_asked(council):
    position = PositionFactory(organisation=council, is_representative=True)
    heir = a_member(council)
    end_position(position, by=someone_of_coordination(), on=today(), successor=heir)
    assert marks(position_in(council, heir)) == (False, False)


def test_a_position_cannot_be_reopened_beside_another(council):
    position = PositionFactory(organisation=council, ends_on=today())
    PositionFactory(user=position.user, organisation=council)
    with pytest.raises(ValidationError):
        reopen_position(position, by=someone_of_coordination())


# --- A council keeps a manager ---


def test_the_last_manager_cannot_leave_without_successor(council):
    by = a_manager(council)
    with pytest.raises(ValidationError) as refusal:
        end_position(position_in(council, by), by=by, on=today())
    assert (list(refusal.value.message_dict), fresh(by).standing.member) == (["successor"], True)


@pytest.mark.parametrize(
    ("other", "allowed"),
    [
        ({"is_manager": True}, True),
        ({"is_manager": True, "ends_on": 9}, False),
        ({"is_manager": True, "ends_on": 5}, False),
        ({"is_manager": True, "ends_on": 2}, False),
        ({"is_manager": False}, False),
    ],
)
def test_a_manager_can_leave_when_another_stays_without_end(other, allowed, council):
    by = a_manager(council)
    ends_on = today(other["ends_on"]) if "ends_on" in other else None
    PositionFactory(organisation=council, is_manager=other["is_manager"], ends_on=ends_on)
    position = position_in(council, by)
    with suppress(ValidationError):
        end_position(position, by=by, on=today(5))
    position.refresh_from_db()
    assert position.ends_on == (today(5) if allowed else None)


@pytest.mark.parametrize(("first", "second"), [(60, 30), (30, 60), (1, 0), (0, 1)])
def test_managers_who_leave_one_after_the_other_leave_one_behind(first, second, council):
    """Each of them alone may leave: the other has an end already, be it ahead of this one or after it."""
    one, other = a_manager(council), a_manager(council)
    end_position(position_in(council, one), by=one, on=today(first))
    with pytest.raises(ValidationError):
        end_position(position_in(council, other), by=other, on=today(second))
    assert position_in(council, other).ends_on is None


def test_a_manager_does_not_lay_the_duty_down_beside_one_who_leaves_tomorrow(council):
    one, other = a_manager(council), a_manager(council)
    end_position(position_in(council, one), by=one, on=today(1))
    with pytest.raises(ValidationError) as refusal:
        change_position(
            position_in(council, other), by=other, title="", department="", is_representative=False, is_manager=False
        )
    assert list(refusal.value.message_dict) == ["is_manager"]


def test_a_successor_whose_own_end_is_known_does_not_free_the_last_manager(council):
    by, heir = a_manager(council), a_member(council)
    end_position(position_in(council, heir), by=someone_of_coordination(), on=today(90))
    with pytest.raises(ValidationError):
        end_position(position_in(council, by), by=by, on=today(60), successor=heir, with_duties=True)


def test_whoever_will_manage_the_council_counts_and_is_not_sent_away(council):
    by, other, heir = a_manager(council), a_manager(council), a_member(council)
    end_position(position_in(council, by), by=by, on=today(60), successor=heir, with_duties=True)
    end_position(position_in(council, other), by=other, on=today(30))
    with pytest.raises(ValidationError):
        end_position(position_in(council, heir), by=by, on=today(20))
    with pytest.raises(ValidationError):
        end_position(position_in(council, by), by=by, on=today(50))
    with time_machine.travel(timezone.now() + timedelta(days=60)):
        settle_positions()
        assert [list(fresh(person).managed_organisations()) for person in (by, other, heir)] == [[], [], [council]]


def test_the_last_manager_can_leave_to_a_successor_who_takes_the_duties(council):
    by, heir = a_manager(council), a_member(council)
    with pytest.raises(ValidationError):
        end_position(position_in(council, by), by=by, on=today(), successor=heir)
    end_position(position_in(council, by), by=by, on=today(), successor=heir, with_duties=True)
    assert list(fresh(heir).managed_organisations()) == [council]


def test_coordination_can_leave_a_council_without_manager(council):
    manager = a_manager(council)
    end_position(position_in(council, manager), by=someone_of_coordination(), on=today())
    assert not fresh(manager).standing.has_access


def test_the_last_manager_cannot_lay_the_duty_down(council):
    by = a_manager(council)
    with pytest.raises(ValidationError) as refusal:
        change_position(
            position_in(council, by), by=by, title="", department="", is_representative=False, is_manager=False
        )
    assert list(refusal.value.message_dict) == ["is_manager"]


# --- Changing ---


@pytest.mark.parametrize("through", ["a second end", "a successor with an end"])
def test_who_comes_back_is_not_representative_beside_another_who_still_is(through, council):
    by = someone_of_coordination()
    before, after = PositionFactory(organisation=council, is_representative=True), PositionFactory(organisation=council)
    if through == "a second end":
        end_position(before, by=by, on=today())
        appoint_representative(after)
    else:
        third = PositionFactory(organisation=council)
        end_position(before, by=by, on=today(), successor=third.user, with_duties=True)
        end_position(position_in(council, third.user), by=by, on=today(5))
        appoint_representative(after)
    end_position(after, by=by, on=today(30))
    reopen_position(before, by=by)
    voting = Position.objects.open().filter(organisation=council, is_representative=True)
    assert [position.user for position in voting] == [after.user]


def test_who_comes_back_takes_the_vote_back_from_a_successor_who_leaves_later(council):
    by, before = someone_of_coordination(), PositionFactory(organisation=council, is_representative=True)
    heir = PositionFactory(organisation=council)
    end_position(before, by=by, on=today(), successor=heir.user, with_duties=True)
    end_position(position_in(council, heir.user), by=by, on=today(20))
    reopen_position(before, by=by)
    voting = Position.objects.open().filter(organisation=council, is_representative=True)
    assert [position.user for position in voting] == [before.user]


def test_naming_a_representative_takes_the_mark_from_the_other(council):
    before = PositionFactory(organisation=council, is_representative=True)
    elsewhere = PositionFactory(is_representative=True)
    position = PositionFactory(organisation=council)
    change_position(
        position,
        by=someone_of_coordination(),
        title="Regidora",
        department="Hisenda",
        is_representative=True,
        is_manager=True,
    )
    assert [marks(found) for found in (before, elsewhere, position)] == [(False, False), (True, False), (True, True)]
    assert (position.title, position.department) == ("Regidora", "Hisenda")


def test_a_position_that_has_ended_is_not_changed(council):
    position = PositionFactory(organisation=council, ends_on=today(), title="Tècnica")
    with pytest.raises(ValidationError):
        change_position(
            position,
            by=someone_of_coordination(),
            title="Cap",
            department="",
            is_representative=False,
            is_manager=False,
        )
    position.refresh_from_db()
    assert position.title == "Tècnica"
