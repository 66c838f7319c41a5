"""`/municipis/` and a council's page: who finds what, in which order, with how many statements."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from intranet.members.enums import MembershipStatus, OrganisationKind
from intranet.members.models import Organisation
from intranet.members.models.organisations import LOGO_RENDITION
from tests.factories.members import (
    FollowUpFactory,
    OrganisationFactory,
    PositionFactory,
    a_former_member,
    a_guest,
    a_manager,
    a_member,
    someone_of_coordination,
)

pytestmark = pytest.mark.django_db


def council(name, comarca="Bages", province="Barcelona", **fields):
    return OrganisationFactory(name=name, comarca=comarca, province=province, **fields)


def bands(response):
    """What the page shows, heading by heading."""
    return [(band.title, [row.organisation.name for row in band.rows]) for band in response.context["bands"]]


def names(response):
    return [name for _title, found in bands(response) for name in found]


@pytest.fixture
def reader():
    """A member whose own council stands in no one's way: it comes last."""
    return a_member(council("Zzz", comarca="", province=""))


@pytest.fixture
def client(reader, client_of):
    return client_of(reader)


# --- Order and arrangement ---


def test_councils_stand_by_comarca_in_catalan_order(client):
    council("L'Hospitalet de Llobregat", "Barcelonès")
    council("Badalona", "Barcelonès")
    council("Àger", "La Noguera", "Lleida")
    council("Vilafranca", "Alt Penedès")
    council("Olot", "Garrotxa", "Girona")
    council("Igualada", "L'Anoia")
    council("Arties", "Èrgia", "Lleida")
    assert bands(client.get("/municipis/"))[:-1] == [
        ("Alt Penedès", ["Vilafranca"]),
        ("L'Anoia", ["Igualada"]),
        ("Barcelonès", ["Badalona", "L'Hospitalet de Llobregat"]),
        ("Èrgia", ["Arties"]),
        ("Garrotxa", ["Olot"]),
        ("La Noguera", ["Àger"]),
    ]
    assert bands(client.get("/municipis/"))[-1][1] == ["Zzz"]


def test_councils_stand_by_province(client):
    council("Olot", "Garrotxa", "Girona")
    council("Manresa")
    council("El Berguedà", "Berguedà", kind=OrganisationKind.COUNTY_COUNCIL)
    assert bands(client.get("/municipis/?agrupa=provincia"))[:-1] == [
        ("Barcelona", ["El Berguedà", "Manresa"]),
        ("Girona", ["Olot"]),
    ]


def test_councils_stand_from_a_to_z_with_the_article_aside(client):
    for name in ("Igualada", "L'Hospitalet de Llobregat", "Girona", "El Prat", "Òdena", "Palafrugell"):
        council(name)
    assert bands(client.get("/municipis/?agrupa=nom")) == [
        ("", ["Girona", "L'Hospitalet de Llobregat", "Igualada", "Òdena", "Palafrugell", "El Prat", "Zzz"])
    ]


def test_an_unknown_arrangement_is_the_usual_one(client):
    council("Manresa")
    response = client.get("/municipis/?agrupa=color")
    assert [link.is_current for link in response.context["arrangements"]] == [True, False, False]


def test_the_switch_keeps_the_search(client):
    hrefs = [link.href for link in client.get("/municipis/?q=man&province=Barcelona&status=").context["arrangements"]]
    assert hrefs[1] == "?q=man&province=Barcelona&agrupa=provincia"


def test_agents_stand_apart_and_are_counted_apart(client):
    council("Manresa")
    OrganisationFactory(name="Coòpolis", kind=OrganisationKind.ATENEU, status=MembershipStatus.COLLABORATOR)
    response = client.get("/municipis/")
    assert [row.organisation.name for row in response.context["agents"]] == ["Coòpolis"]
    assert (names(response), response.context["council_count"], response.context["agent_count"]) == (
        ["Manresa", "Zzz"],
        2,
        1,
    )


