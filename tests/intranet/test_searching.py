"""Several kinds found in one statement, in the same way on both databases."""

from datetime import date

import pytest

from intranet.fulltext.domain import index_document
from intranet.fulltext.kinds import Document
from intranet.fulltext.models import KnownWord
from intranet.fulltext.searching import Narrowing, hits_of
from intranet.fulltext.snippets import marked, snippet, snippet_among
from intranet.fulltext.telling import excerpt
from intranet.fulltext.words import sought_in, stems_of
from intranet.search.filters import Filters

pytestmark = pytest.mark.django_db

SAME = [[stems_of(one) for one in ("CCPR", "compra pública", "contractació pública responsable")]]
FACTS = {"group": 7, "organisation": 3, "day": date(2026, 3, 1), "subjects": (3, 17)}


@pytest.fixture(autouse=True)
def _things() -> None:
    for first, second in (("thing", "other"), ("post", "post")):
        index_document(first, Document(1, "Guia de compra pública", "/a/", **FACTS))
        index_document(first, Document(2, "La CCPR al dia", "/b/", text="Pública és", day=date(2026, 5, 1)))
        index_document(second, Document(3, "Compra de material", "/c/", text="Pública", group=7, subjects=(7,)))
    index_document("third", Document(4, "Compra pública", "/d/", is_open=False))


def keys(query, kinds=("thing", "other"), **asked):
    found = hits_of(sought_in(query, same=SAME), kinds, **asked)
    return sorted(hit.key for hit in found)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("compra pública", [1, 2, 3]),
        ("compres públiques", [1, 2, 3]),
        ("ccpr", [1, 2, 3]),
        ("ccpr guia", [1]),
        ("contractació pública responsable", [1, 2, 3]),
        ("compra", [1, 3]),
        ("material ccpr", [3]),
        ("res", []),
        ("", []),
    ],
)
def test_an_expression_is_found_by_those_that_say_the_same(query, found):
    assert keys(query) == found


def test_only_the_kinds_that_were_asked_for_are_found():
    assert (keys("pública", ["other"]), keys("pública", [])) == ([3], [])


@pytest.mark.parametrize("kinds", [("thing", "other"), ("post",), ("thing", "post", "other")])
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, [1, 2, 3]),
        ({"group": 7}, [1, 3]),
        ({"organisation": 3}, [1]),
        ({"subject": 17}, [1]),
        ({"subject": 7}, [3]),
        ({"since": date(2026, 3, 2)}, [2]),
        ({"until": date(2026, 3, 1)}, [1]),
        ({"group": 7, "subject": 3}, [1]),
    ],
)
def test_hits_are_narrowed_down(asked, found, kinds):
    """Posts as well, which PostgreSQL looks for in ways of their own."""
    times = 2 if len(kinds) > 2 else 1
    assert keys("compra pública", kinds, narrowing=Narrowing(**asked)) == sorted(found * times)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"since": date(2026, 6, 10)}, [7]),
        ({"since": date(2026, 6, 11)}, []),
        ({"until": date(2026, 5, 31)}, []),
        ({"until": date(2026, 6, 1)}, [7]),
        ({"since": date(2026, 6, 3), "until": date(2026, 6, 4)}, [7]),
    ],
)
def test_what_lasts_is_within_all_days_that_it_touches(asked, found):
    """As `Filters.lets`, which says it of a hit."""
    index_document("long", Document(7, "Fira", "/f/", day=date(2026, 6, 1), last_day=date(2026, 6, 10)))
    assert keys("fira", ["long"], narrowing=Narrowing(**asked)) == found
    (hit,) = hits_of(sought_in("fira"), ["long"])
    assert (hit.day, hit.last_day, hit.ends_on) == (date(2026, 6, 1), date(2026, 6, 10), date(2026, 6, 10))
    assert Filters(**asked).lets(hit) == bool(found)


def test_what_does_not_last_ends_on_its_day():
    by_key = {hit.key: hit for hit in hits_of(sought_in("pública"), ["thing", "other"])}
    assert [(by_key[key].last_day, by_key[key].ends_on) for key in (1, 3)] == [(None, date(2026, 3, 1)), (None, None)]


