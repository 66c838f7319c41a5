"""What all lists have in common: a constant number of statements, search without accents, exports without formulas."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from intranet.members.enums import GroupRole
from intranet.members.models import Invitation
from tests.factories.members import (
    FollowUpFactory,
    GroupMembershipFactory,
    OrganisationFactory,
    PositionFactory,
    SubjectFactory,
    UserFactory,
    WorkingGroupFactory,
)
from tests.members.admin.pages import read_csv, read_xlsx, titles

pytestmark = pytest.mark.django_db


def an_organisation_with_people():
    organisation = OrganisationFactory()
    PositionFactory(organisation=organisation)
    return organisation


def a_coordinated_group():
    return GroupMembershipFactory(role=GroupRole.COORDINATOR).group


def a_pending_invitation():
    number = Invitation.objects.count()
    invitation = Invitation.objects.create(
        email=f"convidada{number}@example.org", token_digest=str(number), organisation=OrganisationFactory()
    )
    invitation.groups.add(WorkingGroupFactory())
    return invitation


def a_person_in_two_councils():
    person = UserFactory()
    PositionFactory(user=person)
    PositionFactory(user=person)
    GroupMembershipFactory(user=person)
    return person


def a_subject_with_an_expert():
    subject = SubjectFactory()
    UserFactory().subjects.add(subject)
    return subject


# The list's address, what makes a row, and how many statements it takes, whatever its length.
LISTS = {
    "organisation:index": (an_organisation_with_people, 12),
    "wagtailusers_users:index": (a_person_in_two_councils, 14),
    "position:index": (PositionFactory, 12),
    "group:index": (a_coordinated_group, 12),
    "membership:index": (GroupMembershipFactory, 12),
    "invitation:index": (a_pending_invitation, 13),
    "subject:index": (a_subject_with_an_expert, 11),
    "followup:index": (lambda: FollowUpFactory(next_contact_on=timezone.localdate() + timedelta(days=1)), 12),
}


def statements(client, url):
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url)
    assert response.status_code == 200
    return len(captured)


@pytest.mark.parametrize("name", LISTS)
def test_list_takes_the_same_statements_at_any_length(client, name):
    make, expected = LISTS[name]
    url = reverse(name)
    client.get(url)
    counted = {}
    for size, further in ((1, 1), (3, 2), (30, 27)):
        for _number in range(further):
            make()
        counted[size] = statements(client, url)
    assert counted == {1: expected, 3: expected, 30: expected}


SEARCHES = {
    "organisation:index": (lambda: OrganisationFactory(name="L'Hospitalet de Llobregat"), "hospitalet LLOBREGAT"),
    "wagtailusers_users:index": (
        lambda: UserFactory(given_name="Núria", family_name="Cel·la i Güell"),
        "guell nuria cella",
    ),
    "position:index": (lambda: PositionFactory(user=UserFactory(given_name="Òscar")), "oscar"),
    "group:index": (lambda: WorkingGroupFactory(name="Habitatge i Finançament"), "financament"),
    "membership:index": (lambda: GroupMembershipFactory(user=UserFactory(given_name="Òscar")), "oscar"),
    "subject:index": (lambda: SubjectFactory(name="Mobilitat sostenible i energètica"), "energetica mobil"),
    "followup:index": (lambda: FollowUpFactory(organisation=OrganisationFactory(name="Gironès")), "girones"),
}
FIRST_CELL = {"position:index": "user", "membership:index": "user", "followup:index": "organisation"}


@pytest.mark.parametrize("name", SEARCHES)
def test_search_finds_without_accents_whole_words_in_any_order(client, name):
    make, search = SEARCHES[name]
    LISTS[name][0]()
    wanted = make()
    expected = str(getattr(wanted, FIRST_CELL[name]) if name in FIRST_CELL else wanted)
    assert titles(client.get(reverse(name), {"q": search})) == [expected]
    assert titles(client.get(reverse(name), {"q": f"{search} zzz"})) == []


def test_what_is_kept_as_written_is_found_in_capitals_or_small_letters(client):
    wanted = FollowUpFactory(note="Ètica pública i ÀGORA")
    FollowUpFactory()
    for search in ("ètica", "ÈTICA", "Àgora", "àgora PÚBLICA"):
        assert titles(client.get(reverse("followup:index"), {"q": search})) == [str(wanted.organisation)]


def test_invitations_are_searched_by_address_and_council(client):
    invitation = a_pending_invitation()
    a_pending_invitation()
    by_address = client.get(reverse("invitation:index"), {"q": invitation.email})
    by_council = client.get(reverse("invitation:index"), {"q": invitation.organisation.name})
    assert (titles(by_address), titles(by_council)) == ([invitation.email], [invitation.email])


@pytest.mark.parametrize("name", LISTS)
def test_signs_alone_find_nothing(client, name):
    LISTS[name][0]()
    assert titles(client.get(reverse(name), {"q": "%"})) == []


def test_names_sort_as_in_catalan_and_columns_by_choice(client):
    for name, comarca in (("Vic", "Osona"), ("L'Hospitalet", "Barcelonès"), ("Àger", "Noguera"), ("Reus", "Baix Camp")):
        OrganisationFactory(name=name, comarca=comarca)
    url = reverse("organisation:index")
    names = ["Ajuntament d'Àger", "Ajuntament de l'Hospitalet", "Ajuntament de Reus", "Ajuntament de Vic"]
    assert titles(client.get(url)) == names
    assert titles(client.get(url, {"ordering": "-sort_key"})) == names[::-1]
    by_comarca = [names[2], names[1], names[0], names[3]]
    assert titles(client.get(url, {"ordering": "comarca"})) == by_comarca


def test_a_long_list_has_pages(client):
    for number in range(31):
        SubjectFactory(name=f"Àmbit {number:02}")
    url = reverse("subject:index")
    assert len(titles(client.get(url))) == 30
    assert titles(client.get(url, {"p": 2})) == ["Àmbit 30"]


@pytest.mark.parametrize("name", LISTS)
def test_every_list_is_exported_in_both_formats(client, name):
    LISTS[name][0]()
    url = reverse(name)
    exported = read_csv(client.get(url, {"export": "csv"}))
    in_excel = read_xlsx(client.get(url, {"export": "xlsx"}))
    assert exported[0] == in_excel[0]
    assert len(exported) == len(in_excel) == 1 + type(client.get(url).context["object_list"][0]).objects.count()
    assert all(heading.strip() and "_" not in heading for heading in exported[0])


def test_a_search_is_exported_alone_whole_and_with_no_formula(client):
    for number in range(32):
        FollowUpFactory(organisation=OrganisationFactory(name=f"Reus {number:02}"), note="Cap novetat.")
    hostile = '=HYPERLINK("http://example.org";"clic")'
    FollowUpFactory(organisation=OrganisationFactory(name="Valls"), note=hostile)
    url = reverse("followup:index")
    assert len(read_csv(client.get(url, {"export": "csv", "q": "reus"}))) == 33
    assert read_csv(client.get(url, {"export": "csv", "q": "valls"}))[1][3] == f"'{hostile}"
    assert read_xlsx(client.get(url, {"export": "xlsx", "q": "valls"}))[1][3] == f"'{hostile}"


@pytest.mark.parametrize("name", LISTS)
def test_an_export_takes_the_same_statements_at_any_length(client, name):
    make = LISTS[name][0]
    make()
    url = reverse(name)
    client.get(url)

    def counted():
        with CaptureQueriesContext(connection) as captured:
            read_csv(client.get(url, {"export": "csv"}))
        return len(captured)

    one = counted()
    for _number in range(3):
        make()
    assert counted() == one
