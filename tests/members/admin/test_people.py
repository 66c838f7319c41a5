"""People in coordination's area: kept, never made or removed there, and nobody rises by it."""

from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import pgettext

from intranet.members.enums import GroupAccess, MembershipState
from intranet.members.models import User
from intranet.members.models.people_queries import COORDINATION
from tests.factories.members import (
    PASSWORD,
    GroupMembershipFactory,
    OrganisationFactory,
    PositionFactory,
    UserFactory,
    a_former_member,
    a_guest,
    a_member,
    an_administrator,
    someone_of_coordination,
)
from tests.members.admin.pages import errors, read_csv, rows, soup, titles, words

pytestmark = pytest.mark.django_db

LIST = "/admin/users/"


def today():
    return timezone.localdate()


def tomorrow():
    return timezone.localdate() + timedelta(days=1)


FIELDS = ("given_name", "family_name", "email", "is_active")


def edit_url(person):
    return reverse("wagtailusers_users:edit", args=[person.pk])


def written(person, **changes):
    """What the form of `person` sends, `None` for a box that is not ticked."""
    given = {
        "given_name": person.given_name,
        "family_name": person.family_name,
        "email": person.email,
        "is_active": "on",
        **changes,
    }
    return {name: value for name, value in given.items() if value is not None}


def fields_of(response):
    return {field["name"] for field in soup(response).select("#w-editor-form [name]")} - {"csrfmiddlewaretoken", "next"}


def as_stored(person):
    person = User.objects.get(pk=person.pk)
    roles = set(person.groups.values_list("name", flat=True))
    return person.email, person.is_active, person.is_superuser, roles, person.has_usable_password()


def test_list_says_of_each_where_and_how_they_come_in(client, coordination):
    person = UserFactory(
        given_name="Anna",
        family_name="Aa",
        email="anna@reus.example",
        last_login=datetime(2025, 7, 1, 8, 30, tzinfo=UTC),
        confirmed_at=datetime(2025, 6, 30, 22, 30, tzinfo=UTC),
    )
    PositionFactory(user=person, organisation=OrganisationFactory(name="Reus"))
    PositionFactory(user=person, organisation=OrganisationFactory(name="Alella"))
    assert rows(client.get(LIST, {"q": "anna"})) == [
        [
            "Anna Aa",
            "anna@reus.example",
            "Ajuntament d'Alella, Ajuntament de Reus",
            pgettext("standing", "Member"),
            "01/07/2025, 10.30",
            "01/07/2025",
        ]
    ]


MAKERS = {
    "administrator": an_administrator,
    "coordination": someone_of_coordination,
    "member": a_member,
    "guest": a_guest,
    "none": a_former_member,
}


@pytest.mark.parametrize("standing", MAKERS)
def test_filter_by_access(client, coordination, standing):
    made = {name: make(family_name=f"Z{number}") for number, (name, make) in enumerate(MAKERS.items())}
    UserFactory(is_superuser=True, is_active=False, family_name="Z9")
    found = titles(client.get(LIST, {"standing": standing, "ordering": "sort_key"}))
    expected = [made[standing].full_name]
    if standing == "coordination":
        expected.insert(0, coordination.full_name)
    if standing == "none":
        expected.append(User.objects.get(family_name="Z9").full_name)
    assert found == expected


def test_filters_by_council_role_group_and_activity(client, coordination):
    member = a_member()
    membership = GroupMembershipFactory(user=member)
    organisation = member.positions.get().organisation
    former = PositionFactory(organisation=organisation, ends_on=timezone.localdate()).user
    inactive = UserFactory(is_active=False)
    assert titles(client.get(LIST, {"organisation": organisation.pk})) == [str(member)]
    assert titles(client.get(LIST, {"role": ["technical"]})) == [str(member)]
    assert titles(client.get(LIST, {"working_group": membership.group.pk})) == [str(member)]
    assert titles(client.get(LIST, {"is_active": "false"})) == [str(inactive)]
    everyone = {str(person) for person in (coordination, member, former, inactive)}
    assert set(titles(client.get(LIST, {"confirmed": "false"}))) == everyone
    assert titles(client.get(LIST, {"confirmed": "true"})) == []


