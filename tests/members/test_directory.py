"""`/membres/`: who is in it for whom, how it is narrowed down, ordered and turned over."""

import re
from datetime import timedelta

import pytest
from django.core.paginator import Paginator
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from intranet.members.enums import GroupAccess, GroupRole, MembershipStatus, PositionRole, Visibility
from intranet.members.filters.people import PeopleFilter
from tests.factories.members import (
    GroupMembershipFactory,
    OrganisationFactory,
    PositionFactory,
    SubjectFactory,
    UserFactory,
    WorkingGroupFactory,
    a_former_member,
    a_guest,
    a_member,
    an_administrator,
    someone_of_coordination,
)

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def viewer():
    return a_member(given_name="Vera", family_name="Mirada")


def names(client, query="") -> list[str]:
    """The people of one page of the list, in order."""
    response = client.get(f"/membres/{query}")
    assert response.status_code == 200
    return [person.full_name for person in response.context["page"]]


def offered(client, facet, query="") -> list[str]:
    choices = client.get(f"/membres/{query}").context["listing"].form.fields[facet].choices
    return [str(label) for value, label in choices if value]


def test_directory_lists_the_network_in_catalan_order(client_of, viewer):
    for given, family in (("Òscar", "Àvila"), ("Pau", "Zamora"), ("Joan", "de la Torre"), ("Marta", "Coll·lell")):
        a_member(given_name=given, family_name=family)
    assert names(client_of(viewer)) == [
        "Òscar Àvila",
        "Marta Coll·lell",
        "Joan de la Torre",
        "Vera Mirada",
        "Pau Zamora",
    ]


@pytest.mark.parametrize("make", [a_member, someone_of_coordination, an_administrator])
def test_former_members_and_closed_accounts_are_gone(client_of, make):
    viewer = make(given_name="Vera", family_name="Mirada")
    a_former_member(family_name="Antiga")
    a_member(family_name="Tancada", is_active=False)
    a_member(OrganisationFactory(status=MembershipStatus.FORMER), family_name="Sortida")
    here = a_member(given_name="Pau", family_name="Aquí")
    expected = ["Pau Aquí"] if make is an_administrator else ["Pau Aquí", "Vera Mirada"]
    assert (names(client_of(viewer)), here.full_name) == (expected, "Pau Aquí")


def test_guest_sees_the_people_of_the_own_groups_alone(client_of):
    group, other = WorkingGroupFactory(), WorkingGroupFactory()
    guest = a_guest(group, given_name="Gina", family_name="Ullà")
    inside = a_member(OrganisationFactory(name="Dins"), given_name="Dora", family_name="Dintre")
    outside = a_member(
        OrganisationFactory(name="Fora", comarca="Segrià", province="Lleida"), given_name="Fidel", family_name="Defora"
    )
    GroupMembershipFactory(group=group, user=inside)
    GroupMembershipFactory(group=other, user=outside)
    client = client_of(guest)
    assert names(client) == ["Dora Dintre", "Gina Ullà"]
    assert [offered(client, facet) for facet in ("organisation", "comarca", "province")] == [
        ["Dins"],
        ["Bages"],
        ["Barcelona"],
    ]
    text = client.get("/membres/?q=Fidel&organisation=fora&province=Lleida").content.decode()
    assert [word for word in ("Defora", "Segrià") if word in text] == []


