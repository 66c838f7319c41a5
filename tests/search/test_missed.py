"""Searches without results: what is noted of them, and for how long."""

import re
from datetime import timedelta
from hashlib import sha256

import pytest
from django.db import DatabaseError
from django.utils import timezone

from intranet.members.enums import GroupAccess
from intranet.search import missed
from intranet.search.missed import MOST_KEPT, clean, forget_old, note, note_of, settle
from intranet.search.models import MissedQuery, Promotion, SynonymSet
from tests.factories.members import WorkingGroupFactory, a_member

pytestmark = pytest.mark.django_db


OPEN, CLOSED, PRIVATE = GroupAccess.OPEN, GroupAccess.CLOSED, GroupAccess.PRIVATE


def noted():
    return dict(MissedQuery.objects.values_list("words", "times"))


def test_forms_of_the_same_words_are_one(django_assert_num_queries):
    note("Compra pública innovadora")
    note("compres públiques innovadores!")
    with django_assert_num_queries(3):  # the statement itself, within a savepoint
        note("  la compra publica innovadora")
    today = timezone.localdate()
    assert list(MissedQuery.objects.values_list("words", "times", "first_day", "last_day")) == [
        ("compra publica innovadora", 3, today, today)
    ]


@pytest.mark.parametrize(
    "words",
    [
        "berta@manresa.example",
        "Berta 600 123 456",
        "12345678Z",
        "berta (at) manresa punt cat",
        "berta arroba manresa",
        "Berta[AT]manresa",
        "manresa.cat",
        "de la",
        "",
        "x",
        "\0cooperativa",
        "llarguíssima " * 7,
    ],
)
def test_what_is_not_kept(words):
    note(words)
    assert noted() == {}


def test_a_year_is_kept():
    note("pressupost 2025")
    assert noted() == {"pressupost 2025": 1}


def test_it_never_fails_the_page(monkeypatch, caplog):
    def broken(*_args):
        raise DatabaseError

    monkeypatch.setattr(missed.connection, "cursor", broken)
    note("cooperativa")
    monkeypatch.undo()
    assert noted() == {}
    assert [record.levelname for record in caplog.records if record.name == "intranet.search.missed"] == ["WARNING"]
    assert "cooperativa" not in caplog.text


def test_it_is_forgotten_after_half_a_year():
    for words, days in (("jove", 180), ("vella", 181)):
        note(words)
        day = timezone.localdate() - timedelta(days=days)
        MissedQuery.objects.filter(words=words).update(first_day=day - timedelta(days=1), last_day=day)
    forget_old()
    assert noted() == {"jove": 1}


def test_what_was_looked_for_on_one_day_is_shown_to_nobody_and_forgotten_after_a_month():
    """It may say of whom and what for: «Maria X, baixa» is nothing that the whole network misses."""
    today = timezone.localdate()
    for words, first, last in (("ahir", 30, 30), ("abans", 31, 31), ("sovint", 31, 30), ("avui", 0, 0)):
        note(words)
        days = {"first_day": today - timedelta(days=first), "last_day": today - timedelta(days=last)}
        MissedQuery.objects.filter(words=words).update(**days)
    forget_old()
    assert noted() == {"ahir": 1, "sovint": 1, "avui": 1}
    assert list(MissedQuery.objects.shown().values_list("words", flat=True)) == ["sovint"]


def test_a_day_has_only_so_many_new_ones(monkeypatch):
    monkeypatch.setattr(missed, "MOST_NEW_A_DAY", 2)
    for words in ("primera", "segona", "tercera", "segona"):
        note(words)
    assert noted() == {"primera": 1, "segona": 2}


def test_a_person_has_only_so_many_a_day(client_of, monkeypatch):
    """Nobody fills the list alone, so that what others miss is not in it."""
    monkeypatch.setattr(missed, "MOST_OF_A_PERSON", 2)
    first, second = client_of(a_member()), client_of(a_member())
    for client, words in ((first, "u"), (first, "dos"), (first, "tres"), (second, "quatre")):
        client.get("/cerca/", {"q": f"zeppelin{words}"})
    assert noted() == {"zeppelinu": 1, "zeppelindos": 1, "zeppelinquatre": 1}


