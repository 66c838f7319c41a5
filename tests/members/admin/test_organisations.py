"""Organisations in coordination's area."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from intranet.members.enums import MembershipStatus, OrganisationKind
from intranet.members.models import Organisation
from tests.factories.members import FollowUpFactory, OrganisationFactory, PositionFactory, UserFactory
from tests.members.admin.pages import errors, messages, read_csv, rows, soup, titles, words

pytestmark = pytest.mark.django_db

MEMBER, TOWN_COUNCIL = str(MembershipStatus.MEMBER.label), str(OrganisationKind.TOWN_COUNCIL.label)
LIST, ADD = "/admin/organisation/", "/admin/organisation/new/"
GIVEN = {
    "name": "Manresa",
    "slug": "manresa",
    "kind": "ajuntament",
    "status": "member",
    "comarca": "Bages",
    "province": "Barcelona",
    "ine_code": "08113",
    "population": "78000",
    "joined_year": "2017",
    "website": "https://manresa.example",
    "email": "ess@manresa.example",
    "phone": "938 782 301",
    "address": "Plaça Major, 1",
}


def edit_url(organisation):
    return reverse("organisation:edit", args=[organisation.pk])


def test_list_says_of_each_its_state_place_and_people(client):
    organisation = OrganisationFactory(name="Manresa", status="member", comarca="Bages", joined_year=2017)
    person = UserFactory()
    PositionFactory(organisation=organisation, user=person)
    PositionFactory(organisation=organisation, ends_on=timezone.localdate())
    PositionFactory(organisation=organisation)
    assert rows(client.get(LIST)) == [
        ["Ajuntament de Manresa", MEMBER, TOWN_COUNCIL, "Bages", "Barcelona", "2", "2017"]
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"status": ["candidate", "former"]}, ["Ajuntament d'Amposta", "Ajuntament de Reus"]),
        ({"kind": ["ateneu"]}, ["Coòpolis"]),
        ({"province": ["Tarragona"]}, ["Ajuntament d'Amposta", "Ajuntament de Reus"]),
        ({"comarca": "Baix Camp"}, ["Ajuntament de Reus"]),
        ({"represented": "true"}, ["Ajuntament de Reus"]),
        ({"represented": "false", "status": ["candidate"]}, ["Ajuntament d'Amposta"]),
        ({"status": ["candidate"], "q": "reus"}, []),
    ],
)
def test_filters(client, query, found):
    OrganisationFactory(name="Amposta", status="candidate", province="Tarragona", comarca="Montsià")
    reus = OrganisationFactory(name="Reus", status="former", province="Tarragona", comarca="Baix Camp")
    PositionFactory(organisation=reus, is_representative=True)
    OrganisationFactory(name="Coòpolis", kind="ateneu", comarca="Barcelonès")
    assert titles(client.get(LIST, query)) == found


def test_it_is_created_with_what_was_given(client):
    response = client.post(ADD, GIVEN)
    assert (response.status_code, response["Location"]) == (302, LIST)
    created = Organisation.objects.get()
    values = {name: str(getattr(created, name)) for name in GIVEN}
    assert (values, created.full_name) == (GIVEN, "Ajuntament de Manresa")


def test_it_is_changed(client):
    organisation = OrganisationFactory(name="Manresa", status="candidate")
    mentor = OrganisationFactory(name="Reus")
    client.post(edit_url(organisation), {**GIVEN, "mentor": mentor.pk})
    organisation.refresh_from_db()
    assert (organisation.status, organisation.mentor, organisation.email) == ("member", mentor, "ess@manresa.example")


def test_a_refused_form_says_where_and_keeps_what_was_typed(client):
    OrganisationFactory(name="Manresa", slug="manresa", ine_code="08113")
    response = client.post(ADD, {**GIVEN, "email": "ess", "website": "x y"})
    assert set(errors(response)) == {"slug", "email", "website", "ine_code"}
    assert soup(response).find("input", {"name": "name"})["value"] == "Manresa"
    assert Organisation.objects.count() == 1


def test_the_same_ine_code_is_an_error_at_its_field(client):
    OrganisationFactory(ine_code="08113")
    response = client.post(ADD, GIVEN)
    assert list(errors(response)) == ["ine_code"]


def test_no_organisation_is_its_own_mentor(client):
    organisation = OrganisationFactory(name="Manresa")
    response = client.post(edit_url(organisation), {**GIVEN, "mentor": organisation.pk})
    assert list(errors(response)) == ["mentor"]


def test_page_shows_people_notes_and_the_way_to_the_site(client, coordination):
    organisation = OrganisationFactory(name="Manresa")
    PositionFactory(organisation=organisation, user=UserFactory(given_name="Anna", family_name="Puig"))
    PositionFactory(
        organisation=organisation,
        user=UserFactory(given_name="Biel", family_name="Roca"),
        ends_on=timezone.localdate() - timedelta(days=3),
    )
    FollowUpFactory(organisation=organisation, note="Volen una visita.", author=coordination)
    FollowUpFactory(note="D'un altre ajuntament.")
    page = soup(client.get(edit_url(organisation)))
    tables = page.select(".related")
    names = [[words(link) for link in table.select("td.title a")] for table in tables]
    assert names[0] == ["Anna Puig", "Biel Roca"]
    assert "Volen una visita." in words(tables[1])
    assert "D'un altre ajuntament." not in words(page)
    links = {link["href"] for link in page.select("a[href]")}
    back = f"next=%2Fadmin%2Forganisation%2Fedit%2F{organisation.pk}%2F"
    assert {
        organisation.get_absolute_url(),
        f"/admin/followup/new/?organisation={organisation.pk}&{back}",
        f"/admin/invitation/new/?organisation={organisation.pk}&{back}",
    } <= links


def test_it_is_removed_only_when_nobody_ever_belonged_to_it(client):
    empty, used = OrganisationFactory(), PositionFactory().organisation
    client.post(reverse("organisation:delete", args=[empty.pk]), follow=True)
    refused = client.post(reverse("organisation:delete", args=[used.pk]), follow=True)
    assert list(Organisation.objects.all()) == [used]
    assert refused.redirect_chain == [(edit_url(used), 302)]
    assert len(messages(refused)) == 1


def test_export_names_its_columns_and_says_words(client):
    organisation = OrganisationFactory(name="Manresa", phone="+34 938 782 301", comarca="=Bages")
    PositionFactory(organisation=organisation)
    header, row = read_csv(client.get(LIST, {"export": "csv"}))
    assert len(header) == 14
    assert row == [
        "Ajuntament de Manresa", TOWN_COUNCIL, MEMBER, "'=Bages", "Barcelona", "", "", "", "", "1", "",
        "'+34 938 782 301", "", "",
    ]  # fmt: skip
    name = client.get(LIST, {"export": "csv"})["Content-Disposition"]
    assert name == f'attachment; filename="{slugify(_("organisations"))}-{timezone.localdate()}.csv"'