def test_any_number_of_subjects_and_an_address_of_any_length_have_room():
    """As many as there are to choose from; and an address that is cut leads nowhere."""
    subjects, address = tuple(range(10_001, 10_201)), f"/{'q' * 2_000}/"
    index_document("thing", Document(8, "Quimera", address, subjects=subjects))
    (hit,) = hits_of(sought_in("quimera"), ["thing"], narrowing=Narrowing(subject=10_200))
    assert (hit.address, hit.subjects.count(","), hit.subjects[-7:]) == (address, 201, ",10200,")


@pytest.mark.parametrize("kind", ["post", "thing"])
@pytest.mark.parametrize("headings", [True, False])
def test_what_is_passed_on_comes_with_its_source(kind, headings):
    """Of posts as well, which PostgreSQL looks for in ways of their own; of what says nothing of it, none."""
    index_document(kind, Document(8, "Quimera", "/q/", source="event:12 post:3"))
    index_document(kind, Document(9, "Quimera", "/r/"))
    found = {hit.key: hit.sources for hit in hits_of(sought_in("quimera"), [kind], headings=headings)}
    assert found == {8: ["event:12", "post:3"], 9: []}


def test_titles_alone_are_asked_for():
    assert (keys("públic", headings=True), keys("dia", headings=True)) == ([1], [2])


def test_some_of_the_words_are_asked_for():
    assert (keys("guia material"), keys("guia material", every=False)) == ([], [1, 3])


def test_the_newest_of_a_kind_are_looked_at():
    assert keys("pública", most=1) == [2, 3]


def test_what_holds_it_in_its_title_ranks_first():
    hits = hits_of(sought_in("compra pública"), ["thing", "other"])
    assert max(hits, key=lambda hit: hit.rank).key == 1


def test_words_of_what_few_read_are_not_known(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        index_document("thing", Document(6, "Compra pública", "/f/"))
        index_document("third", Document(5, "Expedient secret", "/e/", is_open=False))
    known = set(KnownWord.objects.values_list("word", flat=True))
    assert {"compra", "publica", "publ"} & known == {"compra", "publica"}
    assert "expedient" not in known


@pytest.mark.parametrize(
    "typed", ["col·laborem", "col.laborem", "col-laborem", "col•laborem", "COL·LABOREM", "coŀlaborem"]
)
def test_a_double_l_is_found_however_its_dot_is_typed(typed):
    index_document("thing", Document(9, "Com col·laborem", "/f/"))
    assert keys(typed) == [9]


def test_words_are_marked_with_those_that_say_the_same():
    sought = sought_in("ccpr", same=SAME)
    text = "La CCPR & la compra ben pública"
    assert marked(text, sought) == "La <mark>CCPR</mark> &amp; la <mark>compra</mark> ben <mark>pública</mark>"


def test_words_that_stand_everywhere_are_not_marked():
    """«ESS» has the stem of «és»."""
    assert marked("Què és l’ESS", sought_in("ess")) == "Què és l’<mark>ESS</mark>"


@pytest.mark.parametrize(
    ("text", "said"),
    [("<b>" + "a" * 157, "&lt;b&gt;" + "a" * 157), ("mot " * 60, "mot " * 40 + "…"), ("a" * 200, "a" * 160 + " …")],
)
def test_a_text_that_says_nothing_of_it_is_read_from_its_beginning(text, said):
    assert excerpt(text, sought_in("res")) == said


def test_of_facts_those_alone_that_say_it_are_shown():
    facts = ["Compra & venda", "", "Educació", "Compra & venda", "Qui compra"]
    assert snippet_among(facts, "compres") == "<mark>Compra</mark> &amp; venda · Qui <mark>compra</mark>"
    assert snippet_among(facts, "res") == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("La contractació reservada", "La contractació reservada"),
        ("Contractació, plecs i CCPR", "Contractació, plecs i <mark>CCPR</mark>"),
        ("Contractació responsable: comprem", "Contractació responsable: <mark>comprem</mark>"),
        (
            "Contractació pública i responsable",
            "<mark>Contractació</mark> <mark>pública</mark> i <mark>responsable</mark>",
        ),
    ],
)
def test_half_of_what_says_the_same_says_something_else(text, said):
    """What was typed is marked word by word."""
    sought = sought_in("compra pública", same=SAME)
    assert (marked(text, sought), snippet(text, sought)) == (said, said if "mark" in said else "")
