"""The pages on which people come into groups, are asked in, and are looked after."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from intranet.members import group_actions
from intranet.members.enums import GroupAccess, GroupJoining, GroupRole, GroupState, MembershipState
from intranet.members.models import GroupMembership, WorkingGroup
from tests.factories.members import (
    GroupMembershipFactory,
    OrganisationFactory,
    WorkingGroupFactory,
    a_guest,
    a_member,
    someone_of_coordination,
)
from tests.factories.roles import a_group_coordinator
from tests.members.admin.pages import soup, words

pytestmark = pytest.mark.django_db

ACTIVE, REQUESTED, INVITED, REFUSED = (
    MembershipState.ACTIVE,
    MembershipState.REQUESTED,
    MembershipState.INVITED,
    MembershipState.REFUSED,
)
SECRET = "Comissió dels Secrets"


def at(name, group, *args):
    return reverse(name, args=[group.slug, *args])


def state(person, group):
    return GroupMembership.objects.filter(user=person, group=group).values_list("state", flat=True).first()


def seated(group, at_state=ACTIVE, **fields):
    return GroupMembershipFactory(group=group, user=a_member(), state=at_state, **fields)


def private_group():
    return WorkingGroupFactory(name=SECRET, aims=SECRET, access=GroupAccess.PRIVATE)


def choosing():
    return WorkingGroupFactory(joining=GroupJoining.ON_REQUEST)


# --- The way in ---


def actions(client, group):
    """Where the head of the group's home leads, by its one button."""
    head = soup(client.get(group.get_absolute_url())).select_one(".group-head__people")
    places = [link["href"] for link in head.select("a.button")] + [form["action"] for form in head.select("form")]
    return [place.removeprefix(group.get_absolute_url()) for place in places]


@pytest.mark.parametrize(
    ("fields", "seat", "expected"),
    [
        ({}, None, ["entra/"]),
        ({"joining": GroupJoining.ON_REQUEST}, None, ["entra/"]),
        ({"joining": GroupJoining.BY_INVITATION}, None, []),
        ({"state": GroupState.CLOSED}, None, []),
        ({"joining": GroupJoining.ON_REQUEST}, REQUESTED, ["surt/"]),
        ({"joining": GroupJoining.BY_INVITATION}, INVITED, ["invitacio/"]),
        ({"joining": GroupJoining.BY_INVITATION}, REFUSED, []),
        ({}, ACTIVE, ["temes/nou/"]),
        ({"holds_everyone": True}, None, ["temes/nou/"]),
        ({"state": GroupState.CLOSED}, ACTIVE, []),
    ],
)
def test_a_group_has_one_thing_to_do(fields, seat, expected, client_of, monkeypatch):
    monkeypatch.setattr(group_actions, "_actions", {})
    group_actions.register_group_action("Tema nou", "topic_new", "pencil", 1)
    group, person = WorkingGroupFactory(**fields), a_member()
    if seat:
        GroupMembershipFactory(group=group, user=person, state=seat)
    assert actions(client_of(person), group) == expected


def test_an_open_group_is_joined_with_one_click_and_welcomes(client_of):
    group, person = WorkingGroupFactory(welcome="Comenceu pel dossier."), a_member()
    client = client_of(person)
    response = client.post(at("group_join", group), follow=True)
    assert (state(person, group), response.redirect_chain) == (ACTIVE, [(group.get_absolute_url(), 302)])
    assert "Comenceu pel dossier." in response.content.decode()
    GroupMembership.objects.update(since=timezone.localdate() - timedelta(days=14))
    assert "Comenceu pel dossier." not in client.get(group.get_absolute_url()).content.decode()


def test_a_request_carries_its_note_and_keeps_one_that_is_too_long(client_of):
    group, person = choosing(), a_member()
    client, url = client_of(person), at("group_join", group)
    refused = client.post(url, {"note": "x" * 601})
    assert (refused.status_code, "x" * 601 in refused.content.decode(), state(person, group)) == (422, True, None)
    assert client.post(url, {"note": "Porto el mercat."}).status_code == 302
    assert (state(person, group), person.memberships.get().note) == (REQUESTED, "Porto el mercat.")