def test_people_come_by_invitation_and_are_never_removed(client, admin_client):
    person = a_member()
    page = soup(client.get(LIST))
    assert page.select_one(".w-header-button")["href"] == "/admin/invitation/new/"
    for browser in (client, admin_client):
        assert browser.get("/admin/users/new/").status_code == 404
        assert browser.post(f"/admin/users/delete/{person.pk}/").status_code == 404
    assert User.objects.filter(pk=person.pk).exists()


def test_export(client):
    person = a_member(given_name="=Anna", family_name="Aa", phone="+34 938 782 301")
    header, row = read_csv(client.get(LIST, {"export": "csv", "q": person.email}))
    assert len(header) == 9
    council = person.positions.get().organisation.full_name
    assert row == [
        "'=Anna",
        "Aa",
        person.email,
        "'+34 938 782 301",
        council,
        pgettext("standing", "Member"),
        "Sí",
        "",
        "",
    ]


def test_page_shows_positions_groups_and_account(client):
    person = a_member(last_login=datetime(2025, 7, 1, 8, 30, tzinfo=UTC))
    GroupMembershipFactory(user=person)
    page = soup(client.get(edit_url(person)))
    account, positions, groups = (words(table) for table in page.select(".related"))
    assert "01/07/2025, 10.30" in account
    assert person.positions.get().organisation.full_name in positions
    assert person.memberships.get().group.name in groups
    links = {link["href"].partition("?")[0] for link in page.select("a[href]")}
    assert {person.get_absolute_url(), "/admin/position/new/", "/admin/membership/new/"} <= links


# --- What coordination changes ---


def test_coordination_corrects_a_name_and_closes_an_account(client):
    person = a_member()
    response = client.post(edit_url(person), written(person, given_name="Berta", is_active=None))
    assert (response.status_code, response["Location"]) == (302, LIST)
    person.refresh_from_db()
    assert (person.given_name, person.is_active, person.check_password(PASSWORD)) == ("Berta", False, True)
    assert mail.outbox == []


def test_a_new_address_is_to_be_verified_and_the_old_one_is_told(client, django_capture_on_commit_callbacks):
    person = a_member(email="abans@reus.example", given_name="Anna")
    EmailAddress.objects.create(user=person, email="altra@reus.example", verified=True)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(edit_url(person), written(person, email=" Ara@Reus.example "))
    person.refresh_from_db()
    addresses = list(EmailAddress.objects.filter(user=person).values_list("email", "primary", "verified"))
    assert (person.email, addresses) == ("ara@reus.example", [("ara@reus.example", True, False)])
    [letter] = mail.outbox
    assert letter.to == ["abans@reus.example"]
    assert "ara@reus.example" in letter.body
    assert "Anna" in letter.body


def test_an_address_of_somebody_else_is_refused(client):
    person, other = a_member(), a_member()
    EmailAddress.objects.create(user=other, email="segona@reus.example", verified=True)
    for taken in (other.email.upper(), "segona@reus.example"):
        response = client.post(edit_url(person), written(person, email=taken))
        assert list(errors(response)) == ["email"]
        assert soup(response).find("input", {"name": "email"})["value"] == taken
    assert as_stored(person)[0] == person.email


def test_one_does_not_close_the_own_account(client, coordination):
    client.post(edit_url(coordination), written(coordination, is_active=None))
    assert as_stored(coordination)[1] is True


def test_a_name_is_one_line(client):
    person = a_member()
    client.post(edit_url(person), written(person, given_name=" Ann\r\nUrgent: ", family_name="So\tlà"))
    assert User.objects.get(pk=person.pk).full_name == "Ann Urgent: So là"


def test_a_new_address_ends_the_sessions(client):
    person, browser = a_member(), Client()
    browser.post("/compte/login/", {"login": person.email, "password": PASSWORD})
    assert browser.get("/membres/").status_code == 200
    client.post(edit_url(person), written(person, email="ara@reus.example"))
    assert browser.get("/membres/")["Location"] == "/compte/login/?next=%2Fmembres%2F"


