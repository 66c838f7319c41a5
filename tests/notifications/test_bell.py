"""The number on the bell: in the frame of every page, and alone when a page asks for it again."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from intranet.members.enums import GroupAccess
from intranet.members.models import GroupMembership
from tests.factories.members import GroupMembershipFactory, WorkingGroupFactory, a_member
from tests.factories.notifications import told_of_newcomers
from tests.factories.roles import ROLES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("newcomer")]

BELL = "/avisos/campana/"


def number_in(response):
    """What is seen, and what a screen reader says."""
    page = BeautifulSoup(response.content, "html.parser")
    seen, said = page.select_one(".header__count"), page.select_one(".header__count + .visually-hidden")
    return (seen.get_text(strip=True), " ".join(said.get_text().split())) if seen else None


def tell(person, number):
    for group in WorkingGroupFactory.create_batch(number):
        told_of_newcomers(person, group, 2)


@pytest.mark.parametrize("path", ["/avisos/campana/", "/compte/perfil/"])
@pytest.mark.parametrize(("number", "seen"), [(0, None), (1, "1"), (3, "3"), (99, "99"), (100, "99+"), (130, "99+")])
def test_the_bell_says_how_many_things_are_new(client_of, roles, path, number, seen):
    person = roles["member"]
    tell(person, number)
    found = number_in(client_of(person).get(path))
    assert (found and found[0]) == seen
    assert seen is None or seen.removesuffix("+") in found[1]


def test_each_person_has_their_own_number(client_of, roles):
    """The piece of the header is kept for many people: the number is part of what it is kept under."""
    for number, role in enumerate(("member", "guest", "coordination")):
        tell(roles[role], number)
    shown = {
        role: number_in(client_of(roles[role]).get("/compte/perfil/")) for role in ("member", "guest", "coordination")
    }
    assert {role: found and found[0] for role, found in shown.items()} == {
        "member": None,
        "guest": "1",
        "coordination": "2",
    }


def test_who_is_not_inside_is_told_nothing_and_not_taken_from_the_page(client_of, roles):
    answers = {}
    for role in ROLES:
        if roles[role] is not None:
            tell(roles[role], 1)
        response = client_of(roles[role]).get(BELL, headers={"HX-Request": "true"})
        answers[role] = (response.status_code, "HX-Redirect" in response.headers, number_in(response) is not None)
    inside, outside = (200, False, True), (204, False, False)
    assert answers == {role: outside if role in {"anonymous", "former"} else inside for role in ROLES}


def test_before_the_second_factor_nothing_is_told(client_of, roles, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    tell(roles["coordination"], 1)
    response = client_of(roles["coordination"]).get(BELL)
    assert (response.status_code, response.content) == (204, b"")


@pytest.mark.parametrize("number", [1, 3, 30])
def test_the_bell_is_one_statement(client_of, roles, number, django_assert_num_queries):
    person = roles["member"]
    tell(person, number)
    client = client_of(person)
    client.get(BELL)
    with django_assert_num_queries(3):  # the session, the person with their standing, the number
        client.get(BELL)


def test_what_one_may_see_no_longer_leaves_the_bell_with_the_list(client_of):
    person, group = a_member(), WorkingGroupFactory(access=GroupAccess.PRIVATE)
    GroupMembershipFactory(user=person, group=group)
    told_of_newcomers(person, group)
    GroupMembership.objects.filter(user=person).delete()
    assert number_in(client_of(person).get(reverse("notices"))) is None


def test_the_bell_is_never_kept_by_a_browser(client_of, roles):
    assert "no-store" in client_of(roles["member"]).get(BELL)["Cache-Control"]