def test_there_is_no_way_into_what_is_by_invitation_or_private(client_of):
    person, coordination = client_of(a_member()), client_of(someone_of_coordination())
    shut, private = WorkingGroupFactory(joining=GroupJoining.BY_INVITATION), private_group()
    found = [
        client.post(at("group_join", group)).status_code
        for client in (person, coordination)
        for group in (shut, private)
    ]
    assert (found, GroupMembership.objects.count()) == ([404, 404, 404, 404], 0)


# --- The way out ---


def test_leaving_asks_first(client_of):
    group = WorkingGroupFactory()
    person = seated(group).user
    client = client_of(person)
    assert (client.get(at("group_leave", group)).status_code, state(person, group)) == (200, ACTIVE)
    response = client.post(at("group_leave", group))
    assert (response["Location"], state(person, group)) == (group.get_absolute_url(), None)
    assert client.get(at("group_leave", group)).status_code == 404


def test_whoever_leaves_a_private_group_does_not_find_it_any_more(client_of):
    group = private_group()
    client = client_of(seated(group).user)
    assert client.post(at("group_leave", group))["Location"] == "/grups/"
    assert client.get(group.get_absolute_url()).status_code == 404


def test_a_guest_who_leaves_their_only_group_is_signed_out(client_of):
    guest = a_guest()
    client = client_of(guest)
    response = client.post(at("group_leave", guest.memberships.get().group))
    assert (response["Location"], "_auth_user_id" in client.session) == (reverse("account_inactive"), False)


@pytest.mark.parametrize(("others", "warned"), [(0, 1), (1, 0)])
def test_the_last_coordinator_is_warned(others, warned, client_of):
    group = WorkingGroupFactory()
    person = a_group_coordinator(group)
    for _number in range(others):
        a_group_coordinator(group)
    page = soup(client_of(person).get(at("group_leave", group)))
    assert len(page.select('.alert[data-tone="warning"]')) == warned


# --- Requests ---


def test_requests_are_answered_from_their_list(client_of):
    group = choosing()
    client = client_of(a_group_coordinator(group))
    seat, other = seated(group, REQUESTED, note="Porto el mercat."), seated(group, REQUESTED)
    assert "Porto el mercat." in client.get(at("group_requests", group)).content.decode()
    client.post(at("group_request", group, seat.pk), {"action": "accept", "answer": ""})
    refused = client.post(at("group_request", group, other.pk), {"action": "refuse", "answer": ""})
    assert (refused.status_code, state(seat.user, group), state(other.user, group)) == (422, ACTIVE, REQUESTED)
    client.post(at("group_request", group, other.pk), {"action": "refuse", "answer": "Som plens."})
    assert (state(other.user, group), other.user.memberships.get().answer) == (REFUSED, "Som plens.")
    assert client.post(at("group_request", group, other.pk), {"action": "accept"}).status_code == 404


def test_a_refusal_that_is_too_long_keeps_what_was_typed_at_its_request_alone(client_of):
    group = choosing()
    seat = seated(group, REQUESTED)
    seated(group, REQUESTED)
    typed = "x" * 601
    response = client_of(a_group_coordinator(group)).post(
        at("group_request", group, seat.pk), {"action": "refuse", "answer": typed}
    )
    fields = soup(response).select("textarea[name=answer]")
    assert (response.status_code, [words(field) for field in fields]) == (422, [typed, ""])


def test_what_is_offered_is_withdrawn_from_the_list(client_of):
    group = choosing()
    seat = seated(group, INVITED)
    client_of(a_group_coordinator(group)).post(at("group_request", group, seat.pk), {"action": "withdraw"})
    assert state(seat.user, group) is None


PAGES = ("group_requests", "group_invite", "group_edit")


