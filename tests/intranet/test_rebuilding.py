"""The index made anew, in bulk: the same as one thing after the other makes it."""

from datetime import date
from io import StringIO
from threading import Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections

from intranet.fulltext import kinds, rebuilding
from intranet.fulltext.domain import index, index_document, index_things, matching, words_of
from intranet.fulltext.kinds import Document, Findable
from intranet.fulltext.models import Entry, KnownWord
from intranet.fulltext.rebuilding import index_missing, portions_of, rebuild, still_said

pytestmark = pytest.mark.django_db

THINGS = {
    1: Document(
        1, "Guia de compra pública", "/a/", text="Clàusules", files="Annexos annexos", group=7, subjects=(3, 17)
    ),
    2: Document(2, "Secret", "/b/", day=date(2026, 3, 1), organisation=4, is_open=False),
    3: Document(3, "Cooperatives", "/c/", files=None),
}
COLUMNS = ("title", "address", "group", "organisation", "day", "subjects", "is_open", "digest")
TABLES = "SELECT words FROM fulltext_entry", "SELECT heading, text, files FROM fulltext_words"


@pytest.fixture
def things(monkeypatch):
    """A kind of things that a test may change; there are no others."""
    there = dict(THINGS)

    def documents(keys):
        return (there[key] for key in (there if keys is None else keys) if key in there)

    kind = Findable("thing", "Things", "Thing", "x", 1, documents, visible=None, rows=None)
    monkeypatch.setattr(kinds, "_kinds", {"thing": kind})
    return there


def written():
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT key, words::text FROM fulltext_entry ORDER BY key")
        else:
            cursor.execute(
                "SELECT key, heading, text, files FROM fulltext_words AS words"
                " JOIN fulltext_entry AS entry ON words.rowid = entry.id ORDER BY key"
            )
        words = cursor.fetchall()
    columns = list(Entry.objects.order_by("key").values_list("kind", "key", *COLUMNS))
    return words, columns, sorted(KnownWord.objects.values_list("word", flat=True))


