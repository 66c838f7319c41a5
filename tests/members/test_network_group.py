"""The group that holds everyone of the network, without a membership for each."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from intranet.members.domain.groups import with_people
from intranet.members.domain.invitations import groups_to_offer
from intranet.members.enums import GroupAccess, GroupJoining, GroupRole
from intranet.members.models import User, WorkingGroup
from intranet.members.models.people_queries import SAME_NETWORK
from tests.factories.members import (
    GroupMembershipFactory,
    WorkingGroupFactory,
    a_former_member,
    a_guest,
    a_member,
    someone_of_coordination,
)

pytestmark = pytest.mark.django_db

migration = import_module("intranet.members.migrations.0010_network_group")


def everyone(**fields):
    return WorkingGroupFactory(name="Tota la xarxa", slug="xarxa", holds_everyone=True, **fields)


def seen(viewer):
    return with_people(WorkingGroup.objects.all(), viewer=viewer).get(holds_everyone=True)


def test_it_is_everyones_and_counts_them_all():
    group = everyone()
    viewer, coordinator = a_member(), a_member()
    GroupMembershipFactory(group=group, user=coordinator, role=GroupRole.COORDINATOR)
    for make in (someone_of_coordination, a_guest, a_former_member, lambda: a_member(is_active=False)):
        make()
    found = seen(viewer)
    assert (found.is_mine, found.member_count) == (True, 3)
    assert [seat.user for seat in found.faces] == [coordinator]
    assert list(WorkingGroup.objects.of(viewer)) == [group]


def test_it_counts_nobody_twice_and_others_as_before():
    group, other = everyone(), WorkingGroupFactory()
    viewer = a_member()
    for one in (group, other):
        GroupMembershipFactory(group=one, user=viewer)
    counts = with_people(WorkingGroup.objects.all(), viewer=viewer).values_list("slug", "member_count")
    assert dict(counts) == {"xarxa": 1, other.slug: 1}


def test_it_is_not_a_guests(client_of):
    everyone()
    guest = a_guest()
    assert list(WorkingGroup.objects.of(guest)) == [guest.memberships.get().group]
    assert client_of(guest).get("/grups/xarxa/").status_code == 404


def test_its_members_are_those_of_the_directory(client_of):
    group = everyone()
    coordinator = GroupMembershipFactory(group=group, user=a_member(), role=GroupRole.COORDINATOR)
    a_member()
    response = client_of(a_member()).get("/grups/xarxa/membres/")
    assert [line.seat for line in response.context["lines"]] == [coordinator]
    assert 'href="/membres/"' in response.content.decode().split("<main")[1]


def test_being_in_it_brings_nobody_closer_nor_stands_on_a_profile(client_of):
    everyone()
    viewer, other = a_member(), a_member()
    assert User.objects.with_closeness(viewer).get(pk=other.pk).closeness == SAME_NETWORK
    assert client_of(viewer).get(f"/membres/{other.pk}/").content.decode().count("Tota la xarxa") == 0


def test_nobody_needs_to_be_invited_to_it():
    everyone()
    assert groups_to_offer(someone_of_coordination()).count() == 0


@pytest.mark.parametrize("fields", [{"slug": "altra"}, {"access": GroupAccess.CLOSED}])
def test_there_is_one_and_it_is_open(fields):
    if "slug" in fields:
        everyone()
    with transaction.atomic(), pytest.raises(IntegrityError):
        WorkingGroupFactory(holds_everyone=True, **fields)


# --- The migration ---


def test_the_migration_makes_one_and_only_one():
    for _time in range(2):
        migration.make_network_group(apps, None)
    found = WorkingGroup.objects.get()
    assert (found.name, found.slug, found.holds_everyone, found.sort_key != "") == (
        "Tota la xarxa", "xarxa", True, True,
    )  # fmt: skip


def test_the_migration_finds_a_free_name_and_address():
    WorkingGroupFactory(slug="xarxa")
    WorkingGroupFactory(name="Tota la xarxa 2")
    migration.make_network_group(apps, None)
    found = WorkingGroup.objects.get(holds_everyone=True)
    assert (found.name, found.slug) == ("Tota la xarxa 3", "xarxa-3")


def test_groups_that_chose_their_members_go_on_doing_so():
    for access in GroupAccess.values:
        WorkingGroupFactory(access=access, slug=access, joining=GroupJoining.AT_ONCE)
    migration.keep_ways_in(apps, None)
    assert dict(WorkingGroup.objects.values_list("slug", "joining")) == {
        "open": "at_once",
        "closed": "on_request",
        "private": "by_invitation",
    }