@pytest.mark.parametrize("name", [*PAGES, "group_seat", "group_request"])
def test_what_coordinators_decide_is_not_there_for_others(name, client_of):
    group, private = choosing(), private_group()
    seats = [seated(group, REQUESTED), seated(private, REQUESTED)]
    if name == "group_seat":
        seats = [seated(group), seated(private)]
    here, there = (at(name, seat.group) if name in PAGES else at(name, seat.group, seat.pk) for seat in seats)
    method = "post" if name == "group_request" else "get"
    others = [a_member(), seats[0].user, a_guest(group), a_group_coordinator(), a_group_coordinator(private)]
    assert {getattr(client_of(person), method)(here).status_code for person in others} == {404}
    coordination = client_of(someone_of_coordination())
    found = [getattr(coordination, method)(place).status_code for place in (there, here)]
    assert found == [404, 422 if name == "group_request" else 200]


@pytest.mark.parametrize("name", ["group_requests", "group_invite"])
def test_nobody_is_asked_into_the_group_that_holds_everyone(name, client_of):
    group = WorkingGroupFactory(holds_everyone=True)
    assert client_of(a_group_coordinator(group)).get(at(name, group)).status_code == 404


# --- Invitations ---


def test_people_are_found_chosen_and_invited(client_of):
    group = choosing()
    client, url = client_of(a_group_coordinator(group)), at("group_invite", group)
    anna = a_member(OrganisationFactory(name="Reus"), given_name="Ànna", family_name="Puig")
    GroupMembershipFactory(group=group, user=a_member(given_name="Anna", family_name="Dins"))
    page = soup(client.get(url, {"q": "anna"}))
    assert [words(label) for label in page.select("label:has(input[name=people])")] == ["Ànna Puig · Reus"]
    empty = client.post(url, {"q": "anna"})
    assert (empty.status_code, len(soup(empty).select("input[name=people]"))) == (422, 1)
    client.post(url, {"q": "anna", "people": [anna.pk]})
    assert (state(anna, group), anna.memberships.get().invited_by) == (
        INVITED,
        GroupMembership.objects.get(role="coordinator").user,
    )


def test_a_whole_council_is_invited(client_of):
    group, council = choosing(), OrganisationFactory()
    people = [a_member(council), a_member(council)]
    client = client_of(a_group_coordinator(group))
    assert client.post(at("group_invite", group), {"council": ""}).status_code == 422
    assert client.post(at("group_invite", group), {"council": council.pk}).status_code == 302
    assert [state(person, group) for person in people] == [INVITED, INVITED]


@pytest.mark.parametrize(("action", "expected"), [("accept", ACTIVE), ("decline", None)])
def test_an_invitation_to_a_private_group_is_answered_on_its_own_page(action, expected, client_of):
    group = private_group()
    person = seated(group, INVITED).user
    client, url = client_of(person), at("group_invitation", group)
    assert client.get(group.get_absolute_url()).status_code == 404
    assert SECRET in client.get(url).content.decode()
    client.post(url, {"action": action})
    assert state(person, group) == expected
    assert client.get(group.get_absolute_url()).status_code == (200 if expected else 404)


def test_an_invitation_is_there_for_those_invited_alone(client_of):
    group = private_group()
    seat = seated(group, INVITED)
    others = [a_member(), seated(group, REQUESTED).user, seated(group, REFUSED).user, someone_of_coordination()]
    answers = [client_of(person).get(at("group_invitation", group)).status_code for person in others]
    assert (answers, state(seat.user, group)) == ([404, 404, 404, 404], INVITED)


def test_whoever_is_invited_to_a_private_group_finds_it_on_no_other_page(client_of):
    group = private_group()
    insider = seated(group).user
    client = client_of(seated(group, INVITED).user)
    pages = ["/grups/", "/grups/?q=secrets", "/grups/?mine=on", f"/membres/{insider.pk}/", "/cerca/?q=secrets"]
    assert {page for page in pages if SECRET in client.get(page).content.decode()} == set()


