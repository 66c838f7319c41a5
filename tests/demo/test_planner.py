"""PostgreSQL plans by what it knows of the tables, and of what is not committed it has to be told."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from intranet.demo.planner import tell_planner
from intranet.members.models import User

pytestmark = pytest.mark.usefixtures("demo")


def believed_rows() -> float:
    """How many people the planner takes there to be; on SQLite, which asks nobody, all of them."""
    if connection.vendor == "sqlite":
        return User.objects.count()
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = 'members_user'::regclass")
        return cursor.fetchone()[0]


def test_the_planner_knows_of_people_who_are_not_committed():
    assert believed_rows() == User.objects.count()


def test_one_statement_tells_of_all_tables():
    with CaptureQueriesContext(connection) as asked:
        tell_planner()
    told = [query["sql"] for query in asked if query["sql"].startswith("ANALYZE")]
    assert len(told) == (connection.vendor == "postgresql")
    assert all('"members_user"' in sql and '"agenda_event"' in sql for sql in told)
