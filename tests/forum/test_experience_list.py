"""`/experiencies/` and a group's own: what is listed for whom, how it is narrowed down, ordered and turned over."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from forum.domain.moderation import move, remove_post
from forum.enums import Outcome
from forum.models import Topic
from intranet.members.enums import GroupAccess
from tests.factories.forum import a_reply, an_experience
from tests.factories.members import (
    GroupMembershipFactory,
    OrganisationFactory,
    SubjectFactory,
    WorkingGroupFactory,
    a_guest,
    a_member,
    someone_of_coordination,
)
from tests.factories.roles import a_group_coordinator

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
THIS_YEAR = timezone.localdate().year


@pytest.fixture
def viewer():
    return a_member()


def titles(client, query="", where="/experiencies/") -> list[str]:
    response = client.get(f"{where}{query}")
    assert response.status_code == 200
    return [experience.topic.title for experience in response.context["page"]]


def offered(client, facet, where="/experiencies/") -> list[str]:
    choices = client.get(where).context["listing"].form.fields[facet].choices
    return [str(value) for value, label in choices if value]


@pytest.fixture
def three():
    """A success of Reus, a failure of Vic two years ago, a success of nobody in particular."""
    reus = OrganisationFactory(name="Reus", slug="reus", comarca="Baix Camp", province="Tarragona", population=108_000)
    vic = OrganisationFactory(name="Vic", slug="vic", comarca="Osona", province="Barcelona", population=48_000)
    food, care = SubjectFactory(slug="alimentacio", name="Alimentació"), SubjectFactory(slug="cures", name="Cures")
    group = WorkingGroupFactory(slug="grup")
    market = {"council": reus, "population": "5", "department": "comerc-consum", "subjects": [food]}
    kitchen = {"council": vic, "population": "4", "department": "educacio", "subjects": [food, care]}
    an_experience(group, title="Mercat", **market)
    an_experience(group, title="Cuina", outcome=Outcome.FAILURE, year=THIS_YEAR - 2, **kitchen)
    an_experience(title="Xarxa", council=None, year=THIS_YEAR - 1)
    for days, title in enumerate(("Xarxa", "Mercat", "Cuina")):
        Topic.objects.filter(title=title).update(created_at=timezone.now() - timedelta(days=days))


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Xarxa", "Mercat", "Cuina"]),
        ("?ordre=any", ["Mercat", "Xarxa", "Cuina"]),
        ("?ordre=ens", ["Mercat", "Cuina", "Xarxa"]),
        ("?ordre=neteja", ["Xarxa", "Mercat", "Cuina"]),
        ("?outcome=fracas", ["Cuina"]),
        ("?outcome=exit", ["Xarxa", "Mercat"]),
        ("?outcome=exit&outcome=fracas", ["Xarxa", "Mercat", "Cuina"]),
        ("?subject=cures", ["Cuina"]),
        ("?subject=cures&subject=alimentacio", ["Mercat", "Cuina"]),
        ("?subject=res", ["Xarxa", "Mercat", "Cuina"]),
        ("?department=educacio", ["Cuina"]),
        ("?province=Tarragona", ["Mercat"]),
        ("?comarca=Osona", ["Cuina"]),
        ("?council=reus", ["Mercat"]),
        ("?population=4", ["Cuina"]),
        (f"?year={THIS_YEAR - 1}", ["Xarxa"]),
        ("?council=reus&outcome=fracas", []),
        ("?q=cuina", ["Cuina"]),
        ("?q=vic", ["Cuina"]),
        ("?q=VAM+OBRIR&outcome=exit", ["Xarxa", "Mercat"]),
        ("?q=%25", ["Xarxa", "Mercat", "Cuina"]),
        ("?year=abc&comarca=Enlloc", ["Xarxa", "Mercat", "Cuina"]),
    ],
)
def test_experiences_are_narrowed_down_and_ordered(client_of, viewer, query, found):
    assert titles(client_of(viewer), query) == found


@pytest.mark.usefixtures("three")
def test_facets_offer_what_finds_something(client_of, viewer):
    client = client_of(viewer)
    facets = ("subject", "department", "population", "council", "comarca", "province", "year")
    assert {facet: offered(client, facet) for facet in facets} == {
        "subject": ["alimentacio", "cures"],
        "department": ["educacio", "comerc-consum"],
        "population": ["4", "5"],
        "council": ["reus", "vic"],
        "comarca": ["Baix Camp", "Osona"],
        "province": ["Barcelona", "Tarragona"],
        "year": [str(THIS_YEAR), str(THIS_YEAR - 1), str(THIS_YEAR - 2)],
    }


@pytest.mark.usefixtures("three")
def test_a_groups_own_list_and_facets_speak_of_that_group_alone(client_of, viewer):
    client, where = client_of(viewer), "/grups/grup/experiencies/"
    assert titles(client, where=where) == ["Mercat", "Cuina"]
    assert offered(client, "year", where) == [str(THIS_YEAR), str(THIS_YEAR - 2)]


def in_a_private_group():
    council = OrganisationFactory(name="Secreta", slug="secreta", comarca="Amagat", province="Lleida", population=90)
    private = WorkingGroupFactory(slug="comissio", name="Comissió", access=GroupAccess.PRIVATE)
    subject = SubjectFactory(slug="secret", name="Ocult")
    facts = {"council": council, "year": 1999, "department": "alcaldia", "population": "1", "subjects": [subject]}
    return an_experience(private, title="Reservat", done="Molt ocultament.", **facts)


def test_what_a_private_group_tells_stays_in_it(client_of, viewer):
    experience = in_a_private_group()
    inside = experience.topic.author
    coordination = someone_of_coordination()
    for outsider in (viewer, coordination):
        client = client_of(outsider)
        text = client.get("/experiencies/?q=ocultament&council=secreta&year=1999").content.decode()
        leaks = ("Reservat", "ocultament.", "Secreta", "Amagat", "Lleida", "1999</option>", "Comissió", "Ocult<")
        assert [word for word in leaks if word in text] == []
        assert titles(client) == []
        assert client.get("/grups/comissio/experiencies/").status_code == 404
    text = client_of(inside).get("/experiencies/").content.decode()
    words = ("Reservat", "Molt ocultament.", "Secreta", "Amagat", "1999</option>", "Comissió", "Ocult<")
    assert [word for word in words if word not in text] == []


def test_what_facets_keep_is_for_those_who_read_the_same_groups(client_of, viewer):
    inside = in_a_private_group().topic.author
    an_experience(title="Mercat", year=THIS_YEAR)
    found = [offered(client_of(person), "year") for person in (inside, viewer, inside, viewer)]
    all_of_it, open_alone = [str(THIS_YEAR), "1999"], [str(THIS_YEAR)]
    assert found == [all_of_it, open_alone, all_of_it, open_alone]


@pytest.mark.parametrize("act", ["remove", "move"])
def test_what_moderation_takes_away_is_out_of_the_facets_at_once(act, client_of, viewer):
    experience = an_experience(year=1999)
    client = client_of(viewer)
    assert offered(client, "year") == ["1999"]
    coordinator, private = a_group_coordinator(experience.topic.group), WorkingGroupFactory(access=GroupAccess.PRIVATE)
    if act == "remove":
        remove_post(experience.topic.posts.get(), by=coordinator, reason="Sobra.")
    else:
        GroupMembershipFactory(group=private, user=coordinator)
        move(experience.topic, to=private, by=coordinator)
    assert offered(client, "year") == []


def test_a_new_experience_is_in_the_facets_at_once(client_of, viewer):
    client = client_of(viewer)
    assert offered(client, "year") == []
    an_experience(year=1999)
    assert offered(client, "year") == ["1999"]


def test_a_guest_finds_the_experiences_of_their_group_alone(client_of):
    group = WorkingGroupFactory(slug="agro")
    an_experience(group, title="De casa")
    an_experience(WorkingGroupFactory(slug="fora"), title="De fora")
    client = client_of(a_guest(group))
    assert titles(client, where="/grups/agro/experiencies/") == ["De casa"]
    assert [client.get(url).status_code for url in ("/experiencies/", "/grups/fora/experiencies/")] == [404, 404]


def test_what_moderation_removed_is_not_listed(client_of, viewer):
    experience = an_experience(title="Retirada")
    Topic.objects.filter(pk=experience.topic_id).update(removed_at=timezone.now())
    client = client_of(viewer)
    assert (titles(client), offered(client, "year")) == ([], [])
    assert "Retirada" not in client.get("/experiencies/").content.decode()


def test_htmx_gets_the_results_alone_and_the_address_without_empty_parameters(client_of, viewer):
    an_experience(title="Mercat")
    response = client_of(viewer).get("/experiencies/?q=mercat&outcome=exit&council=&ordre=recents", headers=HTMX)
    text = response.content.decode()
    assert ("Mercat" in text, "<html" in text, 'hx-swap-oob="innerHTML"' in text) == (True, False, True)
    assert response["HX-Push-Url"] == "/experiencies/?q=mercat&outcome=exit"


def test_chips_take_one_filter_off(client_of, viewer):
    an_experience(title="Mercat", council=OrganisationFactory(name="Vic", slug="vic"))
    chips = client_of(viewer).get("/experiencies/?council=vic&outcome=exit&q=mercat").context["listing"].chips
    assert [chip.href for chip in chips] == ["?q=mercat&council=vic", "?q=mercat&outcome=exit"]


def test_the_way_to_tell_one_is_there_for_those_who_may(client_of, viewer):
    closed = WorkingGroupFactory(slug="tancat", access=GroupAccess.CLOSED)
    seated = GroupMembershipFactory(group=closed, user=a_member()).user

    def ways(person, where):
        return re.findall(r'href="([^"]*experiencies/nova/)"', client_of(person).get(where).content.decode())

    assert set(ways(viewer, "/experiencies/")) == {"/experiencies/nova/"}
    assert ways(viewer, "/grups/tancat/experiencies/") == []
    assert set(ways(seated, "/grups/tancat/experiencies/")) == {"/grups/tancat/experiencies/nova/"}


def test_row_shows_how_it_went_and_what_was_learned(client_of, viewer):
    experience = an_experience(outcome=Outcome.FAILURE, change="Començar per les escoles.")
    a_reply(experience.topic)
    text = client_of(viewer).get("/experiencies/").content.decode()
    row = text[text.index('class="experience-row" data-outcome="fracas"') :]
    assert ("Començar per les escoles." in row, experience.topic.get_absolute_url() in row) == (True, True)


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_the_lists_make_the_same_statements_for_any_number(rows, client_of, viewer, django_assert_num_queries):
    group, subjects = WorkingGroupFactory(slug="grup"), [SubjectFactory(), SubjectFactory()]
    for _number in range(rows):
        an_experience(group, subjects=subjects)
    client = client_of(viewer)
    client.get("/experiencies/")
    with django_assert_num_queries(7):
        assert len(titles(client)) == min(rows, 20)
    client.get("/grups/grup/experiencies/")
    with django_assert_num_queries(8):
        assert len(titles(client, where="/grups/grup/experiencies/")) == min(rows, 20)


def test_the_list_is_light(client_of, viewer):
    subjects = SubjectFactory.create_batch(6)
    facts = {"done": "Vam obrir un mercat al barri vell. " * 6, "change": "Començar per les escoles. " * 9}
    for turn in range(21):
        outcome = list(Outcome)[turn % 2]
        an_experience(subjects=subjects[turn % 4 :][:3], department="hisenda", outcome=outcome, **facts)
    page = client_of(viewer).get("/experiencies/").content
    assert page.count(b'class="experience-row"') == 20
    assert len(page) < 41_000