# --- Roles ---


def test_a_role_is_changed_and_somebody_is_taken_out(client_of):
    group = WorkingGroupFactory()
    client, seat = client_of(a_group_coordinator(group)), seated(group)
    url = at("group_seat", group, seat.pk)
    assert url in client.get(at("group_members", group)).content.decode()
    client.post(url, {"role": "coordinator"})
    assert seat.user.memberships.get().role == "coordinator"
    assert client.post(url, {"role": "guest"}).status_code == 422
    assert client.post(url, {"action": "remove", "answer": ""}).status_code == 422
    client.post(url, {"action": "remove", "answer": "Ha plegat."})
    assert (state(seat.user, group), client.get(url).status_code) == (REFUSED, 404)


def test_nobody_takes_themselves_out_this_way(client_of):
    group = WorkingGroupFactory()
    person = a_group_coordinator(group)
    url = at("group_seat", group, person.memberships.get().pk)
    assert client_of(person).post(url, {"action": "remove", "answer": "Jo."}).status_code == 404
    assert state(person, group) == ACTIVE


def test_a_seat_of_another_group_is_not_there(client_of):
    group, seat = WorkingGroupFactory(), seated(WorkingGroupFactory())
    assert client_of(a_group_coordinator(group)).get(at("group_seat", group, seat.pk)).status_code == 404


def test_whoever_was_taken_out_meets_a_closed_door_at_the_next_click(client_of):
    group = private_group()
    seat, by = seated(group), a_group_coordinator(group)
    client = client_of(seat.user)
    assert client.get(group.get_absolute_url()).status_code == 200
    client_of(by).post(at("group_seat", group, seat.pk), {"action": "remove", "answer": "Ha plegat."})
    pages = [group.get_absolute_url(), at("group_members", group), at("group_leave", group), at("group_join", group)]
    assert {client.get(page).status_code for page in pages} == {404}


# --- Settings ---


def test_a_group_is_described_by_its_coordinators(client_of):
    group = WorkingGroupFactory()
    client, url = client_of(a_group_coordinator(group)), at("group_edit", group)
    given = {"aims": "Fer-ho bé.", "welcome": "Hola!", "joining": "on_request"}
    refused = client.post(url, {**given, "joining": "sometimes"})
    assert (refused.status_code, "Hola!" in refused.content.decode()) == (422, True)
    client.post(url, {**given, "name": "Un altre nom", "access": "private"})
    group.refresh_from_db()
    assert {name: getattr(group, name) for name in given} == given
    assert (group.access, group.name != "Un altre nom") == (GroupAccess.OPEN, True)


def test_the_group_that_holds_everyone_chooses_no_way_in(client_of):
    group = WorkingGroupFactory(holds_everyone=True)
    client, url = client_of(someone_of_coordination()), at("group_edit", group)
    assert {field["name"] for field in soup(client.get(url)).select("main [name]")} == {"csrfmiddlewaretoken", "aims"}
    client.post(url, {"aims": "De tothom."})
    assert WorkingGroup.objects.values_list("aims", "joining").get() == ("De tothom.", "at_once")


# --- Statements ---


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_the_pages_make_the_same_statements_for_any_number(rows, client_of, django_assert_num_queries):
    group = choosing()
    for number in range(rows):
        seated(group, REQUESTED)
        seated(group, INVITED, invited_by=a_group_coordinator(group))
        a_member(OrganisationFactory(), given_name="Anna", family_name=f"Puig {number}")
    client = client_of(GroupMembership.objects.filter(role=GroupRole.COORDINATOR).first().user)
    client.get(at("group_requests", group))
    with django_assert_num_queries(REQUESTS):
        client.get(at("group_requests", group))
    with django_assert_num_queries(INVITE):
        client.get(at("group_invite", group), {"q": "anna"})


REQUESTS, INVITE = 10, 7
