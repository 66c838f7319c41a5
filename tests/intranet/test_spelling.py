"""What is proposed to whoever mistypes a word."""

import pytest

from intranet.catalan import fold
from intranet.fulltext import spelling
from intranet.fulltext.domain import index_document, know
from intranet.fulltext.kinds import Document
from intranet.fulltext.models import KnownWord
from intranet.fulltext.spelling import as_written, corrections, sound_of
from intranet.fulltext.words import sought_in, stem_of, stems_of, words_in

pytestmark = pytest.mark.django_db

KNOWN = (
    "terrassa cooperativa clausula clausules habitatge habitat mercat marcat licitacio govern avis residus collaboracio"
)


@pytest.fixture(autouse=True)
def _known() -> None:
    KnownWord.objects.bulk_create(KnownWord(word=word) for word in KNOWN.split())


def meant(query, **asked):
    return corrections(sought_in(query), **asked)


@pytest.mark.parametrize(
    ("typed", "proposed"),
    [
        ("coperativa", ["cooperativa"]),
        ("cooperatvia", ["cooperativa"]),
        ("Les coperatives", ["Les cooperativa"]),
        ("abitatge", ["habitatge"]),
        # One of the words may be right, whether it is known or not.
        (
            "d’habitage i COPERATIVA",
            ["d’habitage i cooperativa", "d’habitatge i COPERATIVA", "d’habitatge i cooperativa"],
        ),
        ("mercta", ["mercat"]),
        ("colaboració", ["collaboracio"]),
        ("col.laboraicó", ["collaboracio"]),
        ("guvern", ["govern"]),
        ("terasa", ["terrassa"]),
        ("clauzules", ["clausules"]),
        ("licytació 2026", ["licitacio 2026"]),
        # As many slips for their length as nobody makes, nothing near, nothing wrong, nothing typed.
        ("abis", ["avis"]),
        ("avs", []),
        ("mrcta", []),
        ("cooperativa xilofon", []),
        ("coperativa xilofon", ["cooperativa xilofon"]),
        (
            "xilofon coperatives marcat",
            ["xilofon coperatives mercat", "xilofon cooperativa marcat", "xilofon cooperativa mercat"],
        ),
        ("cooperatives", []),
        ("cooper", []),
        ("la", []),
        ("", []),
        ("% _ \0 '", []),
    ],
)
def test_the_nearest_known_words_are_proposed(typed, proposed):
    assert meant(typed) == proposed


def test_the_likeliest_comes_first_and_no_more_than_are_asked_for():
    KnownWord.objects.bulk_create(KnownWord(word=word) for word in ("pila", "vila", "fila", "taula"))
    assert meant("bila") == ["vila", "fila", "pila"]
    assert meant("bila", most=1) == ["vila"]


def test_an_expression_that_can_be_said_in_other_ways_is_no_slip():
    same = [[stems_of("CCPR"), stems_of("compra pública")], [stems_of("mercut"), stems_of("fira")]]
    assert corrections(sought_in("coperativa mercut", same=same)) == ["cooperativa mercut"]


def test_words_that_are_right_stay_and_none_that_say_nothing_are_proposed():
    KnownWord.objects.bulk_create(KnownWord(word=word) for word in ("quin", "fets"))
    sought = sought_in("coperativa marcat")
    assert corrections(sought, right=sought.terms[:1]) == ["coperativa mercat"]
    assert corrections(sought, right=sought.terms) == []
    assert (meant("quia"), meant("fotos")) == ([], [])


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("vacances", "balancos"),
        ("dietes", "drets"),
        ("patates", "pagat"),
        ("beques", "vega"),
        ("premis", "previ"),
        ("reus", "preus"),
        ("noticies", "botigues"),
        ("avisos", "havia"),
        ("cuotes", "curts"),
    ],
)
def test_another_word_is_no_slip(typed, known):
    KnownWord.objects.all().delete()
    KnownWord.objects.create(word=known)
    assert meant(typed) == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("formasió", "formació"),
        ("participasio", "participació"),
        ("contractasió", "contractacions"),
        ("revició", "revisions"),
    ],
)
def test_what_sounds_alike_at_the_end_is_the_same_word(typed, meant):
    assert stem_of(fold(typed)) == stem_of(fold(meant))


def test_words_of_synonyms_are_known_too():
    assert corrections(sought_in("escombreries"), more=["escombraries"]) == ["escombraries"]
    assert meant("escombreries") == []


def test_words_are_read_anew_when_there_are_others_and_after_a_while(monkeypatch, django_assert_num_queries):
    assert meant("xilofun") == []
    know(["xilofons"])
    with django_assert_num_queries(0):
        assert meant("xilofuns") == []
    monkeypatch.setattr(spelling, "LASTS_ANYWAY", 0.0)
    with django_assert_num_queries(2):
        assert meant("xilofuns") == ["xilofons"]
    with django_assert_num_queries(1):
        assert meant("xilofuns") == ["xilofons"]
    KnownWord.objects.filter(word="xilofons").update(word="xilofans")
    monkeypatch.setattr(spelling, "LASTS", 0.0)
    assert meant("xilofuns") == ["xilofans"]


@pytest.mark.parametrize("typed", ["marcat", "mercats", "clausura", "cooperatives d’habitat"])
def test_whether_a_word_is_known_decides_nothing(typed):
    """Whoever types it would learn that somebody says it where they may not read."""
    before = meant(typed)
    KnownWord.objects.bulk_create((KnownWord(word=word) for word in words_in(typed)), ignore_conflicts=True)
    spelling.forget_words()
    assert (meant(typed), before != []) == (before, True)


def test_long_queries_are_bounded():
    words = " ".join(f"{word}x" for word in KNOWN.split())
    assert [len(meant(f"{words} {words}")), len(meant(words, most=1))] == [3, 1]


def test_stems_are_no_words_to_propose(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        index_document("thing", Document(1, "Contractacions", "/a/", text="Plecs i plec, contractacions"))
    known = set(KnownWord.objects.values_list("word", flat=True)) - set(KNOWN.split())
    assert known == {"contractacions", "plecs"}


@pytest.mark.parametrize(
    ("correction", "texts", "written"),
    [
        ("licitacio i collaboracio", ["La Licitació", "Una col·laboració més"], "licitació i col·laboració"),
        ("licitacio", ["Licitacions"], "licitacio"),
        ("licitacio", [], "licitacio"),
    ],
)
def test_corrections_are_written_as_what_they_find(correction, texts, written):
    assert as_written(correction, texts) == written


@pytest.mark.once
@pytest.mark.parametrize(
    ("one", "other"),
    [("habitatge", "avitadje"), ("govern", "gubern"), ("calaix", "calax"), ("residus", "recidus"), ("quota", "cuota")],
)
def test_words_that_sound_alike(one, other):
    assert (sound_of(one) == sound_of(other)) is ((one, other) != ("habitatge", "avitadje"))