@pytest.mark.parametrize("role", ["coordination", "administrator"])
def test_the_own_address_is_not_changed_here(client_of, roles, role):
    person = roles[role]
    client = client_of(person)
    assert soup(client.get(edit_url(person))).find("input", {"name": "email"}).has_attr("disabled")
    client.post(edit_url(person), written(person, given_name="Nova", email="meu@example.org"))
    assert (as_stored(person)[0], User.objects.get(pk=person.pk).given_name) == (person.email, "Nova")


@pytest.mark.parametrize("seat", [{}, {"state": MembershipState.REQUESTED}, {"until": tomorrow}])
def test_coordination_changes_no_address_with_which_a_private_group_is_read(client, admin_client, seat):
    person = a_member()
    until = {name: day() for name, day in seat.items() if name == "until"}
    GroupMembershipFactory(user=person, group__access=GroupAccess.PRIVATE, **{**seat, **until})
    client.post(edit_url(person), written(person, email="meu@example.org"))
    assert as_stored(person)[0] == person.email
    assert soup(client.get(edit_url(person))).find("input", {"name": "email"}).has_attr("disabled")
    admin_client.post(edit_url(person), written(person, email="seu@example.org"))
    assert as_stored(person)[0] == "seu@example.org"


@pytest.mark.parametrize("seat", [{"group__access": GroupAccess.CLOSED}, {"group__access": "private", "until": today}])
def test_coordination_changes_that_of_all_others(client, seat):
    person = a_member()
    until = {name: day() for name, day in seat.items() if name == "until"}
    GroupMembershipFactory(user=person, **{**seat, **until})
    client.post(edit_url(person), written(person, email="seu@example.org"))
    assert as_stored(person)[0] == "seu@example.org"


def test_an_old_page_opens_no_account_that_was_closed_since(client):
    person = a_member()
    page = soup(client.get(edit_url(person)))
    shown = page.find("input", {"name": "was_active"})["value"]
    User.objects.filter(pk=person.pk).update(is_active=False)
    client.post(edit_url(person), written(person, given_name="Berta", was_active=shown))
    assert (User.objects.get(pk=person.pk).given_name, as_stored(person)[1]) == ("Berta", False)
    client.post(edit_url(person), written(person, was_active="False"))
    assert as_stored(person)[1] is True


# --- Nobody rises by it ---


def test_coordination_is_offered_no_role_and_no_password(client):
    assert fields_of(client.get(edit_url(a_member()))) == {*FIELDS, "was_active"}


def test_roles_that_coordination_sends_are_not_heard(client, coordination):
    person, group = a_member(), Group.objects.get(name=COORDINATION)
    editors = Group.objects.create(name="Altres")
    before = as_stored(person)
    sent = {"is_superuser": "on", "groups": [group.pk, editors.pk], "password": "x", "password1": "x", "password2": "x"}
    client.post(edit_url(person), written(person, **sent))
    client.post(edit_url(coordination), written(coordination, **sent))
    assert as_stored(person) == before
    assert as_stored(coordination)[2:4] == (False, {COORDINATION})
    assert User.objects.get(pk=person.pk).check_password(PASSWORD)


@pytest.mark.parametrize("active", [True, False])
def test_coordination_cannot_touch_an_administrator(client, active):
    administrator = an_administrator(is_active=active)
    Authenticator.objects.create(user=administrator, type=Authenticator.Type.TOTP, data={"secret": "x"})
    before = as_stored(administrator)
    answers = [
        client.get(edit_url(administrator)),
        client.post(edit_url(administrator), written(administrator, email="meu@example.org", is_active=None)),
        client.post(reverse("wagtailusers_users:reset_second_factor", args=[administrator.pk])),
    ]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, "/admin/")] * 3
    assert as_stored(administrator) == before
    assert administrator.authenticator_set.count() == 1


def test_coordination_has_no_link_to_an_administrators_page(client):
    administrator = an_administrator()
    page = soup(client.get(LIST))
    links = {link["href"] for link in page.select("#listing-results a[href]")}
    assert not any(link.startswith(edit_url(administrator)) for link in links)