# --- Filters ---


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=hospitalet", ["L'Hospitalet"]),
        ("q=TARREGA", ["Tàrrega"]),
        ("q=l'hosp", ["L'Hospitalet"]),
        ("comarca=Urgell", ["Tàrrega"]),
        ("province=Lleida", ["Tàrrega", "Aran"]),
        ("kind=consell_comarcal", ["Aran"]),
        ("status=candidate", ["Tàrrega"]),
        ("status=candidate&province=Barcelona", []),
        ("province=Lleida&q=aran", ["Aran"]),
        ("province=Atlàntida&q=aran", ["Aran"]),
        ("q=%00aran", ["L'Hospitalet", "Tàrrega", "Aran"]),
        ("status=former", ["L'Hospitalet", "Tàrrega", "Aran"]),
    ],
)
def test_the_list_is_narrowed_and_mistakes_are_left_aside(query, expected, client):
    council("L'Hospitalet", "Barcelonès")
    council("Tàrrega", "Urgell", "Lleida", status=MembershipStatus.CANDIDATE)
    council("Aran", "Val d'Aran", "Lleida", kind=OrganisationKind.COUNTY_COUNCIL)
    council("Antiga", status=MembershipStatus.FORMER)
    assert [name for name in names(client.get(f"/municipis/?{query}")) if name != "Zzz"] == expected


def test_the_comarques_offered_are_those_one_may_find(client):
    council("Manresa")
    council("Antiga", "Segarra", status=MembershipStatus.FORMER)
    form = client.get("/municipis/").context["listing"].form
    assert [value for value, _label in form.fields["comarca"].choices] == ["", "Bages"]


def test_htmx_gets_the_results_alone_and_the_address_to_show(client):
    council("Manresa")
    response = client.get("/municipis/?q=manre&province=&agrupa=comarca", headers={"HX-Request": "true"})
    page = response.content.decode()
    assert ("<h1" in page, "Manresa" in page, response["HX-Push-Url"]) == (False, True, "/municipis/?q=manre")


@pytest.mark.parametrize(("query", "url"), [("", None), ("?q=xyz", "/municipis/")])
def test_an_empty_list_says_what_to_do(query, url, client_of):
    page = client_of(someone_of_coordination()).get(f"/municipis/{query}").content.decode()
    assert page.count('class="empty"') == 1
    assert f'href="{url or "/admin/organisation/new/"}"' in page


# --- Who finds what ---


def test_former_organisations_are_for_coordination_alone(client_of):
    former = council("Antiga", slug="antiga", status=MembershipStatus.FORMER)
    manager = a_manager(former)
    PositionFactory(user=manager)
    answers = {
        who: ("Antiga" in page.get("/municipis/").content.decode(), page.get("/municipis/antiga/").status_code)
        for who, page in {
            "member": client_of(a_member()),
            "its manager": client_of(manager),
            "coordination": client_of(someone_of_coordination()),
        }.items()
    }
    assert answers == {"member": (False, 404), "its manager": (False, 404), "coordination": (True, 200)}


def test_guests_find_no_councils(client_of):
    council("Manresa", slug="manresa")
    client = client_of(a_guest())
    assert [client.get(page).status_code for page in ("/municipis/", "/municipis/manresa/")] == [404, 404]


def test_a_councils_page_shows_who_is_there_today(client_of):
    manresa = council("Manresa", slug="manresa")
    reader = a_member(manresa, given_name="Berta", family_name="Solà")
    PositionFactory(organisation=manresa, is_representative=True, user=a_member(given_name="Zoe", family_name="Zamora"))
    PositionFactory(organisation=manresa, ends_on=timezone.localdate())
    PositionFactory(organisation=manresa, starts_on=timezone.localdate() + timedelta(days=1))
    a_member(manresa, is_active=False)
    response = client_of(reader).get("/municipis/manresa/")
    assert [position.user.full_name for position in response.context["positions"]] == ["Zoe Zamora", "Berta Solà"]


def test_the_people_of_an_agent_are_those_the_reader_may_know_of(client_of):
    ateneu = OrganisationFactory(slug="ateneu", kind=OrganisationKind.ATENEU, status=MembershipStatus.COLLABORATOR)
    guest = a_guest()
    PositionFactory(organisation=ateneu, user=guest)
    reader = a_member()
    group_mate = a_member()
    group_mate.memberships.create(group=guest.memberships.get().group)
    shown = {
        who: [position.user for position in client_of(user).get("/municipis/ateneu/").context["positions"]]
        for who, user in {"reader": reader, "group mate": group_mate}.items()
    }
    assert shown == {"reader": [], "group mate": [guest]}


