"""Things found by their words: the same ones on both databases."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from intranet.fulltext.domain import forget, index, matching, matching_some
from intranet.fulltext.models import Entry
from intranet.fulltext.snippets import snippet
from intranet.fulltext.words import stem_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _things() -> None:
    index(
        "thing",
        1,
        heading="La contractació pública d’habitatge",
        text="Col·leccions",
        files="Ordenança de clàusules socials",
    )
    index("thing", 2, heading="Cooperatives", text="Amb contractació i ordenança")
    index("other", 3, heading="Cooperatives")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("contractacions", [1, 2]),
        ("CONTRACTACIO", [1, 2]),
        ("contractació de clausules", [1]),
        ("cooperativa", [2]),
        ("l’habitatg", [1]),
        ("clausu ordenança", []),
        ("públiques ordenances", [1]),
        ("col·lecció", [1]),
        ("colleccio", [1]),
        ("cooperativ", [2]),
        ("la", []),
        ("", []),
    ],
)
def test_words_are_found_in_all_their_forms_and_the_last_one_when_it_is_only_begun(query, found):
    assert matching("thing", query) == found


@pytest.mark.parametrize(
    "query",
    [
        "\"' XOR (",
        "* ^ NEAR/3 -",
        "heading: cooperatives)",
        "a" * 10_000,
        "x " * 10_000,
        "\0",
        "&|!:*",
        "\\'",
        "_",
        "ﷺ ½ 中文",
    ],
)
def test_whatever_somebody_types_is_words_and_no_language(query):
    assert matching("thing", query) == []


def test_what_is_in_the_heading_comes_before_what_is_in_the_text_and_in_files():
    assert matching("thing", "ordenança") == [2, 1]
    assert matching("thing", "contractació", limit=1) == [1]


def test_what_holds_only_some_of_the_words_is_asked_for_apart():
    assert matching("thing", "habitatge cooperatives") == []
    assert sorted(matching_some("thing", "habitatge cooperatives")) == [1, 2]


def test_the_words_of_files_stay_when_they_are_not_given():
    index("thing", 1, heading="Una altra cosa", files=None)
    assert (matching("thing", "clàusules"), matching("thing", "contractació")) == ([1], [2])
    index("thing", 1, heading="Una altra cosa")
    assert matching("thing", "clàusules") == []


def test_what_is_forgotten_leaves_no_words_behind():
    forget("thing", 1)
    Entry.objects.filter(kind="thing").delete()
    assert matching("thing", "contractació") == []
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM fulltext_words")
            assert cursor.fetchone() == (1,)


def test_a_text_of_any_length_has_room():
    text = " ".join(f"mot{number:07}" for number in range(60_000))
    index("thing", 9, heading=text, text=text, files=text)
    assert matching("thing", "mot0000001") == [9]


def test_threads_stem_at_the_same_time():
    """One stemmer that they shared gave each the words of the others, or broke."""
    words = [
        f"{root}{ending}"
        for root in ("cooperativ", "contract", "municip", "habit")
        for ending in ("es", "acions", "at")
    ]
    right = {word: stem_of.__wrapped__(word) for word in words}
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda _turn: {word: stem_of.__wrapped__(word) for word in words * 20}, range(40)))
    assert found == [right] * 40


@pytest.mark.parametrize(
    ("text", "query", "said"),
    [
        ("Les <b>Cooperatives</b>", "cooperativa", "Les &lt;b&gt;<mark>Cooperatives</mark>&lt;/b&gt;"),
        ("Una col·lecció & l’aigua", "COLLECCIO aig", "Una <mark>col·lecció</mark> &amp; l’<mark>aigua</mark>"),
        ("Res de res", "aigua", ""),
        ("Res", "", ""),
        (f"{'mot ' * 40}aigua {'mot ' * 40}", "aigua", f"… {'mot ' * 15}<mark>aigua</mark> {'mot ' * 22}mot …"),
        ("a" * 300, "a" * 300, f"<mark>{'a' * 160}</mark> …"),
        (f"{'x' * 400} aigua{'·' * 400}", "aigua", f"… <mark>aigua{'·' * 155}</mark> …"),
        (f"{'x' * 400}-aigua", "aigua", f"… {'x' * 59}-<mark>aigua</mark>"),
    ],
)
def test_some_words_around_what_is_looked_for_are_said(text, query, said):
    assert snippet(text, query) == said
