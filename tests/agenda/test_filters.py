"""What the agenda is narrowed down by."""

import pytest

from agenda.domain.interests import set_interest
from agenda.enums import EventKind, EventVisibility, Mode
from agenda.filters.agenda import AgendaFilter
from agenda.filters.facets import choices_for
from agenda.views.narrowing import NAMES
from intranet.members.enums import GroupAccess
from intranet.members.models import User
from tests.factories.agenda import a_group_event, an_event
from tests.factories.members import (
    GroupMembershipFactory,
    OrganisationFactory,
    SubjectFactory,
    WorkingGroupFactory,
    a_guest,
    a_member,
)

pytestmark = pytest.mark.django_db

URL = "/agenda/llista/"


@pytest.fixture
def council():
    return OrganisationFactory(name="Olot", slug="olot", comarca="Garrotxa")


@pytest.fixture
def member(council):
    return a_member(council)


@pytest.fixture
def agenda(council, member):
    """One event for each filter, and what it is found by."""
    group = WorkingGroupFactory(slug="cures", name="Cures")
    GroupMembershipFactory(group=group, user=member)
    subject = SubjectFactory(slug="habitatge", name="Habitatge")
    helper = OrganisationFactory(slug="vic", name="Vic", comarca="Osona")
    an_event(title="Curs", kind=EventKind.TRAINING)
    an_event(title="Xarxa en línia", mode=Mode.ONLINE)
    an_event(title="Reunió", group=group)
    an_event(title="De cases", subjects=[subject])
    an_event(title="A Olot", organisation=council)
    an_event(title="Amb Vic", co_organisers=[helper])
    an_event(title="A la comarca", comarca="Osona")
    an_event(member, title="Meu")
    set_interest(an_event(title="Interessant"), member)


def found(client, query):
    response = client.get(f"{URL}?{query}")
    return sorted(row.title for day in response.context["days"] for row in day.rows)


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("kind=formacio", ["Curs"]),
        ("mode=en-linia", ["Xarxa en línia"]),
        ("group=cures", ["Reunió"]),
        ("subject=habitatge", ["De cases"]),
        ("organisation=olot", ["A Olot"]),
        ("comarca=Garrotxa", ["A Olot"]),
        ("comarca=Osona", ["A la comarca"]),
        ("meus=autoria", ["Meu"]),
        ("meus=ens", ["A Olot"]),
        ("meus=grups", ["Reunió"]),
        ("meus=interessa", ["Interessant"]),
        ("q=en+LINIA", ["Xarxa en línia"]),
        ("kind=formacio&mode=en-linia", []),
    ],
)
def test_each_filter_finds_its_own(query, titles, agenda, member, client_of):
    assert found(client_of(member), query) == titles


def test_what_is_said_wrongly_is_left_aside(agenda, member, client_of):
    client = client_of(member)
    everything = found(client, "")
    assert len(everything) == 9
    for wrong in ("kind=res", "group=cap", "comarca=%00", "meus=vostres", "organisation=olot'--", "subject=x&mode=y"):
        assert found(client, wrong) == everything


def test_chosen_ones_are_chips_that_take_themselves_off(agenda, member, client_of):
    response = client_of(member).get("/agenda/2031/04/?kind=formacio&comarca=Osona&mode=bobada&q=curs")
    narrowing = response.context["narrowing"]
    page = response.content.decode()
    assert [(chip.label, chip.href) for chip in narrowing.chips] == [
        (str(EventKind.TRAINING.label), "?q=curs&comarca=Osona"),
        ("Osona", "?q=curs&kind=formacio"),
    ]
    assert 'href="/agenda/llista/?q=curs&amp;kind=formacio&amp;comarca=Osona&amp;des-de=2031-04-01"' in page


def test_choices_tell_of_nothing_that_is_not_seen(client_of):
    private = WorkingGroupFactory(name="Comissió secreta", slug="secreta", access=GroupAccess.PRIVATE)
    hidden = OrganisationFactory(name="Amagada", slug="amagada", comarca="Cerdanya")
    a_group_event(private, organisation=hidden, comarca="Priorat")
    network = OrganisationFactory(name="Berga", slug="berga", comarca="Berguedà")
    an_event(organisation=network)
    town = OrganisationFactory(name="Lleida", slug="lleida", comarca="Segrià")
    an_event(organisation=town, visibility=EventVisibility.PUBLIC)
    own = WorkingGroupFactory(name="El seu", slug="seu")
    people = {"member": a_member(), "guest": a_guest(own)}
    offered = {who: choices_for(User.objects.with_standing().get(pk=person.pk)) for who, person in people.items()}
    names = ("group", "comarca", "organisation")
    assert {who: [[label for _slug, label in choices[name]] for name in names] for who, choices in offered.items()} == {
        "member": [["El seu"], ["Berguedà", "Segrià"], ["Berga", "Lleida"]],
        "guest": [["El seu"], ["Segrià"], ["Lleida"]],
    }
    pages = [client_of(person).get("/agenda/").content.decode() for person in people.values()]
    assert [
        name for name in ("Amagada", "Cerdanya", "Priorat", "Comissió secreta") if any(name in p for p in pages)
    ] == []


def test_every_filter_is_a_parameter():
    assert tuple(AgendaFilter.base_filters) == NAMES