def test_guests_are_in_the_directory_of_their_group_and_of_coordination(client_of, viewer):
    group = WorkingGroupFactory()
    a_guest(group, given_name="Gina", family_name="Ullà")
    a_guest(group, until=timezone.localdate(), given_name="Gil", family_name="Acabat")
    assert names(client_of(viewer)) == ["Vera Mirada"]
    GroupMembershipFactory(group=group, user=viewer)
    assert names(client_of(viewer)) == ["Vera Mirada", "Gina Ullà"]
    coordination = someone_of_coordination(given_name="Carme", family_name="Coord")
    assert names(client_of(coordination)) == ["Carme Coord", "Vera Mirada", "Gina Ullà"]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("nuria guell", ["Núria Güell"]),
        ("GÜELL NÚRIA", ["Núria Güell"]),
        ("hospitalet", ["Núria Güell"]),
        ("guell hospitalet", ["Núria Güell"]),
        ("guell vic", []),
        ("  ", ["Núria Güell", "Vera Mirada"]),
        ("%", ["Núria Güell", "Vera Mirada"]),
        ("999999%25", []),  # which no council of a factory has in its name
    ],
)
def test_search_is_by_name_and_council_in_any_order_without_accents(client_of, viewer, search, found):
    a_member(OrganisationFactory(name="L'Hospitalet de Llobregat"), given_name="Núria", family_name="Güell")
    assert names(client_of(viewer), f"?q={search}") == found


@pytest.fixture
def three(viewer):
    """An elected official of Reus, a technician of Reus who was elected in Vic, a technician of Vic."""
    reus = OrganisationFactory(name="Reus", slug="reus", comarca="Baix Camp", province="Tarragona")
    vic = OrganisationFactory(name="Vic", slug="vic", comarca="Osona", province="Barcelona")
    elected = a_member(reus, given_name="Elena", family_name="Electa")
    elected.positions.update(role=PositionRole.ELECTED)
    both = a_member(reus, given_name="Tere", family_name="Tècnica")
    PositionFactory(user=both, organisation=vic, role=PositionRole.ELECTED)
    a_member(vic, given_name="Toni", family_name="Tècnic")
    viewer.positions.update(role=PositionRole.OTHER)


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?organisation=reus", ["Elena Electa", "Tere Tècnica"]),
        ("?comarca=Osona", ["Toni Tècnic", "Tere Tècnica"]),
        ("?province=Tarragona", ["Elena Electa", "Tere Tècnica"]),
        ("?role=elected", ["Elena Electa", "Tere Tècnica"]),
        ("?role=elected&role=technical", ["Elena Electa", "Toni Tècnic", "Tere Tècnica"]),
        ("?organisation=reus&role=elected", ["Elena Electa"]),
        ("?organisation=reus&province=Barcelona", []),
        ("?organisation=reus&role=technical&q=tere", ["Tere Tècnica"]),
    ],
)
def test_facets_speak_of_one_and_the_same_position(client_of, viewer, query, found):
    assert names(client_of(viewer), query) == found


def test_past_position_finds_nobody(client_of, viewer):
    reus = OrganisationFactory(name="Reus", slug="reus")
    PositionFactory(user=viewer, organisation=reus, ends_on=timezone.localdate())
    a_member(reus, given_name="Elena", family_name="Electa")
    assert names(client_of(viewer), "?organisation=reus") == ["Elena Electa"]


def test_council_that_has_left_is_no_facet_but_for_coordination(client_of, viewer):
    group = WorkingGroupFactory()
    guest = a_guest(group, given_name="Gina", family_name="Ullà")
    left = OrganisationFactory(
        name="Vila Fora", slug="fora", comarca="Segrià", province="Lleida", status=MembershipStatus.FORMER
    )
    present = OrganisationFactory(name="Vila Dins", slug="dins", comarca="Osona", province="Lleida")
    both = a_member(present, given_name="Dora", family_name="Doble")
    PositionFactory(user=both, organisation=left, role=PositionRole.ELECTED)
    GroupMembershipFactory(group=group, user=both)
    viewer.positions.update(organisation=present)
    coordination = someone_of_coordination(given_name="Carme", family_name="Coord")
    facets = ("organisation", "comarca")
    assert {
        who.given_name: [offered(client_of(who), facet) for facet in facets] for who in (viewer, guest, coordination)
    } == {
        "Vera": [["Vila Dins"], ["Osona"]],
        "Gina": [["Vila Dins"], ["Osona"]],
        "Carme": [["Vila Dins", "Vila Fora"], ["Osona", "Segrià"]],
    }
    found = {who.given_name: names(client_of(who), "?organisation=fora") for who in (viewer, guest, coordination)}
    # Not offered, so not understood: the list stays whole.
    assert found == {
        "Vera": ["Carme Coord", "Dora Doble", "Vera Mirada"],
        "Gina": ["Dora Doble", "Gina Ullà"],
        "Carme": ["Dora Doble"],
    }
    # Nor does a facet that is offered find anybody by what they are in a council that has left.
    assert [names(client_of(who), "?province=Lleida&role=elected") for who in (viewer, coordination)] == [
        [],
        ["Dora Doble"],
    ]


