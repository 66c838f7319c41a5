"""Whom the editor offers to mention: those who read the group and are known to the writer, nobody else."""

import pytest

from intranet.members.enums import GroupAccess
from tests.factories.members import (
    GroupMembershipFactory,
    OrganisationFactory,
    WorkingGroupFactory,
    a_former_member,
    a_guest,
    a_member,
)

pytestmark = pytest.mark.django_db


def asked(client, group, words=""):
    return client.get("/mencions/", {"grup": group.slug, "q": words})


def names(answer):
    return [person["name"] for person in answer.json()]


def put_in(person, group):
    GroupMembershipFactory(user=person, group=group)
    return person


def test_person_is_offered_with_their_council(client_of):
    group = WorkingGroupFactory()
    found = a_member(OrganisationFactory(name="Móra d'Ebre"), given_name="Núria", family_name="Pujol")
    answer = asked(client_of(a_member()), group, "nuria puj")
    assert answer.json() == [{"id": found.pk, "name": "Núria Pujol", "council": "Móra d'Ebre"}]
    assert names(asked(client_of(a_member()), group, "mora ebre")) == ["Núria Pujol"]


def test_those_of_the_group_come_first_and_oneself_never(client_of):
    group, writer = WorkingGroupFactory(), a_member(given_name="Pau", family_name="Zapata")
    put_in(writer, group)
    a_member(given_name="Pau", family_name="Amat")
    put_in(a_member(given_name="Pau", family_name="Vila"), group)
    put_in(a_guest(group, given_name="Pau", family_name="Xirau"), WorkingGroupFactory())
    assert names(asked(client_of(writer), group, "pau")) == ["Pau Vila", "Pau Xirau", "Pau Amat"]


def test_no_more_than_eight_are_offered(client_of):
    group = WorkingGroupFactory()
    for number in range(10):
        a_member(given_name="Pau", family_name=f"Vila {number}")
    assert len(names(asked(client_of(a_member()), group, "pau"))) == 8


def test_private_group_offers_those_inside_alone(client_of):
    group = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    inside = put_in(a_member(given_name="Pau", family_name="Dins"), group)
    outside = a_member(given_name="Pau", family_name="Fora")
    assert names(asked(client_of(put_in(a_member(), group)), group, "pau")) == [inside.full_name]
    assert asked(client_of(outside), group, "pau").status_code == 404


def test_guest_is_offered_those_of_their_group_alone(client_of):
    group = WorkingGroupFactory()
    put_in(a_member(given_name="Pau", family_name="Dins"), group)
    a_member(given_name="Pau", family_name="Fora")
    guest = a_guest(group)
    assert names(asked(client_of(guest), group, "pau")) == ["Pau Dins"]
    assert asked(client_of(guest), WorkingGroupFactory(), "pau").status_code == 404


def test_who_has_left_is_not_offered(client_of):
    group = WorkingGroupFactory()
    put_in(a_former_member(given_name="Pau", family_name="Antic"), group)
    assert names(asked(client_of(a_member()), group, "pau")) == []


def test_no_group_offers_nobody(client_of):
    client = client_of(a_member())
    assert client.get("/mencions/", {"q": "pau"}).status_code == 404
    assert client.get("/mencions/", {"grup": "cap", "q": "pau"}).status_code == 404
    assert client.get("/mencions/", {"grup": "\0", "q": "pau"}).status_code == 404
    assert client.post("/mencions/").status_code == 405


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_completion_makes_the_same_statements_for_any_number(rows, client_of, django_assert_num_queries):
    group = WorkingGroupFactory()
    for _number in range(rows):
        put_in(a_member(given_name="Pau"), group)
    client = client_of(a_member())
    asked(client, group, "pau")
    with django_assert_num_queries(4):
        assert len(names(asked(client, group, "pau"))) == min(rows, 8)
