"""What of many kinds of things a person may see, asked in one statement."""

import pytest

from intranet.fulltext import kinds
from intranet.members.enums import GroupAccess
from intranet.members.filters.people import directory_for
from intranet.members.models import GroupMembership, Organisation, WorkingGroup
from intranet.search.seeing import visible_among, worded_among
from tests.factories.finding import a_kind
from tests.factories.forum import a_topic
from tests.factories.members import (
    GroupMembershipFactory,
    OrganisationFactory,
    WorkingGroupFactory,
    a_guest,
    a_member,
    someone_of_coordination,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _kinds(monkeypatch):
    registered = (
        a_kind("a_person", lambda user: directory_for(user).values_list("pk", "pk")),
        a_kind("a_group", lambda user: WorkingGroup.objects.content_visible_to(user).values_list("pk", "pk")),
        a_kind("a_council", lambda user: Organisation.objects.visible_to(user).values_list("pk", "pk")),
        a_kind("a_membership", lambda user: GroupMembership.objects.of(user).values_list("pk", "group")),
        a_kind("a_nothing", lambda _user: WorkingGroup.objects.none().values_list("pk", "pk")),
    )
    for one in registered:
        monkeypatch.setitem(kinds._kinds, one.kind, one)  # noqa: SLF001
    worded_among.cache_clear()


def test_only_what_the_section_shows_is_seen(django_assert_num_queries):
    group = WorkingGroupFactory()
    private, other = (WorkingGroupFactory(access=GroupAccess.PRIVATE) for _one in range(2))
    council = OrganisationFactory()
    member, guest, coordination = a_member(council), a_guest(group), someone_of_coordination()
    seat = GroupMembershipFactory(group=private, user=member)
    asked = {
        "a_group": [group.pk, private.pk, other.pk, 999_999],
        "a_council": [council.pk],
        "a_membership": [seat.pk],
        "a_nothing": [1],
        "a_person": [],
    }
    assert member.standing.in_network
    with django_assert_num_queries(1):
        seen = visible_among(member, asked)
    assert seen == {
        "a_group": {group.pk: group.pk, private.pk: private.pk},
        "a_council": {council.pk: council.pk},
        "a_membership": {seat.pk: private.pk},
        "a_nothing": {},
        "a_person": {},
    }
    assert [visible_among(one, asked)["a_group"] for one in (guest, coordination)] == [{group.pk: group.pk}] * 2
    assert visible_among(guest, asked)["a_council"] == {}


def test_keys_that_were_not_asked_for_are_not_answered():
    group, _other = WorkingGroupFactory(), WorkingGroupFactory()
    assert visible_among(a_member(), {"a_group": [group.pk]}) == {"a_group": {group.pk: group.pk}}


def test_a_change_of_who_may_see_counts_at_once():
    topic = a_topic()
    member, keys = a_member(), {"a_group": [topic.group.pk]}
    before = visible_among(member, keys)
    WorkingGroup.objects.filter(pk=topic.group.pk).update(access=GroupAccess.PRIVATE)
    assert (before["a_group"], visible_among(member, keys)["a_group"]) == ({topic.group.pk: topic.group.pk}, {})


def test_it_is_worded_once_for_all_who_stand_alike(monkeypatch):
    groups, asked = [WorkingGroupFactory() for _number in range(3)], []
    monkeypatch.setitem(
        kinds._kinds,  # noqa: SLF001
        "a_group",
        a_kind(
            "group", lambda user: asked.append(user) or WorkingGroup.objects.visible_to(user).values_list("pk", "pk")
        ),
    )
    for count in (1, 3):
        keys = [group.pk for group in groups[:count]]
        assert len(visible_among(a_member(), {"a_group": keys})["a_group"]) == count
    assert len(asked) == 1


def test_nothing_asked_costs_nothing(django_assert_num_queries):
    member = a_member()
    with django_assert_num_queries(0):
        assert visible_among(member, {"a_group": []}) == {"a_group": {}}


def test_keys_among_which_one_asks_are_one_parameter():
    group, other = WorkingGroupFactory(), WorkingGroupFactory()
    found = WorkingGroup.objects.filter(pk__among=[group.pk])
    assert (list(found), list(WorkingGroup.objects.filter(pk__among=[]))) == ([group], [])
    assert set(WorkingGroup.objects.filter(pk__among={group.pk, other.pk})) == {group, other}
    assert list(a_member().memberships.filter(group__among=[group.pk])) == []