def test_subject_facet_does_not_betray_hidden_expertise(client_of, viewer):
    cures, energia = SubjectFactory(name="Cures", slug="cures"), SubjectFactory(name="Energia", slug="energia")
    organisation = OrganisationFactory()
    group = WorkingGroupFactory()
    experts = {
        visibility: a_member(
            organisation, given_name="Expert", family_name=visibility.value, subjects_visibility=visibility
        )
        for visibility in Visibility
    }
    for expert in experts.values():
        expert.subjects.add(cures)
        GroupMembershipFactory(group=group, user=expert)
    experts[Visibility.NOBODY].subjects.add(energia)
    stranger, mate = viewer, a_member(given_name="Mate")
    GroupMembershipFactory(group=group, user=mate)
    colleague = a_member(organisation, given_name="Colleague")
    coordination = someone_of_coordination()
    found = {
        who.given_name: (names(client_of(who), "?subject=cures"), offered(client_of(who), "subject"))
        for who in (stranger, mate, colleague)
    }
    assert found == {
        "Vera": (["Expert network"], ["Cures"]),
        "Mate": (["Expert groups", "Expert network"], ["Cures"]),
        "Colleague": (["Expert council", "Expert groups", "Expert network"], ["Cures"]),
    }
    assert names(client_of(coordination), "?subject=energia") == ["Expert nobody"]
    # Not offered, so not understood either: the list stays whole and tells nothing.
    assert "Expert nobody" in names(client_of(stranger), "?subject=energia")
    assert len(names(client_of(stranger), "?subject=energia")) == len(names(client_of(stranger)))


def test_row_shows_only_what_this_viewer_may_see(client_of, viewer):
    organisation = OrganisationFactory(name="Reus")
    a_member(
        organisation,
        given_name="Rosa",
        family_name="Reservada",
        photo="photos/secret.jpg",
        photo_visibility=Visibility.COUNCIL,
        phone="938 782 301",
        phone_visibility=Visibility.NOBODY,
        bio="Vida privada",
        ask_me_about="clàusules socials",
        ask_me_about_visibility=Visibility.COUNCIL,
    )
    secrets = ("photos/secret.jpg", "938 782 301", "Vida privada", "clàusules socials")

    def shown_to(who):
        text = client_of(who).get("/membres/?q=rosa").content.decode()
        assert "Rosa Reservada" in text
        assert "Tècnica de promoció econòmica, Ajuntament de Reus" in text
        return [secret for secret in secrets if secret in text]

    assert shown_to(viewer) == []
    assert shown_to(a_member(organisation)) == ["photos/secret.jpg", "clàusules socials"]


def test_those_without_position_are_called_by_what_they_are(client_of, viewer, settings):
    settings.LANGUAGE_CODE = "en"
    group = WorkingGroupFactory()
    a_guest(group, given_name="Gina", family_name="Ullà")
    someone_of_coordination(given_name="Carme", family_name="Coord")
    GroupMembershipFactory(group=group, user=viewer)
    text = client_of(viewer).get("/membres/").content.decode()
    assert re.findall(r">([^<]+)</a></h2>\s*<p>([^<]+)</p>", text) == [
        ("Carme Coord", "Coordination"),
        ("Vera Mirada", str(viewer.positions.get())),
        ("Gina Ullà", "Guest"),
    ]


