"""Statements of many parts, which PostgreSQL plans once a connection: planning them takes longer than answering them."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.db import connection

from intranet.statements import Statement

OFTEN = 5
"""How often psycopg sends what is not asked for in this way before it prepares it; what is, it prepares at once."""


def rows_of(statement: Statement, blanks: Mapping[Any, Any], *more: Any) -> list[tuple[Any, ...]]:
    """As `statement.rows(blanks, *more)`. SQLite keeps what it has planned by itself."""
    return answers_to(statement.sql, [*(blanks.get(value, value) for value in statement.parameters), *more])


def answers_to(sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    """As `rows_of`, of a statement that is filled in already."""
    if connection.vendor != "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return list(cursor.fetchall())
    connection.ensure_connection()
    connection.connection.prepare_threshold = OFTEN  # Django leaves it off; of its own cursors none prepares anything
    make = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    with connection.wrap_database_errors, make(preparing_cursor()(connection.connection)) as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


@lru_cache(maxsize=1)
def preparing_cursor() -> Any:
    """The class of cursor that sends what is filled in apart from the words, and has these prepared."""
    from django.db.backends.postgresql.base import ServerBindingCursor  # noqa: PLC0415 - SQLite alone has no psycopg

    class PreparingCursor(ServerBindingCursor):
        def execute(self, query: Any, params: Any = None) -> Any:
            return super().execute(query, params, prepare=True)  # type: ignore[misc]  # psycopg's, found at run time

    return PreparingCursor
