"""In which order stands what was found."""

from datetime import date

import pytest

from intranet.fulltext.searching import Hit
from intranet.fulltext.words import sought_in, stems_of
from intranet.search.ranking import asked_by, score, scores

TODAY = date(2026, 5, 4)


def a_hit(title="", *, kind="post", rank=1.0, day=None):
    return Hit(kind, 1, rank, title, "/", None, None, day, "")


def ordered(query, *hits, **asked):
    found = scores(sought_in(query, **asked), hits, today=TODAY)
    return [hit for _score, hit in sorted(zip(found, hits, strict=True), key=lambda pair: -pair[0])]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("compra pública", ["Compra pública", "Compra pública responsable", "Guia per a la compra pública", "Compra"]),
        ("compres públiques", ["La compra pública", "Guia de compra pública", "Res d’això"]),
        ("coop", ["Cooperativa", "Les cooperatives de consum", "Mancomunitat"]),
        ("núria tarregó", ["Núria Tarregó", "Núria Tarregó i Puig", "Núria Puig"]),
    ],
)
def test_the_nearer_a_title_is_to_what_is_looked_for_the_higher_it_stands(query, titles):
    hits = [a_hit(title) for title in reversed(titles)]
    assert [hit.title for hit in ordered(query, *hits)] == titles


def test_a_title_that_says_it_otherwise_says_it():
    same = [[stems_of("CCPR"), stems_of("compra pública responsable")]]
    assert [hit.title for hit in ordered("ccpr", a_hit("Res"), a_hit("La compra pública responsable"), same=same)] == [
        "La compra pública responsable",
        "Res",
    ]


def test_the_form_that_was_typed_stands_before_others():
    titles = ["Compra social", "Compres socials"]
    for words, first in zip(("compra", "compres"), titles, strict=True):
        assert ordered(words, *map(a_hit, titles))[0].title == first


def test_a_title_that_is_the_question_stands_before_names_that_hold_its_only_word():
    hits = [a_hit("Ajuntament de Salt", kind="council"), a_hit("Càpsula 2: què pot fer un ajuntament", kind="resource")]
    assert ordered("què pot fer un ajuntament", *hits)[0] == hits[1]


def test_where_some_words_are_enough_what_holds_more_stands_first():
    hits = [a_hit(rank=0.9)._replace(key=1), a_hit(rank=0.6)._replace(key=2)]
    found = scores(sought_in("horts aigua"), hits, today=TODAY, held={("post", 1): 1, ("post", 2): 2})
    assert found[1] > found[0]


def test_words_that_fit_better_stand_higher():
    assert [hit.rank for hit in ordered("horts", a_hit(rank=0.2), a_hit(rank=0.9), a_hit(rank=0.5))] == [0.9, 0.5, 0.2]


def test_who_and_which_council_stand_before_what_was_said_of_them():
    kinds = ["post", "resource", "group", "council"]
    hits = [a_hit("Reus", kind=kind) for kind in kinds]
    assert [hit.kind for hit in ordered("reus", *hits)] == ["council", "group", "resource", "post"]


def test_what_is_new_stands_before_what_is_old_and_what_is_to_come_before_what_is_over():
    days = [date(2019, 1, 1), date(2026, 5, 1), date(2024, 1, 1), None]
    posts = [a_hit(day=day) for day in days]
    assert [hit.day for hit in ordered("horts", *posts)] == [days[1], days[2], days[0], None]
    events = [a_hit(kind="event", day=day) for day in (date(2026, 5, 3), date(2026, 5, 4), None)]
    assert [hit.day for hit in ordered("horts", *events)] == [date(2026, 5, 4), None, date(2026, 5, 3)]


def test_what_has_begun_and_is_not_over_counts_as_what_is_to_come():
    """A fair of several days, and a series that goes on."""
    over = a_hit(kind="event", day=date(2026, 3, 1))._replace(last_day=date(2026, 5, 3))
    going_on = over._replace(last_day=TODAY)
    ahead = a_hit(kind="event", day=date(2026, 5, 20))
    found = scores(sought_in("horts"), [over, going_on, ahead], today=TODAY)
    assert found[0] < found[1] == found[2]


def test_one_by_one_it_is_the_same():
    hits = [a_hit("Horts", kind="group"), a_hit("Aigua", rank=0.3, day=TODAY)]
    sought = sought_in("horts")
    asked = asked_by(sought, hits, today=TODAY)
    assert [score(hit, asked) for hit in hits] == scores(sought, hits, today=TODAY)


def test_of_nothing_and_of_words_without_rank_there_is_an_order_too():
    sought = sought_in("horts")
    assert (scores(sought, [], today=TODAY), scores(sought, [a_hit(rank=0.0)], today=TODAY)) == ([], [0.0])