def test_private_groups_are_not_named(client_of, viewer):
    private = WorkingGroupFactory(name="Comissió Executiva", access=GroupAccess.PRIVATE)
    GroupMembershipFactory(group=private, user=a_member())
    assert "Comissió Executiva" not in client_of(viewer).get("/membres/").content.decode()


def test_orders(client_of, viewer):
    now = timezone.now()
    viewer.positions.all().update(organisation=OrganisationFactory(name="La Seu d'Urgell"))
    type(viewer).objects.update(created_at=now - timedelta(days=9))
    a_member(OrganisationFactory(name="Alella"), given_name="Zoe", family_name="Zamora", created_at=now)
    a_member(OrganisationFactory(name="Vic"), given_name="Àlex", family_name="Abad", created_at=now - timedelta(days=3))
    someone_of_coordination(given_name="Carme", family_name="Coord", created_at=now - timedelta(days=5))
    client = client_of(viewer)
    assert {order: names(client, f"?ordre={order}") for order in ("nom", "ens", "recents")} == {
        "nom": ["Àlex Abad", "Carme Coord", "Vera Mirada", "Zoe Zamora"],
        "ens": ["Zoe Zamora", "Vera Mirada", "Àlex Abad", "Carme Coord"],
        "recents": ["Zoe Zamora", "Àlex Abad", "Carme Coord", "Vera Mirada"],
    }


@pytest.mark.parametrize(
    "query",
    [
        "?pagina=zzz",
        "?pagina=-1",
        "?pagina=99999999999999999999999",
        "?pagina=",
        "?ordre=password",
        "?ordre=nom&ordre=x",
        "?organisation=enlloc",
        "?organisation[]=x",
        "?province=Girona'%20OR%201=1",
        "?role=tsar",
        "?subject=res",
        "?subject=1&subject=2",
        "?q=%00",
        "?q=%ff%fe",
        "?no_such=1",
        "?csrfmiddlewaretoken=1",
        "?q=" + "a%20" * 400,
    ],
)
def test_mistaken_parameters_are_left_aside(client_of, viewer, query):
    a_member(given_name="A" * 5)
    assert "Vera Mirada" in names(client_of(viewer), query) or "q=a" in query


def test_long_search_is_cut(client_of, viewer):
    viewer.given_name = "a" * 40
    viewer.save()
    assert names(client_of(viewer), "?q=" + "a%20" * 40 + "zzz") == [viewer.full_name]


def test_pages_of_twenty_and_the_last_for_any_beyond(client_of, viewer):
    organisation = OrganisationFactory()
    for number in range(44):
        a_member(organisation, given_name="Nom", family_name=f"Cognom {number:02}")
    client = client_of(viewer)
    assert names(client) == [f"Nom Cognom {number:02}" for number in range(20)]
    assert names(client, "?pagina=3") == [
        "Nom Cognom 40",
        "Nom Cognom 41",
        "Nom Cognom 42",
        "Nom Cognom 43",
        "Vera Mirada",
    ]
    assert names(client, "?pagina=4") == names(client, "?pagina=3")
    assert client.get("/membres/").context["page"].paginator.count == 45


@pytest.mark.parametrize("order", ["nom", "ens", "recents"])
def test_equals_keep_one_order_so_that_nobody_is_on_two_pages_or_on_none(client_of, viewer, order):
    now, organisation = timezone.now(), OrganisationFactory()
    same = [a_member(organisation, given_name="Ona", family_name="Serra", created_at=now).pk for _ in range(25)]
    ordered = PeopleFilter(QueryDict(f"ordre={order}"), viewer=viewer).qs.query.order_by
    assert ordered[-1] == "pk"
    client = client_of(viewer)
    pages = [client.get(f"/membres/?ordre={order}&q=ona&pagina={number}").context["page"] for number in (1, 2)]
    assert [person.pk for page in pages for person in page] == same