def test_the_same_words_of_one_person_count_once_a_day(client_of, monkeypatch):
    """Who loads the page again misses nothing more; who comes back another day does, and so does anybody else."""
    first, second = client_of(person := a_member()), client_of(a_member())
    for client, words in ((first, "Zeppelin verd"), (first, "zeppelins  VERDS!"), (second, "zeppelin verd")):
        client.get("/cerca/", {"q": words})
    assert noted() == {"zeppelin verd": 2}
    tomorrow = timezone.localdate() + timedelta(days=1)
    monkeypatch.setattr(missed.timezone, "localdate", lambda: tomorrow)
    note_of(person, "zeppelin verd")
    assert noted() == {"zeppelin verd": 3}


def test_the_same_words_again_leave_room_for_others(monkeypatch):
    monkeypatch.setattr(missed, "MOST_OF_A_PERSON", 2)
    person = a_member()
    for words in ("zeppelin", "zeppelin", "zeppelin", "submarí", "telefèric"):
        note_of(person, words)
    assert noted() == {"zeppelin": 1, "submari": 1}


def test_what_is_remembered_of_a_person_for_the_day_says_nothing(monkeypatch):
    """Nor is anything remembered of what is not noted."""
    kept = {}
    monkeypatch.setattr(missed.cache, "add", lambda key, value, timeout: kept.setdefault(key, (value, timeout)))
    monkeypatch.setattr(missed.cache, "set", lambda key, value, timeout: kept.setdefault(key, (value, timeout)))
    for words in ("Zeppelin verd", "berta@manresa.example", "600 123 456"):
        note_of(a_member(), words)
    counting, once = sorted(kept, key=len)
    assert re.fullmatch(re.escape(counting) + ":[0-9a-f]{64}", once)
    assert (once.endswith(sha256(b"zeppelin verd").hexdigest()), set(kept.values())) == (False, {(1, 24 * 3600)})


def test_a_program_that_only_looks_whether_the_page_is_there_notes_nothing(client_of):
    assert client_of(a_member()).head("/cerca/", {"q": "zeppelins"}).status_code == 200
    assert noted() == {}


def test_only_so_many_are_kept(monkeypatch):
    assert MOST_KEPT == 500
    monkeypatch.setattr(missed, "MOST_KEPT", 2)
    for words in ("primera", "segona", "tercera"):
        note(words)
    forget_old()
    assert noted() == {"segona": 1, "tercera": 1}


def test_what_is_found_meanwhile_is_gone():
    """Found by the whole network, not by those in a private group: the list would tell of it."""
    for words in ("hort escolar", "secret escolar", "ESS", "kit", "res de res"):
        note(words)
    titles = {"L’hort escolar": OPEN, "Economia social": CLOSED, "El secret escolar": PRIVATE}
    for name, access in titles.items():
        WorkingGroupFactory(name=name, access=access)
    SynonymSet.objects.create(expressions="ESS\neconomia social")
    Promotion.objects.create(title="El kit", words="kit", address="/")
    clean()
    assert noted() == {"secret escolar": 1, "res de res": 1}


def test_what_is_settled_is_gone():
    note("compra innovadora")
    note("altra cosa")
    settle("Compres innovadores", "res més")
    assert noted() == {"altra cosa": 1}


def test_a_search_of_the_whole_that_finds_nothing_is_noted(client_of, roles):
    """Not a guest's, who finds little of what is there, and not one that was narrowed down."""
    WorkingGroupFactory(name="L’hort escolar")
    pages = [
        ("member", "q=zeppelins"),
        ("guest", "q=submarins"),
        ("member", "q=telefèric&kind=group"),
        ("member", "q=hort"),
    ]
    answers = [client_of(roles[role]).get(f"/cerca/?{query}").status_code for role, query in pages]
    assert (answers, noted()) == ([200] * 4, {"zeppelins": 1})
