"""The facets of the list: what they offer, to whom, and what there would be."""

import re

import pytest

from tests.factories.members import GroupMembershipFactory, OrganisationFactory, WorkingGroupFactory
from tests.factories.repository import a_group_resource, a_resource

pytestmark = pytest.mark.django_db
OPTION = re.compile(r'name="(\w+)" value="([^"]*)" id="[\w-]+"( checked)?> ([^<]*) <small>\((\d+)\)')


@pytest.fixture
def facets(client_of, roles):
    """By name and value, how many there would be."""

    def ask(query: str = "", role: str = "member") -> dict[str, dict[str, int]]:
        found: dict[str, dict[str, int]] = {}
        for name, value, _checked, _label, count in OPTION.findall(
            client_of(roles[role]).get(f"/recursos/{query}").content.decode()
        ):
            found.setdefault(name, {})[value] = int(count)
        return found

    return ask


def test_choices_of_a_facet_add_up_and_those_of_several_narrow_down(facets):
    town = OrganisationFactory(slug="reus", comarca="Baix Camp")
    a_resource(kind="guia", organisation=town, departments=["joventut"], abc_category="us", year=2020)
    a_resource(kind="model", organisation=town)
    a_resource(kind="model")
    assert facets()["kind"] == {"guia": 1, "model": 2}
    found = facets("?kind=guia&kind=model&organisation=reus")
    assert (found["kind"], found["organisation"], found["year"]) == ({"guia": 1, "model": 1}, {"reus": 2}, {"2020": 1})
    assert found["comarca"] == {"Baix Camp": 2}
    assert facets("?year=2020")["kind"] == {"guia": 1}
    assert facets("?kind=model")["estat"] == {"": 2, "cal-revisar": 0, "arxivats": 0}


def test_private_groups_and_what_is_theirs_alone_are_in_nobody_elses_facets(facets, client_of, roles):
    group = WorkingGroupFactory(access="private", slug="secret", name="Grup molt secret")
    a_group_resource(group, kind="informe", organisation=OrganisationFactory(slug="vic"), year=1999)
    a_resource(kind="guia")
    found = facets()
    assert (found["kind"], found.get("group"), found.get("year"), found.get("organisation")) == (
        {"guia": 1},
        None,
        None,
        None,
    )
    for query in ("?group=secret", "?year=1999", "?kind=informe"):
        assert "Grup molt secret" not in client_of(roles["member"]).get(f"/recursos/{query}").content.decode()
        assert facets(query)["kind"] == {"guia": 1}
    GroupMembershipFactory(group=group, user=roles["member"])
    assert facets("?group=secret")["year"] == {"1999": 1}


def test_a_choice_can_be_taken_off_one_by_one(client_of, roles):
    a_resource(kind="guia", year=2020)
    text = client_of(roles["member"]).get("/recursos/?kind=guia&year=2020&q=recurs").content.decode()
    assert re.findall(r'class="chip" href="([^"]+)"', text) == ["?q=recurs&amp;year=2020", "?q=recurs&amp;kind=guia"]
