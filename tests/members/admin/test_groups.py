"""Working groups and their members in coordination's area: looked after, without coming into what is private."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from intranet.members.domain.memberships import save_membership
from intranet.members.enums import GroupAccess, GroupState
from intranet.members.models import GroupMembership, WorkingGroup
from tests.factories.members import (
    GroupMembershipFactory,
    OrganisationFactory,
    UserFactory,
    WorkingGroupFactory,
    a_guest,
    a_member,
)
from tests.members.admin.pages import errors, messages, read_csv, rows, soup, titles, words

pytestmark = pytest.mark.django_db

LIST, ADD, ADD_MEMBER = "/admin/group/", "/admin/group/new/", "/admin/membership/new/"
GIVEN = {"name": "Cures", "slug": "cures", "aims": "Fer visibles les cures.", "state": "active", "access": "open"}


def today(days=0):
    return timezone.localdate() + timedelta(days=days)


def edit_url(group):
    return reverse("group:edit", args=[group.pk])


def seat(person, group, **changes):
    return {"user": person.pk, "group": group.pk, "role": "member", "state": "active", "since": today(), **changes}


def test_list_says_how_each_group_is_and_who_coordinates_it(client):
    group = WorkingGroupFactory(name="Cures", access="closed")
    for name in ("Berta", "Anna"):
        GroupMembershipFactory(group=group, role="coordinator", user=UserFactory(given_name=name, family_name="Puig"))
    GroupMembershipFactory(group=group, state="requested")
    GroupMembershipFactory(group=group, until=today())
    GroupMembershipFactory(group=group, role="guest", until=today(1))
    access, active = str(GroupAccess.CLOSED.label), str(GroupState.ACTIVE.label)
    assert rows(client.get(LIST)) == [["Cures", active, access, "Anna Puig, Berta Puig", "3"]]
    exported = read_csv(client.get(LIST, {"export": "csv"}))
    assert exported[1:] == [["Cures", active, access, "Anna Puig, Berta Puig", "3", ""]]


def test_filters(client):
    WorkingGroupFactory(name="A", state="proposed")
    WorkingGroupFactory(name="B", access="private")
    WorkingGroupFactory(name="C", state="closed")
    assert titles(client.get(LIST, {"state": ["proposed", "closed"]})) == ["A", "C"]
    assert titles(client.get(LIST, {"access": ["private"]})) == ["B"]


def test_it_is_created_and_changed(client):
    other = WorkingGroupFactory()
    client.post(ADD, GIVEN)
    group = WorkingGroup.objects.get(slug="cures")
    assert {name: getattr(group, name) for name in GIVEN} == GIVEN
    client.post(edit_url(group), {**GIVEN, "state": "closed", "partners": [other.pk]})
    group.refresh_from_db()
    assert (group.state, list(group.partners.all())) == ("closed", [other])


def test_it_is_removed_only_while_nobody_is_in_it(client):
    empty, used = WorkingGroupFactory(), GroupMembershipFactory().group
    client.post(reverse("group:delete", args=[empty.pk]), follow=True)
    refused = client.post(reverse("group:delete", args=[used.pk]), follow=True)
    assert list(WorkingGroup.objects.all()) == [used]
    assert (refused.redirect_chain, len(messages(refused))) == ([(edit_url(used), 302)], 1)


# --- Private groups ---


def test_members_of_a_private_group_are_listed(client):
    seat_ = GroupMembershipFactory(
        group=WorkingGroupFactory(access="private"), user=UserFactory(given_name="Anna", family_name="Puig")
    )
    page = soup(client.get(edit_url(seat_.group)))
    assert [words(link) for link in page.select(".related td.title a")] == ["Anna Puig"]


@pytest.mark.parametrize("role", ["coordination", "administrator"])
def test_nobody_outside_a_private_group_opens_it(client_of, roles, role):
    group = WorkingGroupFactory(access="private")
    client_of(roles[role]).post(edit_url(group), {**GIVEN, "access": "open"})
    group.refresh_from_db()
    assert (group.name, group.access) == ("Cures", "private")


def test_whoever_is_in_a_private_group_may_open_it(client, coordination):
    group = GroupMembershipFactory(user=coordination, group=WorkingGroupFactory(access="private")).group
    client.post(edit_url(group), {**GIVEN, "access": "closed"})
    group.refresh_from_db()
    assert group.access == "closed"


@pytest.mark.parametrize("role", ["coordination", "administrator"])
def test_nobody_lets_themselves_into_a_private_group(client_of, roles, role):
    person, group = roles[role], WorkingGroupFactory(access="private")
    response = client_of(person).post(ADD_MEMBER, seat(person, group))
    assert list(errors(response)) == ["user"]
    asked = GroupMembershipFactory(user=person, group=group, state="requested")
    client_of(person).post(reverse("membership:edit", args=[asked.pk]), seat(person, group))
    asked.refresh_from_db()
    assert (asked.state, group.memberships.count()) == ("requested", 1)


def test_only_coordination_saves_memberships():
    for by in (a_member(), a_guest()):
        with pytest.raises(PermissionDenied):
            save_membership(GroupMembership(user=by, group=WorkingGroupFactory()), by=by)
    assert list(GroupMembership.objects.values_list("role", flat=True)) == ["guest"]


def test_coordination_joins_an_open_group(client, coordination):
    group = WorkingGroupFactory()
    client.post(ADD_MEMBER, seat(coordination, group))
    assert GroupMembership.objects.get().user == coordination


# --- Members ---


def test_a_person_is_added_from_the_group_and_one_returns_to_it(client):
    group, person = WorkingGroupFactory(), a_member()
    links = [link["href"] for link in soup(client.get(edit_url(group))).select(".related a.button")]
    [add] = links
    form = soup(client.get(add)).find(id="w-editor-form")
    assert form.find("select", {"name": "group"}).find("option", selected=True)["value"] == str(group.pk)
    response = client.post(form["action"], seat(person, group, role="coordinator"))
    assert (response.status_code, response["Location"]) == (302, edit_url(group))
    assert GroupMembership.objects.values_list("user", "role").get() == (person.pk, "coordinator")


def test_a_guest_needs_an_end(client):
    group, person = WorkingGroupFactory(), UserFactory()
    assert list(errors(client.post(ADD_MEMBER, seat(person, group, role="guest")))) == ["until"]
    client.post(ADD_MEMBER, seat(person, group, role="guest", until=today(30)))
    assert GroupMembership.objects.get().until == today(30)


def test_a_day_that_is_written_by_hand_is_no_longer_that_of_the_access(client):
    there = GroupMembershipFactory(until=today(9), left_with=OrganisationFactory())
    url, kept = reverse("membership:edit", args=[there.pk]), there.left_with
    client.post(url, seat(there.user, there.group, role="coordinator", until=today(9)))
    there.refresh_from_db()
    assert (there.role, there.left_with) == ("coordinator", kept)
    client.post(url, seat(there.user, there.group, until=today(20)))
    there.refresh_from_db()
    assert (there.until, there.left_with) == (today(20), None)


def test_what_is_done_stands_in_the_history(client):
    client.post(ADD_MEMBER, seat(a_member(), WorkingGroupFactory()))
    there = GroupMembership.objects.get()
    client.post(reverse("membership:edit", args=[there.pk]), seat(there.user, there.group, role="coordinator"))
    logged = ModelLogEntry.objects.for_instance(there).order_by("pk").values_list("action", flat=True)
    assert list(logged) == ["wagtail.create", "wagtail.edit"]


def test_nobody_is_twice_in_a_group(client):
    there = GroupMembershipFactory()
    assert list(errors(client.post(ADD_MEMBER, seat(there.user, there.group)))) == ["user"]


def test_editing_changes_neither_person_nor_group(client):
    there = GroupMembershipFactory()
    url = reverse("membership:edit", args=[there.pk])
    client.post(url, seat(UserFactory(), WorkingGroupFactory(), role="coordinator"))
    assert GroupMembership.objects.values_list("user", "group", "role").get() == (
        there.user.pk, there.group.pk, "coordinator",
    )  # fmt: skip


def test_a_person_is_taken_out_after_asking(client):
    there = a_guest().memberships.get()
    url = f"{reverse('membership:delete', args=[there.pk])}?next={edit_url(there.group)}"
    question = soup(client.get(url))
    assert there.group.name in words(question)
    assert question.select_one("form[method=POST]")["action"] == url
    assert GroupMembership.objects.count() == 1
    response = client.post(url)
    assert (response["Location"], GroupMembership.objects.count()) == (edit_url(there.group), 0)


def test_choosing_a_person_searches_name_council_and_address(client):
    reus = OrganisationFactory(name="Reus")
    anna = a_member(organisation=reus, given_name="Ànna", family_name="Puig", email="a.puig@reus.example")
    a_member(given_name="Berta")
    UserFactory(given_name="Anna", family_name="Tancada", is_active=False)
    for search in ("anna", "reus", "a.puig@"):
        results = soup(client.get(reverse("person_chooser:choose_results"), {"q": search}))
        names = [[words(cell) for cell in row.select("td")] for row in results.select("tbody tr")]
        assert names == [["Ànna Puig", "Ajuntament de Reus", anna.email]]


def test_choosing_an_organisation_searches_without_accents(client):
    OrganisationFactory(name="Àger")
    OrganisationFactory(name="Reus")
    results = soup(client.get(reverse("organisation_chooser:choose_results"), {"q": "ager"}))
    assert [words(cell) for cell in results.select("tbody td.title")] == ["Ajuntament d'Àger"]
