"""Several who tell the index at once: nobody's change is undone, and nobody waits for another's words."""

from threading import Event, Thread

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from intranet.fulltext import domain, kinds
from intranet.fulltext.domain import digest_of, hold, index_document, index_things, know, matching
from intranet.fulltext.kinds import Document, Findable
from intranet.fulltext.models import Entry, KnownWord
from intranet.members.finding_people import index_people
from tests.factories.members import a_member
from tests.processes import is_sqlite
from tests.stable import race

pytestmark = pytest.mark.django_db
KIND = "thing"
# The newest first: whoever reads them as they lie meets them in the order contrary to that of the keys.
PREPARE = """
from intranet.fulltext.models import Entry
Entry.objects.bulk_create(Entry(kind="thing", key=key) for key in reversed(range(300)))
"""
# All want the same ones. PostgreSQL reads few of them by an index and many as they lie, and here as it is told. One holds that in
# the middle until the others stand waiting, which by then hold what they came by before. The careless way minds no order.
HOLD = """
import sys
import time
import django
django.setup()
from django.db import OperationalError, connection, transaction
from django.db.models import QuerySet
from intranet.fulltext.domain import hold

WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"

def ready():
    print("ready", flush=True)
    sys.stdin.readline()

def see_them_wait():
    end = time.monotonic() + (20 if connection.vendor == "postgresql" else 0.3)
    while time.monotonic() < end:
        if connection.vendor == "postgresql":
            cursor.execute(WAITING)
            if cursor.fetchone()[0] >= 2:
                return
        time.sleep(0.02)

way, reading = sys.argv[1].split()
if way == "careless":
    QuerySet.order_by = lambda entries, *_names: entries
cursor = connection.cursor()
if reading == "middle":
    with transaction.atomic():
        hold(["thing"], [150])
        ready()
        see_them_wait()
    print("held")
else:
    if connection.vendor == "postgresql":
        for other in {"indexscan", "seqscan", "bitmapscan"} - {reading}:
            cursor.execute(f"SET enable_{other} = off")
    ready()
    try:
        with transaction.atomic():
            hold(["thing"], range(300))
        print("held")
    except OperationalError as error:
        print("deadlock" if "deadlock detected" in str(error) else error)
"""


@pytest.fixture
def things(monkeypatch):
    there = {key: Document(key, "Quimera", f"/{key}/") for key in (3, 1, 2)}

    def documents(keys):
        return [there[key] for key in keys if key in there]

    kind = Findable(KIND, "Things", "Thing", "x", 1, documents, visible=None, rows=None)
    monkeypatch.setitem(kinds._kinds, KIND, kind)  # noqa: SLF001
    return there


def at_once(*functions):
    """Each in a thread, the next one as soon as the one before has ended or stands waiting.

    On SQLite in turn, and nothing is at once: one writes at a time there anyway. What only PostgreSQL shows passes there unseen.
    """
    if connection.vendor == "sqlite":
        for function in functions:
            function()
        return

    def run(function):
        try:
            function()
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=[function]) for function in functions]
    for thread in threads:
        thread.start()
        thread.join(0.3)
    for thread in threads:
        thread.join(10)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_new", [False, True])
def test_the_second_reads_what_the_first_wrote(things, monkeypatch, is_new):
    if not is_new:
        index_things(KIND, [1])
    real, has_read, may_go_on = domain.bags_of, Event(), Event()
    if connection.vendor == "sqlite":
        may_go_on.set()

    def slowly(**given):
        if not has_read.is_set():
            has_read.set()
            may_go_on.wait(2)
        return real(**given)

    def change():
        has_read.wait(2)
        things[1] = things[1]._replace(title="Altra cosa")
        index_things(KIND, [1])

    monkeypatch.setattr(domain, "bags_of", slowly)
    at_once(lambda: index_things(KIND, [1]), change, may_go_on.set)
    assert (matching(KIND, "quimera"), matching(KIND, "altra")) == ([], [1])


def hold_at_once(way, env):
    return race(HOLD, [f"{way} middle", f"{way} indexscan", f"{way} seqscan"], env=env)


@pytest.mark.processes
def test_the_race_for_entries_is_real(env):
    """On PostgreSQL. SQLite lets one transaction after the other write: there nobody waits in a ring, whatever the order."""
    assert hold_at_once("careless", env) == ["held" if is_sqlite() else "deadlock", "held", "held"]


@pytest.mark.processes
def test_those_who_want_the_same_ones_wait_in_turn(env):
    assert hold_at_once("ordered", env) == ["held"] * 3


def test_nothing_is_held_of_the_words_that_are_known(things, django_capture_on_commit_callbacks):
    people = [a_member(given_name=name) for name in ("Zebra", "Abella")]
    with CaptureQueriesContext(connection) as made, django_capture_on_commit_callbacks() as later, transaction.atomic():
        index_things(KIND, things)
        index_people([person.pk for person in people])
        index_document(KIND, Document(9, "Secreta", "/9/", is_open=False))
    assert [one["sql"] for one in made if "knownword" in one["sql"]] == []
    assert len(later) == 2
    for one in later:
        one()
    assert {"quimera", "zebra", "abella"} <= set(KnownWord.objects.values_list("word", flat=True))


@pytest.mark.django_db(transaction=True)
def test_what_cannot_become_known_is_found_all_the_same(things, monkeypatch, expected_errors):
    monkeypatch.setattr(domain, "know", lambda _words: 1 / 0)
    index_things(KIND, things)
    assert sorted(matching(KIND, "quimera")) == [1, 2, 3]
    assert len(expected_errors()) == 1


def test_what_is_rolled_back_teaches_nothing(things, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as later, transaction.atomic():
        index_things(KIND, things)
        transaction.set_rollback(True)
    assert (later, matching(KIND, "quimera")) == ([], [])


def test_entries_that_are_held_leave_nothing_behind(things, django_assert_num_queries):
    """As many statements for any number: those there are, the new ones, all of them, their columns and their words."""
    index_things(KIND, [1])
    for key in range(10, 40):
        things[key] = Document(key, "Quimera", f"/{key}/")
    number = 4 if connection.vendor == "postgresql" else 5
    with django_assert_num_queries(number + 2):  # and the savepoint
        index_things(KIND, things)
    del things[1]
    index_things(KIND, [1, 99])
    assert Entry.objects.filter(kind=KIND, key__in=[1, 99]).count() == 0


def test_words_are_learnt_in_order():
    with CaptureQueriesContext(connection) as made:
        know({"zebra", "abella", "mosca"})
    (sql,) = [one["sql"] for one in made if one["sql"].startswith("INSERT")]
    assert sql.index("abella") < sql.index("mosca") < sql.index("zebra")


def test_a_digest_tells_apart_what_is_said_where(things):
    """Each time the same, and another one for any other document."""
    one = things[1]
    others = [
        one._replace(title="Quimer", address="a/1/"),
        one._replace(title="Altra"),
        one._replace(text="Altra"),
        one._replace(files="Altra"),
        one._replace(subjects=(1,)),
        one._replace(group=1),
        one._replace(organisation=1),
        one._replace(is_open=False),
    ]
    digests = {digest_of(document) for document in (one, *others)}
    assert (len(digests), digest_of(one)) == (9, digest_of(one._replace()))
    assert digest_of(one._replace(files=None), digest_of(others[3])) == digest_of(others[3])
    assert list(hold([KIND], [1, 2]).values()) == ["", ""]