def test_the_facts_of_a_council(client_of):
    council("Manresa", slug="manresa", population=79000, ine_code="08113", joined_year=2024)
    facts = client_of(a_member()).get("/municipis/manresa/").context["facts"]
    assert [value for _term, value in facts] == ["Bages", "Barcelona", "79.000", "08113", "2024"]


def test_mentors_are_shown_as_far_as_the_reader_may_know_of_them(client_of):
    mentor = council("Antiga", status=MembershipStatus.FORMER)
    manresa = council("Manresa", slug="manresa", mentor=mentor)
    council("Artés", mentor=manresa)
    council("Fora", mentor=manresa, status=MembershipStatus.FORMER)
    shown = {}
    for who, user in {"member": a_member(), "coordination": someone_of_coordination()}.items():
        context = client_of(user).get("/municipis/manresa/").context
        shown[who] = (context["mentor"], [found.name for found in context["mentored"]])
    assert shown == {"member": (None, ["Artés"]), "coordination": (mentor, ["Artés", "Fora"])}


def test_only_those_who_manage_a_council_see_how(client_of):
    manresa = council("Manresa", slug="manresa")
    colleague = a_member(manresa)
    left = a_former_member(given_name="Iu", family_name="Camps")
    left.positions.update(organisation=manresa)
    tools = {
        "/municipis/manresa/invitacions/nova/",
        f"/municipis/manresa/persones/{colleague.positions.get().pk}/finalitza/",
        f"/municipis/manresa/persones/{left.positions.get().pk}/reobre/",
        "Iu Camps",
    }
    seen = {}
    for who, user in {
        "colleague": colleague,
        "another council's manager": a_manager(),
        "manager": a_manager(manresa),
        "coordination": someone_of_coordination(),
    }.items():
        page = client_of(user).get("/municipis/manresa/").content.decode()
        seen[who] = {tool for tool in tools if tool in page}
    assert seen == {
        "colleague": set(),
        "another council's manager": set(),
        "manager": tools,
        "coordination": tools,
    }


def test_coordinations_notes_stay_with_coordination(client_of):
    manresa = council("Manresa", slug="manresa")
    FollowUpFactory(organisation=manresa, note="Xafarderia", next_contact_on=timezone.localdate())
    shown = {}
    for who, user in {"manager": a_manager(manresa), "coordination": someone_of_coordination()}.items():
        response = client_of(user).get("/municipis/manresa/")
        shown[who] = (len(response.context["panels"]), "Xafarderia" in response.content.decode())
    assert shown == {"manager": (0, False), "coordination": (1, False)}


def test_phone_and_website_are_written_for_people_and_linked_for_machines():
    found = Organisation(website="https://www.manresa.cat/", phone="938 782 301")
    assert (found.website_name, found.phone_digits) == ("www.manresa.cat", "938782301")


# --- Statements ---


def a_logo():
    """With its small version beside it, as after the first time that somebody looked."""
    image = get_image_model().objects.create(title="Escut", file=get_test_image_file())
    image.renditions.create(filter_spec=LOGO_RENDITION, file=get_test_image_file(), width=88, height=66)
    return image


@pytest.mark.parametrize("rows", [1, 3, 30])
@pytest.mark.parametrize("arrangement", ["comarca", "provincia", "nom"])
def test_the_list_makes_the_same_statements_for_any_number(arrangement, rows, client_of, django_assert_num_queries):
    for number in range(rows):
        OrganisationFactory(comarca=f"Comarca {number}", logo=a_logo() if number % 10 == 0 else None)
        OrganisationFactory(kind=OrganisationKind.ATENEU)
    client = client_of(a_member())
    client.get("/municipis/")
    with django_assert_num_queries(7):
        client.get(f"/municipis/?agrupa={arrangement}")


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_a_councils_page_makes_the_same_statements_for_any_number(rows, client_of, django_assert_num_queries):
    manresa = council("Manresa", slug="manresa", mentor=OrganisationFactory(), logo=a_logo())
    for _number in range(rows):
        a_member(manresa)
        council("", mentor=manresa)
    client = client_of(a_manager(manresa))
    client.get("/municipis/manresa/")
    with django_assert_num_queries(13):
        client.get("/municipis/manresa/")