def test_links_to_other_pages_keep_what_counts_and_nothing_empty(client_of, viewer):
    organisation = OrganisationFactory(name="Reus", slug="reus")
    for _ in range(21):
        a_member(organisation)
    query = "?q=&organisation=reus&comarca=&province=&ordre=nom&role=technical&no_such=1"
    text = client_of(viewer).get(f"/membres/{query}").content.decode()
    assert re.findall(r'rel="next" href="([^"]+)"', text) == ["?organisation=reus&amp;role=technical&amp;pagina=2"]


def test_chips_take_one_filter_off_each(client_of, viewer):
    viewer.positions.update(organisation=OrganisationFactory(name="Reus", slug="reus"))
    query = "?q=vera&organisation=reus&role=technical&role=elected&ordre=recents"
    response = client_of(viewer).get(f"/membres/{query}")
    assert [(chip.label, chip.href) for chip in response.context["listing"].chips] == [
        ("Reus", "?q=vera&ordre=recents&role=technical&role=elected"),
        (str(PositionRole.TECHNICAL.label), "?q=vera&ordre=recents&organisation=reus&role=elected"),
        (str(PositionRole.ELECTED.label), "?q=vera&ordre=recents&organisation=reus&role=technical"),
    ]


def test_htmx_gets_the_results_alone_and_a_clean_address(client_of, viewer):
    client = client_of(viewer)
    response = client.get("/membres/?q=vera&organisation=&ordre=nom", headers=HTMX)
    text = response.content.decode()
    assert (response["HX-Push-Url"], "HX-Request" in response["Vary"]) == ("/membres/?q=vera", True)
    assert ("<h1" in text, "<form" in text, text.count("Vera Mirada")) == (False, False, 1)
    assert 'id="result-count" hx-swap-oob="innerHTML"' in text


def test_address_that_is_there_already_is_not_pushed_again(client_of, viewer):
    headers = {**HTMX, "HX-Current-URL": "http://testserver/membres/?q=vera"}
    assert client_of(viewer).get("/membres/?q=vera", headers=headers)["HX-Push-Url"] == "false"


def test_going_back_in_history_gets_the_whole_page(client_of, viewer):
    headers = {**HTMX, "HX-History-Restore-Request": "true"}
    assert "<h1>" in client_of(viewer).get("/membres/?q=vera", headers=headers).content.decode()


def test_empty_states_say_what_to_do(client_of, viewer):
    searched = client_of(viewer).get("/membres/?q=zzz").content.decode()
    assert re.findall(r'class="button" data-kind="secondary" href="([^"]+)"', searched) == ["/membres/"]
    administrator = an_administrator()
    viewer.positions.all().delete()
    nobody = client_of(administrator).get("/membres/").content.decode()
    assert re.findall(r'class="button" data-kind="secondary" href="([^"]+)"', nobody) == ["/compte/perfil/"]


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_directory_is_only_read(client_of, viewer, method):
    assert getattr(client_of(viewer), method)("/membres/").status_code == 405


def test_directory_takes_the_same_statements_for_any_number(client_of, viewer):
    """Session, person, councils and subjects to choose from, number, people, their positions, bell."""
    client = client_of(viewer)
    assert {count: statements(client, count) for count in (1, 3, 30)} == {1: 8, 3: 8, 30: 8}


def statements(client, count: int) -> int:
    group, subject = WorkingGroupFactory(), SubjectFactory()
    for _ in range(count):
        person = a_member()
        person.subjects.add(subject)
        GroupMembershipFactory(group=group, user=person, role=GroupRole.MEMBER)
    with CaptureQueriesContext(connection) as queries:
        response = client.get("/membres/?role=technical&ordre=ens")
    assert len(response.context["page"].object_list) >= min(count, 20)
    return len(queries)


def test_filter_makes_no_statement_for_whom_it_must_not_know():
    former = a_former_member()
    a_member()
    assert list(Paginator(PeopleFilter({}, viewer=former).qs, 20).page(1)) == []
    assert UserFactory().standing.has_access is False
