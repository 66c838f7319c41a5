"""How well the search answers what people look for: success@5 and MRR over the demo."""

from collections.abc import Iterator
from statistics import fmean

import pytest
from django.db import connection

from intranet.fulltext.kinds import findable
from intranet.members.models import User
from intranet.search.finding import Answer, find
from tests.demo.conftest import demo, loaded  # noqa: F401 - fixtures
from tests.search.queries import QUERIES, Query

pytestmark = pytest.mark.usefixtures("demo")

FIRST = 5
LOOKED_AT = 20
ENOUGH = {"postgresql": 0.9, "sqlite": 0.8}
"""Which part of the queries has what was expected among the first five."""


def test_what_people_look_for_is_among_the_first_five(capsys):
    people = {query.who: User.objects.get(email=query.who) for query in QUERIES}
    places = {query: place_in(query, people[query.who]) for query in QUERIES}
    missed = [query for query, place in places.items() if not 0 < place <= FIRST]
    success = 1 - len(missed) / len(places)
    mean = fmean(1 / place if place else 0 for place in places.values())
    said = [f"{connection.vendor}: {len(places)} queries, success@{FIRST} {success:.3f}, MRR {mean:.3f}"]
    said += [f"  {one.words!r}: {places[one] or 'nowhere'}, {first_titles(one, people[one.who])}" for one in missed]
    with capsys.disabled():
        print("", *said, sep="\n")  # noqa: T201 - whoever changes the order of results reads it
    assert success >= ENOUGH[connection.vendor]


def place_in(query: Query, person: User) -> int:
    """At which place, counted from 1, the first of the expected stands; 0: nowhere."""
    return next((place for place, title in enumerate(titles(query, person), start=1) if title in query.expected), 0)


def first_titles(query: Query, person: User) -> list[str]:
    return list(titles(query, person))[:FIRST]


def titles(query: Query, person: User) -> Iterator[str]:
    """As the list shows them."""
    answer = find(person, query.words)
    shown = {key: row for kind in answer.counts for key, row in rows_of(answer, person, kind)}
    return (
        shown[result.kind, result.thing]
        for result in answer.results[:LOOKED_AT]
        if (result.kind, result.thing) in shown
    )


def rows_of(answer: Answer, person: User, kind: str) -> list[tuple[tuple[str, int], str]]:
    things = {result.thing: result.key for result in answer.results[:LOOKED_AT] if result.kind == kind}
    found = findable(kind).rows(person, things, answer.sought) if things else ()
    return [((kind, row.thing), str(row.title)) for row in found]
