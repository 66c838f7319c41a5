"""Who may use coordination's area: those who care for the members, and what each of the two may do there."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import get_resolver, reverse
from django.utils import translation
from wagtail.admin.menu import admin_menu

from intranet.members.admin.permissions import ensure_permissions
from intranet.members.models.people_queries import COORDINATION
from tests.factories.members import (
    FollowUpFactory,
    GroupMembershipFactory,
    OrganisationFactory,
    PositionFactory,
    SubjectFactory,
    UserFactory,
    WorkingGroupFactory,
)
from tests.members.admin.test_lists import a_pending_invitation

pytestmark = pytest.mark.django_db

OUTSIDERS = ("former", "guest", "member", "group_coordinator", "manager")
MAKERS = {
    "organisation": OrganisationFactory,
    "wagtailusers_users": UserFactory,
    "position": PositionFactory,
    "group": WorkingGroupFactory,
    "membership": GroupMembershipFactory,
    "invitation": a_pending_invitation,
    "subject": SubjectFactory,
    "followup": FollowUpFactory,
}
CHOOSERS = ("person_chooser", "organisation_chooser")


def addresses_of(namespace):
    """Every address that a noun has in the area, as pattern name → whether it takes a key."""
    _prefix, resolver = get_resolver().namespace_dict[namespace]
    return {pattern.name: bool(pattern.pattern.converters) for pattern in resolver.url_patterns}


def urls_of(namespace):
    key = MAKERS[namespace]().pk
    return [
        reverse(f"{namespace}:{name}", args=[key] if takes_key else [])
        for name, takes_key in addresses_of(namespace).items()
    ]


EXPECTED = {
    "organisation": {"index", "index_results", "add", "edit", "delete", "history", "history_results"},
    "wagtailusers_users": {"index", "index_results", "edit", "history", "history_results", "reset_second_factor"},
    "position": {"index", "index_results", "add", "edit", "history", "history_results", "end"},
    "group": {"index", "index_results", "add", "edit", "delete", "history", "history_results"},
    "membership": {"index", "index_results", "add", "edit", "delete", "history", "history_results"},
    "invitation": {"index", "index_results", "add", "inspect", "resend", "withdraw"},
    "subject": {"index", "index_results", "add", "edit", "delete", "history", "history_results"},
    "followup": {"index", "index_results", "add", "edit", "delete", "history", "history_results"},
}


def test_each_noun_has_these_pages_and_no_others():
    assert {noun: set(addresses_of(noun)) for noun in MAKERS} == EXPECTED


@pytest.mark.parametrize("noun", MAKERS)
def test_outsiders_find_every_page_forbidden(client_of, roles, noun):
    urls = urls_of(noun)
    answers = {(role, client_of(roles[role]).get(url).status_code) for role in OUTSIDERS for url in urls}
    assert answers == {("former", 302), ("guest", 403), ("member", 403), ("group_coordinator", 403), ("manager", 403)}


@pytest.mark.parametrize("noun", MAKERS)
def test_outsiders_can_send_nothing(client_of, roles, noun):
    urls = urls_of(noun)
    answers = {client_of(roles[role]).post(url, {}).status_code for role in OUTSIDERS[1:] for url in urls}
    assert answers == {403}


@pytest.mark.parametrize("noun", MAKERS)
def test_anonymous_is_asked_to_sign_in(client_of, noun):
    for url in urls_of(noun):
        response = client_of(None).get(url)
        assert (response.status_code, response["Location"].partition("?")[0]) == (302, reverse("account_login"))


@pytest.mark.parametrize("role", ["coordination", "administrator"])
@pytest.mark.parametrize("noun", MAKERS)
def test_those_who_care_for_members_open_every_page(client_of, roles, noun, role):
    client = client_of(roles[role])
    answers = {url: client.get(url).status_code for url in urls_of(noun)}
    closed = {url for url in answers if "second-factor" in url and role == "coordination"}
    assert answers == {url: 302 if url in closed else 200 for url in answers}


@pytest.mark.parametrize("chooser", CHOOSERS)
def test_choosers_are_closed_to_outsiders(client_of, roles, chooser):
    urls = [reverse(f"{chooser}:{name}") for name in ("choose", "choose_results", "chosen_multiple", "create")]
    assert {client_of(roles[role]).get(url).status_code for role in OUTSIDERS[1:] for url in urls} == {403}


def test_permissions_are_given_once_and_stay():
    group = Group.objects.get(name=COORDINATION)
    before = set(group.permissions.values_list("codename", flat=True))
    ensure_permissions()
    assert set(group.permissions.values_list("codename", flat=True)) == before
    assert {"access_admin", "add_organisation", "view_invitation", "delete_followup"} <= before


def test_permissions_come_back_when_they_are_missing():
    Group.objects.get(name=COORDINATION).permissions.clear()
    ensure_permissions()
    ours = Permission.objects.filter(group__name=COORDINATION, content_type__app_label="members")
    assert ours.count() == 26


def test_no_permission_on_people_roles_or_rights_is_given():
    """With `change_user`, Wagtail's own bulk actions would give roles."""
    codenames = set(Permission.objects.filter(group__name=COORDINATION).values_list("codename", flat=True))
    dangerous = {
        f"{action}_{model}" for action in ("add", "change", "delete") for model in ("user", "group", "permission")
    }
    assert codenames & dangerous == set()


NETWORK = ["Organisations", "People", "Positions", "Working groups", "Invitations", "Subjects", "Follow-up"]


def menu_of(user, rf):
    request = rf.get("/admin/")
    request.user = user
    items = sorted(admin_menu.menu_items_for_request(request), key=lambda item: item.order)
    network = next(item for item in items if item.name == "network")
    inside = sorted(network.menu.menu_items_for_request(request), key=lambda item: item.order)
    return [item.name for item in items], [item.label for item in inside]


def test_menu_of_coordination_is_calm(coordination, rf):
    names, network = menu_of(coordination, rf)
    assert names == [
        "network",
        "search",
        "circulars",
        "agenda",
        "mail",
        "explorer",
        "images",
        "documents",
        "reports",
        "view-site",
    ]
    with translation.override("en"):
        assert [str(label) for label in network] == NETWORK


def test_administrators_have_settings_too(roles, rf):
    names, _network = menu_of(roles["administrator"], rf)
    assert names == [
        "network",
        "search",
        "circulars",
        "agenda",
        "mail",
        "explorer",
        "images",
        "documents",
        "reports",
        "settings",
        "view-site",
    ]