def test_made_anew_it_is_as_it_was(things, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        for document in things.values():
            index_document("thing", document)
    before = written()
    rebuild()
    assert written() == before
    Entry.objects.all().delete()
    KnownWord.objects.all().delete()
    rebuild()
    assert written() == before
    assert before[2] == ["annexos", "clausules", "compra", "cooperatives", "guia", "publica"]


def test_words_of_files_stay_where_they_are_not_told(things):
    rebuild()
    things[1] = things[1]._replace(title="Una altra", files=None)
    rebuild()
    assert (matching("thing", "annexos"), matching("thing", "guia"), matching("thing", "altra")) == ([1], [], [1])


@pytest.mark.usefixtures("things")
def test_what_is_gone_is_taken_out_with_its_words(things):
    rebuild()
    del things[3]
    said = []
    rebuild(say=said.append)
    assert said == [("thing", 2, 1)]
    assert (matching("thing", "cooperativa"), KnownWord.objects.filter(word="cooperatives").exists()) == ([], False)


def test_at_night_what_is_missing_or_says_something_else_is_indexed(things, django_assert_num_queries):
    rebuild()
    Entry.objects.filter(key=2).delete()
    things[3] = things[3]._replace(title="Cooperatives d’habitatge")
    things[1] = things[1]._replace(text="Mai no llegit")
    said = []
    index_missing(say=said.append)
    assert said == [("thing", 3, 0)]
    assert (matching("thing", "secret"), matching("thing", "habitatge"), matching("thing", "llegit")) == ([2], [3], [1])
    with django_assert_num_queries(2):  # what is indexed, and the words that are known
        index_missing(say=said.append)
    assert said[1:] == [("thing", 0, 0)]


@pytest.mark.parametrize(
    "otherwise", [{"text": "Mai dit"}, {"files": "Mai dit"}, {"title": "Mai dit"}, {"is_open": False}]
)
def test_at_night_whatever_says_something_else_is_indexed_once(things, otherwise):
    rebuild()
    things[1] = things[1]._replace(**otherwise)
    said = []
    index_missing(say=said.append)
    index_missing(say=said.append)
    assert said == [("thing", 1, 0), ("thing", 0, 0)]
    assert matching("thing", "mai dit") == ([] if "is_open" in otherwise else [1])


def test_what_files_say_is_as_it_was_where_it_is_not_told(things):
    rebuild()
    index_document("thing", things[1]._replace(text="Una altra cosa", files=None))
    said = []
    index_missing(say=said.append)
    index_document("thing", things[1]._replace(files=None))
    index_missing(say=said.append)
    assert (said, matching("thing", "annexos")) == ([("thing", 1, 0), ("thing", 0, 0)], [1])


def test_at_night_what_was_counted_by_others_is_indexed_anew(things):
    """They say words, and not what these come from."""
    rebuild()
    index("thing", 1, heading="Res")
    index_missing()
    assert (matching("thing", "res"), matching("thing", "annexos")) == ([], [1])


def test_at_night_words_that_stand_nowhere_any_more_are_forgotten(things):
    """Names of those who have left, what has been hidden or removed."""
    rebuild()
    things[1] = things[1]._replace(text="", is_open=False)
    del things[3]
    things[2] = things[2]._replace(title="Compra", is_open=True)
    index_missing()
    assert list(KnownWord.objects.values_list("word", flat=True)) == ["compra"]


def publishing(things):
    """Somebody publishes the word anew, once; the function returned waits until they have ended.

    On PostgreSQL on a connection of their own, and what is going on goes on as soon as they have ended or stand waiting. On
    SQLite one writes at a time: within a transaction of others they are part of it, and teach once it has ended.
    """
    someone = list[Thread]()

    def publish():
        things[4] = Document(4, "Quimera", "/d/")
        index_things("thing", [4])

    def apart():
        try:
            publish()
        finally:
            connections.close_all()

    def begin():
        if 4 in things:
            return
        if connection.vendor == "sqlite":
            publish()
            return
        someone.append(Thread(target=apart))
        someone[0].start()
        someone[0].join(0.3)

    return begin, lambda: [one.join(10) for one in someone]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("again", [rebuild, index_missing])
@pytest.mark.parametrize("moment", ["another kind is read", "it was looked for", "it is forgotten", "it was forgotten"])
def test_what_is_published_anew_meanwhile_stays_known(things, monkeypatch, again, moment):
    """Before, between and after the statements that look for a word of something removed and forget it."""
    publish, end = publishing(things)

    def documents(keys):
        if keys is None and moment == "another kind is read":
            publish()
        return ()

    def meanwhile(execute, sql, *given):
        forgets = sql.startswith("DELETE") and "knownword" in sql
        if forgets and moment == "it is forgotten":
            publish()
        done = execute(sql, *given)
        if (forgets and moment == "it was forgotten") or (looks_for_words(sql) and moment == "it was looked for"):
            publish()
        return done

    other = Findable("other", "Others", "Other", "x", 2, documents, visible=None, rows=None)
    rebuild()
    KnownWord.objects.bulk_create([KnownWord(word="quimera"), KnownWord(word="oblidada")])
    monkeypatch.setitem(kinds._kinds, "other", other)  # noqa: SLF001
    with connection.execute_wrapper(meanwhile):
        again()
    end()
    known = set(KnownWord.objects.values_list("word", flat=True))
    assert (matching("thing", "quimera"), known & {"oblidada", "quimera"}) == ([4], {"quimera"})


def looks_for_words(sql):
    return " MATCH " in sql or " @@ " in sql


def test_a_word_is_still_said_where_an_open_document_holds_it(things, django_assert_num_queries):
    """Hidden ones do not count; of many that stand nowhere one statement tells."""
    things[4] = Document(4, "Horts", "/d/")
    rebuild()
    asked = ["guia", "secret", "annexos", "cooperatives", "quimera", "horts"]
    assert still_said(asked) == ["guia", "annexos", "cooperatives", "horts"]
    with django_assert_num_queries(1):
        assert still_said(["secret", *(f"quimera{letter}" for letter in range(rebuilding.AT_ONCE - 1))]) == []
    with django_assert_num_queries(0):
        assert still_said([]) == []


@pytest.mark.parametrize("again", [rebuild, index_missing])
def test_what_is_changed_while_words_are_counted_is_found_as_it_is_now(things, monkeypatch, again):
    """Somebody hides or removes something in these seconds, and tells the index: their change is not undone."""

    def meanwhile(document):
        if document.key == 1:
            things[1] = things[1]._replace(text="")
            del things[3]
            monkeypatch.undo()
            monkeypatch.setattr(kinds, "_kinds", {"thing": thing})
            index_things("thing", [1, 3])
        return words_of(document)

    thing = kinds.findable("thing")
    monkeypatch.setattr(rebuilding, "words_of", meanwhile)
    again()
    assert (matching("thing", "clausules"), matching("thing", "cooperatives")) == ([], [])
    assert (matching("thing", "guia"), Entry.objects.filter(key=3).count()) == ([1], 0)


def test_portions_are_bounded_by_number_and_by_length(things, monkeypatch):
    monkeypatch.setattr(rebuilding, "AT_ONCE", 2)
    assert list(portions_of(things.values(), {})) == [[1, 2], [3]]
    monkeypatch.setattr(rebuilding, "MOST_LETTERS", 5)
    assert list(portions_of(things.values(), {})) == [[1], [2, 3]]
    rebuild()
    things.clear()
    rebuild()
    assert Entry.objects.count() == 0


@pytest.mark.usefixtures("things")
def test_the_command_says_what_it_did():
    said = StringIO()
    call_command("index_everything", stdout=said)
    call_command("index_everything", kind=["thing"], stdout=said)
    call_command("index_everything", missing=True, stdout=said)
    done = "Everything is found as it is."
    lines = [f"thing: {number} written, 0 taken out" for number in (3, 3, 0)]
    assert said.getvalue().splitlines() == [line for one in lines for line in (one, done)]
    with pytest.raises(CommandError, match="There are these kinds: thing"):
        call_command("index_everything", kind=["teapot"])
