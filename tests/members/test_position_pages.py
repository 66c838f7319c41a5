"""The pages on which a council's manager keeps its people."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from intranet.members.enums import GroupAccess
from intranet.members.models import GroupMembership, Position, User
from tests.factories.members import (
    GroupMembershipFactory,
    OrganisationFactory,
    PositionFactory,
    WorkingGroupFactory,
    a_manager,
    a_member,
    someone_of_coordination,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def council():
    return OrganisationFactory(slug="manresa")


def today(days=0):
    return timezone.localdate() + timedelta(days=days)


def address(name, position):
    return reverse(name, args=[position.organisation.slug, position.pk])


def ended_on(position):
    return Position.objects.get(pk=position.pk).ends_on


@pytest.mark.parametrize("name", ["position_edit", "position_end", "position_reopen"])
def test_only_those_who_manage_the_council_find_the_pages(name, roles, client_of, council):
    ends_on = today(3) if name == "position_reopen" else None
    position = PositionFactory(organisation=council, ends_on=ends_on)
    everyone = ("guest", "member", "group_coordinator", "manager", "coordination", "administrator")
    found = {role for role in everyone if client_of(roles[role]).get(address(name, position)).status_code != 404}
    assert found == {"coordination", "administrator"}


@pytest.mark.parametrize("name", ["position_edit", "position_end", "position_reopen"])
def test_the_councils_own_manager_finds_them_but_not_through_another_council(name, client_of, council):
    ends_on = today(3) if name == "position_reopen" else None
    client = client_of(a_manager(council))
    own, foreign = PositionFactory(organisation=council, ends_on=ends_on), PositionFactory(ends_on=ends_on)
    answers = [
        client.get(address(name, own)).status_code,
        client.get(address(name, foreign)).status_code,
        client.get(reverse(name, args=[council.slug, foreign.pk])).status_code,
        client.post(reverse(name, args=[council.slug, foreign.pk]), {"on": str(today())}).status_code,
    ]
    assert answers == [200, 404, 404, 404]


def test_a_position_is_edited(client_of, council):
    position = PositionFactory(organisation=council)
    data = {"title": "Cap de Comerç", "department": "Comerç", "is_manager": "on"}
    response = client_of(a_manager(council)).post(address("position_edit", position), data)
    position.refresh_from_db()
    assert (response.status_code, response["Location"]) == (302, "/municipis/manresa/")
    assert (position.title, position.department, position.is_manager, position.is_representative) == (
        "Cap de Comerç",
        "Comerç",
        True,
        False,
    )


def test_a_refused_edit_keeps_what_was_typed(client_of, council):
    manager = a_manager(council)
    response = client_of(manager).post(
        address("position_edit", manager.positions.get()), {"title": "Cap de Comerç", "department": ""}
    )
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["is_manager"])
    assert 'value="Cap de Comerç"' in response.content.decode()


def test_a_position_ends_today_with_all_it_takes_along_and_is_undone(client_of, council):
    position = PositionFactory(organisation=council, is_representative=True)
    heir, client = a_member(council), client_of(a_manager(council))
    GroupMembershipFactory(user=position.user, group=WorkingGroupFactory(name="Cures"), role="coordinator")
    data = {"on": str(today()), "successor": heir.pk, "with_duties": "on", "with_groups": "on"}
    response = client.post(address("position_end", position), data)
    undo = address("position_reopen", position)
    (message,) = get_messages(response.wsgi_request)
    assert (response.status_code, f'href="{undo}"' in str(message)) == (302, True)
    assert (ended_on(position), heir.positions.get().is_representative) == (today(), True)
    assert [(seat.user, seat.role) for seat in GroupMembership.objects.in_force()] == [(heir, "coordinator")]
    assert undo in client.get("/municipis/manresa/").content.decode()
    assert client.get(undo).context["takes_back"] is True
    client.post(undo)
    assert (ended_on(position), heir.positions.get().is_representative) == (None, False)
    assert [(seat.user, seat.role) for seat in GroupMembership.objects.in_force()] == [(position.user, "coordinator")]


def test_somebody_elses_undo_takes_back_what_passed_on(client_of, council):
    position, heir = PositionFactory(organisation=council), a_member(council)
    GroupMembershipFactory(user=position.user)
    client_of(a_manager(council)).post(
        address("position_end", position), {"on": str(today()), "successor": heir.pk, "with_groups": "on"}
    )
    other = client_of(someone_of_coordination())
    assert other.get(address("position_reopen", position)).context["takes_back"] is True
    other.post(address("position_reopen", position))
    assert {seat.user for seat in GroupMembership.objects.in_force()} == {position.user}


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"on": ""}, "on"),
        ({"on": "2026-02-30"}, "on"),
        ({"on": "1999-01-01"}, "on"),
        ({"on": "TODAY", "successor": "999999"}, "successor"),
        ({"on": "TODAY", "successor": "abc"}, "successor"),
    ],
)
def test_a_refused_end_says_what_is_wrong_and_keeps_what_was_typed(data, field, client_of, council):
    position = PositionFactory(organisation=council)
    data = {name: str(today()) if value == "TODAY" else value for name, value in data.items()}
    response = client_of(a_manager(council)).post(address("position_end", position), data)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert (ended_on(position), response.context["form"]["on"].value()) == (None, data["on"])


def test_the_last_manager_is_told_to_choose_a_successor(client_of, council):
    manager = a_manager(council)
    response = client_of(manager).post(address("position_end", manager.positions.get()), {"on": str(today())})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["successor"])


def test_who_ends_the_own_access_is_signed_out(client_of, council):
    manager, client = a_manager(council), None
    a_manager(council)
    client = client_of(manager)
    response = client.post(address("position_end", manager.positions.get()), {"on": str(today())})
    assert (response.status_code, response["Location"]) == (302, reverse("account_inactive"))
    assert client.get("/municipis/").status_code == 302
    assert not User.objects.get(pk=manager.pk).standing.has_access


def test_the_page_names_only_the_groups_the_manager_may_know_of(client_of, council):
    position = PositionFactory(organisation=council)
    GroupMembershipFactory(user=position.user, group=WorkingGroupFactory(name="Cures"))
    GroupMembershipFactory(
        user=position.user, group=WorkingGroupFactory(name="Comissió dels Secrets", access=GroupAccess.PRIVATE)
    )
    shown = {}
    for who, user in {"manager": a_manager(council), "coordination": someone_of_coordination()}.items():
        page = client_of(user).get(address("position_end", position))
        names = [[seat.group.name for seat in page.context[part]] for part in ("seats", "kept")]
        shown[who] = (*names, "Comissió dels Secrets" in page.content.decode())
    assert shown == {
        "manager": (["Cures"], [], False),
        "coordination": (["Cures"], ["Comissió dels Secrets"], True),
    }


def test_one_is_told_what_does_not_simply_pass(client_of, council):
    position, heir = PositionFactory(organisation=council), a_member(council)
    for name, access in {"Horta": "open", "Compra": "closed", "Secrets": "private"}.items():
        GroupMembershipFactory(user=position.user, group=WorkingGroupFactory(name=name, access=access))
    data = {"on": str(today(3)), "successor": heir.pk, "with_groups": "on"}
    told = {}
    for who, user in {"manager": a_manager(council), "coordination": someone_of_coordination()}.items():
        response = client_of(user).post(address("position_end", position), data)
        words = [str(message) for message in get_messages(response.wsgi_request)]
        told[who] = [[name for name in ("Horta", "Compra", "Secrets") if name in sentence] for sentence in words[1:]]
    assert told == {"manager": [["Compra"]], "coordination": [["Compra"], ["Secrets"]]}


def test_a_manager_does_not_take_a_seat_by_an_end_that_never_comes(client_of, council):
    manager, position = a_manager(council), PositionFactory(organisation=council)
    group = WorkingGroupFactory(access=GroupAccess.CLOSED)
    GroupMembershipFactory(user=position.user, group=group, role="coordinator")
    data = {"on": "2099-01-01", "successor": manager.pk, "with_groups": "on"}
    answers = [
        client_of(manager).post(address("position_end", position), data).status_code,
        client_of(manager).post(address("position_reopen", position)).status_code,
    ]
    seats = list(GroupMembership.objects.values_list("user", "role", "state", "until"))
    assert (answers, ended_on(position)) == ([302, 302], None)
    assert seats == [(position.user.pk, "coordinator", "active", None)]


def test_successors_offered_are_the_colleagues_of_today(client_of, council):
    position = PositionFactory(organisation=council)
    manager = a_manager(council, given_name="Berta", family_name="Solà")
    PositionFactory(organisation=council, ends_on=today())
    a_member(council, is_active=False)
    form = client_of(manager).get(address("position_end", position)).context["form"]
    assert [label for _value, label in form.fields["successor"].choices][1:] == ["Berta Solà"]


@pytest.mark.parametrize(("days", "status"), [(5, 200), (0, 200), (-29, 200), (-30, 404)])
def test_an_end_is_undone_only_while_it_is_recent(days, status, client_of, council):
    position = PositionFactory(organisation=council, starts_on=today(-90), ends_on=today(days))
    assert client_of(a_manager(council)).get(address("position_reopen", position)).status_code == status


def test_reopening_beside_an_open_position_is_refused_in_words(client_of, council):
    position = PositionFactory(organisation=council, ends_on=today(2))
    PositionFactory(organisation=council, user=position.user)
    response = client_of(a_manager(council)).post(address("position_reopen", position))
    assert [message.level_tag for message in get_messages(response.wsgi_request)] == ["error"]
    assert ended_on(position) == today(2)
