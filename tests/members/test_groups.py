"""Working groups: who may know of each, who may read it, and what the pages tell."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from intranet import panels
from intranet.members import group_tabs
from intranet.members.enums import GroupAccess, GroupRole, GroupState, MembershipState, MembershipStatus
from intranet.members.group_tabs import register_group_tab, tabs_of
from intranet.members.models import WorkingGroup
from intranet.members.rules import coordinates
from intranet.panels import Panel, register_panel
from intranet.templatetags.intranet import day_words
from tests.factories.members import (
    GroupMembershipFactory,
    OrganisationFactory,
    WorkingGroupFactory,
    a_former_member,
    a_guest,
    a_manager,
    a_member,
    an_administrator,
    someone_of_coordination,
)

pytestmark = pytest.mark.django_db

SECRET = "Comissió dels Secrets"


def put_in(user, group, **fields):
    GroupMembershipFactory(user=user, group=group, **fields)
    return user


def former_council_member():
    return a_member(OrganisationFactory(status=MembershipStatus.FORMER))


def guest_elsewhere(user):
    return put_in(user, WorkingGroupFactory(), role=GroupRole.GUEST, until=timezone.localdate() + timedelta(days=9))


def expired_guest(group):
    return a_guest(group, until=timezone.localdate())


# Each kind of person, by what they have to do with the group.
CAST = {
    "anonymous": lambda _group: AnonymousUser(),
    "guest in": a_guest,
    "guest of another group": lambda _group: a_guest(),
    "guest after the date": expired_guest,
    "guest after the date, guest of another group": lambda group: guest_elsewhere(expired_guest(group)),
    "member in": lambda group: put_in(a_member(), group),
    "member out": lambda _group: a_member(),
    "member who asked to join": lambda group: put_in(a_member(), group, state=MembershipState.REQUESTED),
    "member who was in until today": lambda group: put_in(a_member(), group, until=timezone.localdate()),
    "candidate council's member out": lambda _group: a_member(OrganisationFactory(status=MembershipStatus.CANDIDATE)),
    "group coordinator": lambda group: put_in(a_member(), group, role=GroupRole.COORDINATOR),
    "coordinator of another group": lambda _group: put_in(
        a_member(), WorkingGroupFactory(), role=GroupRole.COORDINATOR
    ),
    "manager out": lambda _group: a_manager(),
    "coordination in": lambda group: put_in(someone_of_coordination(), group),
    "coordination out": lambda _group: someone_of_coordination(),
    "coordination that asked to join": lambda group: put_in(
        someone_of_coordination(), group, state=MembershipState.REQUESTED
    ),
    "administrator in": lambda group: put_in(an_administrator(), group),
    "administrator out": lambda _group: an_administrator(),
    "former member in": lambda group: put_in(a_former_member(), group),
    "former member in, guest of another group": lambda group: guest_elsewhere(put_in(a_former_member(), group)),
    "former council's member in": lambda group: put_in(former_council_member(), group),
    "closed account in": lambda group: put_in(a_member(is_active=False), group),
}
WITHOUT_ACCESS = {
    "anonymous",
    "guest after the date",
    "former member in",
    "former council's member in",
    "closed account in",
}
GUESTS_ELSEWHERE = {
    "guest of another group",
    "guest after the date, guest of another group",
    "former member in, guest of another group",
}
INSIDERS = {"guest in", "member in", "group coordinator", "coordination in", "administrator in"}
CARERS_OUTSIDE = {"coordination out", "coordination that asked to join", "administrator out"}
EVERYONE = set(CAST) - WITHOUT_ACCESS - GUESTS_ELSEWHERE


def those(method, group):
    """Who finds the group through this method of the queryset."""
    people = {name: make(group) for name, make in CAST.items()}
    return {name for name, person in people.items() if getattr(WorkingGroup.objects, method)(person).contains(group)}


@pytest.mark.parametrize("state", GroupState.values)
@pytest.mark.parametrize(
    ("access", "expected"),
    [
        (GroupAccess.OPEN, EVERYONE),
        (GroupAccess.CLOSED, EVERYONE),
        (GroupAccess.PRIVATE, INSIDERS | CARERS_OUTSIDE),
    ],
)
def test_who_may_know_of_a_group(access, expected, state):
    assert those("visible_to", WorkingGroupFactory(access=access, state=state)) == expected


@pytest.mark.parametrize("state", GroupState.values)
@pytest.mark.parametrize(
    ("access", "expected"),
    [(GroupAccess.OPEN, EVERYONE), (GroupAccess.CLOSED, EVERYONE), (GroupAccess.PRIVATE, INSIDERS)],
)
def test_who_may_read_a_group(access, expected, state):
    assert those("content_visible_to", WorkingGroupFactory(access=access, state=state)) == expected


@pytest.mark.parametrize("access", GroupAccess.values)
def test_a_group_is_of_those_who_are_in_it_today(access):
    group = WorkingGroupFactory(access=access)
    people = {name: make(group) for name, make in CAST.items() if name not in WITHOUT_ACCESS}
    assert {name for name, person in people.items() if WorkingGroup.objects.of(person).contains(group)} == INSIDERS


def test_the_address_of_a_group_opens_for_those_who_may_know_of_it(client_of):
    group = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    people = {name: make(group) for name, make in CAST.items() if name not in WITHOUT_ACCESS}
    pages = [reverse("group", args=[group.slug]), reverse("group_members", args=[group.slug])]
    opened = {
        name for name, person in people.items() if {client_of(person).get(page).status_code for page in pages} == {200}
    }
    closed = {
        name for name, person in people.items() if {client_of(person).get(page).status_code for page in pages} == {404}
    }
    assert (opened, closed) == (INSIDERS | CARERS_OUTSIDE, set(people) - INSIDERS - CARERS_OUTSIDE)


def test_who_coordinates_a_group_does_so_only_with_access():
    group = WorkingGroupFactory()
    now = put_in(a_member(), group, role=GroupRole.COORDINATOR)
    once = guest_elsewhere(put_in(a_former_member(), group, role=GroupRole.COORDINATOR))
    assert (coordinates(now, group), coordinates(once, group)) == (True, False)


# --- What could leak ---


def secret_group(insider):
    group = WorkingGroupFactory(name=SECRET, slug="secrets", aims=SECRET, access=GroupAccess.PRIVATE)
    partner = WorkingGroupFactory(name="Agroecologia", slug="agroecologia")
    partner.partners.add(group)
    put_in(insider, group, role=GroupRole.COORDINATOR)
    put_in(insider, partner)
    return group


def pages_that_could_tell(insider, council):
    position = insider.positions.get()
    return [
        "/grups/",
        "/grups/?q=secrets",
        "/grups/?mine=on",
        "/grups/agroecologia/",
        "/grups/agroecologia/membres/",
        "/grups/secrets/",
        "/grups/secrets/membres/",
        f"/membres/{insider.pk}/",
        "/membres/",
        "/membres/?q=secrets",
        f"/municipis/{council.slug}/",
        f"/municipis/{council.slug}/persones/{position.pk}/finalitza/",
        "/",
    ]


def telling(client, pages):
    return {page for page in pages if SECRET in client.get(page, follow=True).content.decode()}


OUTSIDERS = {
    "member": lambda council, _group, _partner: a_member(council),
    "member who asked": lambda council, group, _partner: put_in(
        a_member(council), group, state=MembershipState.REQUESTED
    ),
    "manager of the same council": lambda council, _group, _partner: a_manager(council),
    "guest of the partner": lambda _council, _group, partner: a_guest(partner),
    "coordinator of the partner": lambda _council, _group, partner: put_in(
        a_member(), partner, role=GroupRole.COORDINATOR
    ),
}


@pytest.mark.parametrize("outsider", OUTSIDERS)
def test_a_private_group_is_named_on_no_page_of_an_outsider(outsider, client_of):
    council = OrganisationFactory()
    insider = a_member(council)
    group = secret_group(insider)
    person = OUTSIDERS[outsider](council, group, group.partners.get())
    assert telling(client_of(person), pages_that_could_tell(insider, council)) == set()


def test_a_private_group_is_named_to_its_people(client_of):
    """Shows that the pages of the leak test do name it when they may."""
    council = OrganisationFactory()
    insider = a_manager(council)
    secret_group(insider)
    a_manager(council)
    assert telling(client_of(insider), pages_that_could_tell(insider, council)) == {
        "/grups/",
        "/grups/?q=secrets",
        "/grups/?mine=on",
        "/grups/agroecologia/",
        "/grups/secrets/",
        "/grups/secrets/membres/",
        f"/membres/{insider.pk}/",
        f"/municipis/{council.slug}/persones/{insider.positions.get().pk}/finalitza/",
        "/",
    }


def what_is_said(request, *, group):
    return Panel("Les converses", "components/asks.html")


@pytest.fixture
def talk(monkeypatch):
    """A section that says something in every group."""
    monkeypatch.setattr(panels, "_builders", {})
    for place in ("group:main", "group:aside"):
        register_panel(place, 1, what_is_said)


@pytest.mark.parametrize(
    ("who", "expected"), [("member in", 2), ("guest in", 2), ("coordination in", 2), ("coordination out", 0)]
)
def test_what_sections_say_in_a_private_group_is_for_those_in_it(who, expected, talk, client_of):
    group = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    page = client_of(CAST[who](group)).get(group.get_absolute_url()).content.decode()
    assert page.count("Les converses") == expected


def test_coordination_is_told_why_it_sees_only_name_and_people(client_of):
    group = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    put_in(a_member(given_name="Berta", family_name="Solà"), group)
    client = client_of(someone_of_coordination())
    members = client.get(reverse("group_members", args=[group.slug]))
    home = client.get(group.get_absolute_url()).content.decode()
    assert [seat.user.full_name for seat in members.context["seats"]] == ["Berta Solà"]
    assert home.count('data-tone="info"') == 1


# --- The list ---


def bands(response):
    return [(band.title, [card.group.name for card in band.cards]) for band in response.context["bands"]]


def test_own_groups_come_first_then_active_proposed_and_closed_ones(client_of):
    user = a_member()
    for name, state in [("Cures", "active"), ("Àrids", "proposed"), ("Energia", "active"), ("Vella", "closed")]:
        WorkingGroupFactory(name=name, state=state)
    put_in(user, WorkingGroupFactory(name="Zones", state="closed"))
    put_in(user, WorkingGroupFactory(name="Formació"))
    assert [names for _title, names in bands(client_of(user).get("/grups/"))] == [
        ["Formació", "Zones"],
        ["Cures", "Energia"],
        ["Àrids"],
        ["Vella"],
    ]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=formacio", ["Formació"]),
        ("q=ESCOLA", ["Formació"]),
        ("q=ètica", ["Formació"]),
        ("q=CAPSULES+d'etica", ["Formació"]),
        ("q=formació+horts", []),
        ("mine=on", ["Cures"]),
        ("q=formacio&mine=on", []),
        ("mine=nonsense&q=cures", ["Cures"]),
        ("q=%00", ["Cures", "Formació"]),
    ],
)
def test_the_list_is_narrowed_by_words_and_to_ones_own(query, expected, client_of):
    user = a_member()
    WorkingGroupFactory(name="Formació", aims="Càpsules d'Ètica de l'Escola")
    put_in(user, WorkingGroupFactory(name="Cures"))
    shown = [name for _title, names in bands(client_of(user).get(f"/grups/?{query}")) for name in names]
    assert shown == expected


def test_htmx_gets_the_results_alone_and_the_address_to_show(client_of):
    WorkingGroupFactory(name="Cures")
    response = client_of(a_member()).get("/grups/?q=cures&mine=", headers={"HX-Request": "true"})
    page = response.content.decode()
    assert ("<h1" in page, "Cures" in page, response["HX-Push-Url"]) == (False, True, "/grups/?q=cures")


def test_faces_and_counts_are_of_people_with_access_today(client_of):
    group = WorkingGroupFactory()
    put_in(a_member(given_name="Aina", family_name="Zola"), group)
    put_in(a_member(given_name="Berta", family_name="Alba"), group, role=GroupRole.COORDINATOR)
    for outsider in (
        a_former_member(),
        a_member(is_active=False),
        a_member(OrganisationFactory(status=MembershipStatus.FORMER)),
    ):
        put_in(outsider, group)
    put_in(a_member(), group, state=MembershipState.REQUESTED)
    expired_guest(group)
    response = client_of(someone_of_coordination()).get("/grups/")
    (card,) = response.context["bands"][0].cards
    assert [person.full_name for person in card.people] == ["Berta Alba", "Aina Zola"]
    assert card.group.member_count == 2


def test_a_guest_is_shown_only_to_those_who_may_know_them(client_of):
    group = WorkingGroupFactory()
    a_guest(group, given_name="Gil", family_name="Extern")
    insider, outsider = put_in(a_member(), group), a_member()
    names = {
        who: "Gil Extern" in client_of(user).get(f"/grups/{group.slug}/membres/").content.decode()
        for who, user in {"insider": insider, "outsider": outsider}.items()
    }
    assert names == {"insider": True, "outsider": False}


def test_only_photos_that_the_viewer_may_see_are_shown(client_of):
    group = WorkingGroupFactory()
    put_in(a_member(photo="photos/for-all.jpg"), group)
    put_in(a_member(photo="photos/for-my-council.jpg", photo_visibility="council"), group)
    page = client_of(a_member()).get("/grups/").content.decode()
    assert ("for-all.jpg" in page, "for-my-council.jpg" in page) == (True, False)


def test_members_stand_coordinators_first_and_guests_last_with_their_last_day(client_of):
    group = WorkingGroupFactory()
    viewer = put_in(a_member(given_name="Anna", family_name="Mas"), group)
    a_guest(group, until=date(2099, 3, 1), given_name="Aleix", family_name="Abad")
    put_in(a_member(given_name="Zoe", family_name="Zamora"), group, role=GroupRole.COORDINATOR)
    response = client_of(viewer).get(f"/grups/{group.slug}/membres/")
    assert [(seat.user.full_name, seat.role, seat.last_day) for seat in response.context["seats"]] == [
        ("Zoe Zamora", "coordinator", None),
        ("Anna Mas", "member", None),
        ("Aleix Abad", "guest", date(2099, 2, 28)),
    ]
    assert day_words(date(2099, 2, 28)) in response.content.decode()


def test_partners_are_those_the_viewer_may_know_of(client_of):
    group, open_one = WorkingGroupFactory(), WorkingGroupFactory(name="Cures")
    private = WorkingGroupFactory(name=SECRET, access=GroupAccess.PRIVATE)
    group.partners.add(open_one, private)
    insider = put_in(a_member(), private)
    shown = {
        who: [partner.name for partner in client_of(user).get(group.get_absolute_url()).context["partners"]]
        for who, user in {"insider": insider, "outsider": a_member()}.items()
    }
    assert shown == {"insider": [SECRET, "Cures"], "outsider": ["Cures"]}


# --- Tabs ---


@pytest.fixture
def topics_tab(monkeypatch):
    """What a section would register; the address of another tab serves for its own."""
    tabs = {name: tab for name, tab in vars(group_tabs)["_tabs"].items() if not tab.content}
    tabs["people"] = tabs.pop("group_members")
    monkeypatch.setattr(group_tabs, "_tabs", tabs)
    register_group_tab("Temes", "group_members", "messages-square", 5)


def test_tabs_say_where_one_is():
    group = WorkingGroupFactory(slug="cures")
    tabs = tabs_of(group, path="/grups/cures/membres/", content_visible=False)
    assert [(tab.href, tab.is_current) for tab in tabs] == [("/grups/cures/", False), ("/grups/cures/membres/", True)]


@pytest.mark.parametrize(
    ("content_visible", "expected"), [(True, ["Home", "Temes", "Members"]), (False, ["Home", "Members"])]
)
def test_a_tab_of_content_is_there_only_for_those_who_may_read(content_visible, expected, topics_tab):
    tabs = tabs_of(WorkingGroupFactory(), path="/grups/", content_visible=content_visible)
    with override("en"):
        assert [str(tab.label) for tab in tabs] == expected


# --- Statements ---


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_the_list_makes_the_same_statements_for_any_number(rows, client_of, django_assert_num_queries):
    user = a_member()
    for _number in range(rows):
        group = WorkingGroupFactory()
        for _member in range(min(rows, 7)):
            put_in(a_member(), group)
    client = client_of(user)
    client.get("/grups/")
    with django_assert_num_queries(6):
        client.get("/grups/")


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_a_groups_pages_make_the_same_statements_for_any_number(
    rows, client_of, django_assert_num_queries, monkeypatch
):
    monkeypatch.setattr(panels, "_builders", {})  # what the sections say has its own tests
    group = WorkingGroupFactory()
    for _number in range(rows):
        put_in(a_member(), group)
        put_in(a_member(), group, role=GroupRole.COORDINATOR)
        group.partners.add(WorkingGroupFactory())
    client = client_of(a_member())
    client.get(group.get_absolute_url())
    with django_assert_num_queries(11):
        client.get(group.get_absolute_url())
    with django_assert_num_queries(10):
        client.get(reverse("group_members", args=[group.slug]))
