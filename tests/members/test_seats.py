"""Whoever leaves the network leaves the groups, by whatever way, and does not come back into them unasked."""

from datetime import timedelta
from importlib import import_module

import pytest
import time_machine
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from intranet.members.domain.openings import open_position
from intranet.members.domain.positions import end_position, reopen_position
from intranet.members.enums import GroupAccess, GroupRole
from intranet.members.models import GroupMembership, Organisation, Position, User, WorkingGroup
from intranet.members.recurring import settle_positions
from tests.factories.members import (
    GroupMembershipFactory,
    OrganisationFactory,
    PositionFactory,
    UserFactory,
    WorkingGroupFactory,
    a_guest,
    a_member,
    someone_of_coordination,
)

pytestmark = pytest.mark.django_db


def today(days=0):
    return timezone.localdate() + timedelta(days=days)


def in_days(days):
    return time_machine.travel(timezone.now() + timedelta(days=days), tick=False)


def private_seat(user):
    return GroupMembershipFactory(user=user, group=WorkingGroupFactory(access=GroupAccess.PRIVATE))


def until(seat):
    return GroupMembership.objects.get(pk=seat.pk).until


def reads(seat):
    user = User.objects.get(pk=seat.user_id)
    return WorkingGroup.objects.content_visible_to(user).filter(pk=seat.group_id).exists()


def join(user, **fields):
    open_position(Position(user=user, organisation=OrganisationFactory(), **fields))


@pytest.mark.parametrize("ends", [(60, 30), (30, 60), (0, 60), (60, 0)])
def test_the_seats_end_with_the_last_of_several_positions(ends):
    user, by = UserFactory(), someone_of_coordination()
    positions = [PositionFactory(user=user), PositionFactory(user=user)]
    seat = private_seat(user)
    for position, days in zip(positions, ends, strict=True):
        end_position(position, by=by, on=today(days))
    assert until(seat) == today(60)
    with in_days(90):
        join(user)
        assert (User.objects.get(pk=user.pk).standing.member, reads(seat)) == (True, False)


def test_a_gap_between_two_positions_ends_the_seats():
    user = a_member()
    seat = private_seat(user)
    PositionFactory(user=user, starts_on=today(20))
    end_position(user.positions.first(), by=someone_of_coordination(), on=today(5))
    assert until(seat) == today(5)


@pytest.mark.parametrize("starts", [0, 5])
def test_another_council_that_takes_them_in_before_the_end_keeps_them_in_their_groups(starts):
    user = a_member()
    seat = private_seat(user)
    end_position(user.positions.get(), by=someone_of_coordination(), on=today(5))
    join(user, starts_on=today(starts))
    assert until(seat) is None


def test_a_seat_given_after_the_end_was_known_ends_with_it_too():
    user = a_member()
    end_position(user.positions.get(), by=someone_of_coordination(), on=today(5))
    seat = private_seat(user)
    with in_days(90):
        join(user)
        assert reads(seat) is False


def test_the_night_ends_what_nobody_ended():
    """A position that was entered with its end, a coordination that was taken away: nobody called the domain."""
    dated, former = PositionFactory(ends_on=today(5)).user, someone_of_coordination()
    seats = [private_seat(user) for user in (dated, former)]
    former.groups.clear()
    coming = private_seat(PositionFactory(starts_on=today(9)).user)
    stays, guest = private_seat(a_member()), a_guest().memberships.get()
    with in_days(5):
        settle_positions()
        PositionFactory(user=former)
        assert [until(seat) for seat in seats] == [today(), today()]
        assert [reads(seat) for seat in seats] == [False, False]
        assert [until(seat) for seat in (coming, stays, guest)] == [None, None, guest.until]


def test_undoing_an_end_brings_back_the_seats_that_were_left_with_it():
    user, by = UserFactory(), someone_of_coordination()
    one, other = PositionFactory(user=user), PositionFactory(user=user)
    seat = private_seat(user)
    long_ago = GroupMembershipFactory(user=user, until=today(-9))
    by_hand = GroupMembershipFactory(user=user, until=today())
    end_position(one, by=by, on=today(2))
    end_position(other, by=by, on=today())
    with in_days(3):
        reopen_position(one, by=someone_of_coordination())
    assert [until(one) for one in (seat, long_ago, by_hand)] == [None, today(-9), today()]


def test_undoing_one_end_of_two_leaves_the_later_one():
    user, by = UserFactory(), someone_of_coordination()
    one, other = PositionFactory(user=user), PositionFactory(user=user)
    seat = private_seat(user)
    end_position(one, by=by, on=today(9))
    end_position(other, by=by, on=today(5))
    reopen_position(other, by=by)
    assert until(seat) is None
    end_position(other, by=by, on=today(20))
    assert until(seat) == today(20)


# --- A council leaves ---


def change_status(client, organisation, status):
    fields = ("kind", "name", "slug", "comarca", "province")
    data = {**{name: getattr(organisation, name) for name in fields}, "status": status}
    response = client.post(reverse("organisation:edit", args=[organisation.pk]), data)
    assert (response.status_code, Organisation.objects.get(pk=organisation.pk).status) == (302, status)


def test_the_people_of_a_council_that_leaves_do_not_come_back_into_its_groups(client_of):
    client, user = client_of(someone_of_coordination()), a_member()
    seat = private_seat(user)
    elsewhere = private_seat(PositionFactory(user=a_member(), organisation=user.positions.get().organisation).user)
    change_status(client, user.positions.get().organisation, "former")
    join(user)
    assert (until(seat), reads(seat)) == (today(), False)
    assert (until(elsewhere), reads(elsewhere)) == (None, True)


@pytest.mark.parametrize(("days", "back"), [(0, True), (29, True), (30, False)])
def test_a_council_that_is_back_soon_has_its_seats_again(days, back, client_of):
    by, user = someone_of_coordination(), a_member()
    seat, guest = private_seat(user), GroupMembershipFactory(user=user, role=GroupRole.GUEST, until=today(60))
    council = user.positions.get().organisation
    change_status(client_of(by), council, "former")
    with in_days(days):
        change_status(client_of(by), council, "collaborator")
        assert (until(seat) is None, reads(seat)) == (back, back)
    assert until(guest) == guest.until


def test_seats_that_ended_before_they_were_marked_are_marked():
    position = PositionFactory(ends_on=today(-3))
    with_it = GroupMembershipFactory(user=position.user, until=today(-3))
    before = GroupMembershipFactory(user=position.user, until=today(-4))
    import_module("intranet.members.migrations.0005_left_with").mark_seats(apps, None)
    marked = GroupMembership.objects.exclude(left_with=None).values_list("pk", "left_with")
    assert (list(marked), before.left_with) == ([(with_it.pk, position.organisation_id)], None)