@pytest.mark.parametrize("action", ["assign_role", "delete", "set_active_state"])
@pytest.mark.parametrize("role", ["coordination", "administrator"])
def test_wagtails_bulk_actions_change_nobody(client_of, roles, action, role):
    person, group = a_member(), Group.objects.get(name=COORDINATION)
    before = as_stored(person)
    url = f"/admin/bulk/members/user/{action}/?id={person.pk}"
    client_of(roles[role]).post(url, {"role": group.pk, "mark_as_active": "False"})
    assert as_stored(person) == before


def test_coordination_reaches_neither_roles_nor_rights(client):
    group = Group.objects.get(name=COORDINATION)
    for url in ("/admin/groups/", "/admin/groups/new/", f"/admin/groups/edit/{group.pk}/"):
        response = client.get(url)
        assert (response.status_code, response["Location"]) == (302, "/admin/")


def test_coordination_cannot_reset_a_second_factor(client):
    person = someone_of_coordination()
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "x"})
    url = reverse("wagtailusers_users:reset_second_factor", args=[person.pk])
    assert url not in client.get(edit_url(person)).content.decode()
    client.post(url)
    assert person.authenticator_set.count() == 1


def test_own_page_in_the_area_offers_neither_name_nor_password(client):
    names = fields_of(client.get("/admin/account/")) | {
        field["name"] for field in soup(client.get("/admin/account/")).select("form [name]")
    }
    assert not any(word in name for name in names for word in ("password", "email", "first_name", "avatar"))


# --- What administrators decide ---


def test_administrators_give_and_take_roles(admin_client):
    person, group = a_member(), Group.objects.get(name=COORDINATION)
    admin_client.post(edit_url(person), written(person, groups=[group.pk]))
    assert as_stored(person)[2:4] == (False, {COORDINATION})
    admin_client.post(edit_url(person), written(person, is_superuser="on"))
    assert as_stored(person)[2:4] == (True, set())


def test_an_administrator_cannot_stop_being_one_alone(admin_client, roles):
    administrator = roles["administrator"]
    admin_client.post(edit_url(administrator), written(administrator, is_active=None))
    assert as_stored(administrator)[1:3] == (True, True)


def test_administrators_reset_a_second_factor_after_asking(admin_client, django_capture_on_commit_callbacks):
    person = someone_of_coordination(given_name="Anna")
    for kind in (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES):
        Authenticator.objects.create(user=person, type=kind, data={})
    url = reverse("wagtailusers_users:reset_second_factor", args=[person.pk])
    assert url in {link["href"] for link in soup(admin_client.get(edit_url(person))).select("a[href]")}
    admin_client.get(url)
    assert person.authenticator_set.count() == 2
    with django_capture_on_commit_callbacks(execute=True):
        response = admin_client.post(url)
    assert (response.status_code, response["Location"]) == (302, edit_url(person))
    assert person.authenticator_set.count() == 0
    assert [letter.to for letter in mail.outbox] == [[person.email]]


def test_nobody_resets_the_own_second_factor_here(admin_client, roles):
    administrator = roles["administrator"]
    Authenticator.objects.create(user=administrator, type=Authenticator.Type.TOTP, data={})
    admin_client.post(reverse("wagtailusers_users:reset_second_factor", args=[administrator.pk]))
    assert administrator.authenticator_set.count() == 1


def test_the_role_of_coordination_keeps_its_name(admin_client):
    group = Group.objects.get(name=COORDINATION)
    forms = {"page_permissions-TOTAL_FORMS": 0, "page_permissions-INITIAL_FORMS": 0}
    admin_client.post(f"/admin/groups/edit/{group.pk}/", {"name": "Altres", **forms})
    admin_client.post(f"/admin/groups/delete/{group.pk}/")
    assert Group.objects.get(pk=group.pk).name == COORDINATION


def test_history_tells_who_changed_what(client, coordination):
    person = a_member()
    client.post(edit_url(person), written(person, given_name="Berta"))
    history = words(
        soup(client.get(reverse("wagtailusers_users:history", args=[person.pk]))).select_one("#listing-results")
    )
    assert coordination.full_name in history or coordination.email in history


def test_whoever_is_closed_out_is_out_at_once(client, client_of):
    person = a_member()
    browser = client_of(person)
    client.post(edit_url(person), written(person, is_active=None))
    response = browser.get("/membres/")
    assert (response.status_code, response["Location"].partition("?")[0]) == (302, reverse("account_login"))
