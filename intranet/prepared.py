"""Statements that are asked often, or have many parts, which the database plans once a connection: planning takes longer than answering.

Each is put into the database's own placeholders once.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.sqlite3.base import SQLiteCursorWrapper

from intranet.statements import Statement

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

M = TypeVar("M", bound="Model")
OFTEN = 5
"""How often psycopg sends what is not asked for in this way before it prepares it; what is, it prepares at once."""
KEPT = 1024
PLACEHOLDER = re.compile("%[s%]")


def rows_of(statement: Statement, blanks: Mapping[Any, Any], *more: Any) -> list[tuple[Any, ...]]:
    """As `statement.rows(blanks, *more)`. Moments are in UTC."""
    return answers_to(statement.sql, [*(blanks.get(value, value) for value in statement.parameters), *more])


def answers_to(sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    """As `rows_of`, of a statement that is filled in already."""
    own = connections[DEFAULT_DB_ALIAS]  # `connection` looks it up at each turn
    own.close_if_health_check_failed()  # as Django's own cursors do: this may be the first statement of a request
    own.ensure_connection()
    make = own.make_debug_cursor if own.queries_logged else own.make_cursor
    with own.wrap_database_errors, make(cursor_of(own)) as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


@dataclass(frozen=True)
class Objects(Generic[M]):
    """How rows of a model are asked for and become objects of it, with what is annotated; worded once, as a `Statement` is.

    `fields` are those that the model loads, in the order of the columns, and `names` those of the annotations after them. The
    converters are those of the connection that worded it, and are given the one that asks.
    """

    model: type[M]
    statement: Statement
    fields: list[str]
    names: list[str]
    converters: dict[int, Any]

    @classmethod
    def of(cls, rows: "QuerySet[M, M]") -> "Objects[M]":
        """Of `rows` without `select_related`, `extra`, `only` or `defer`."""
        compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, parameters = compiler.as_sql()
        columns = [expression for expression, _sql, _alias in compiler.select]
        number = len(columns) - len(compiler.annotation_col_map)
        return cls(
            rows.model,
            Statement(sql, tuple(parameters)),
            [column.target.attname for column in columns[:number]],
            list(compiler.annotation_col_map),
            compiler.get_converters(columns),
        )

    def first(self, blanks: Mapping[Any, Any]) -> M | None:
        """The first one, in whatever order the rows are. One statement."""
        for row in rows_of(self.statement, blanks)[:1]:
            return self.made_of(list(row))
        return None

    def made_of(self, row: list[Any]) -> M:
        for place, (converters, expression) in self.converters.items():
            for convert in converters:
                row[place] = convert(row[place], expression, connection)
        number = len(self.fields)
        found = self.model.from_db(DEFAULT_DB_ALIAS, self.fields, row[:number])
        for name, value in zip(self.names, row[number:], strict=True):
            setattr(found, name, value)
        return found


def cursor_of(own: Any) -> Any:
    """Of Django's connection."""
    if own.vendor != "postgresql":
        return own.connection.cursor(factory=KeepingCursor)
    own.connection.prepare_threshold = OFTEN  # Django leaves it off; of its own cursors none prepares anything
    return preparing_cursor()(own.connection)


@lru_cache(maxsize=KEPT)
def with_marks(sql: str, mark: str) -> str:
    """`sql` with a mark for each «%s», numbered if `mark` is so, and with the signs that Django has doubled."""
    marks: Iterator[str] = (mark.format(number) for number in count(1))
    return PLACEHOLDER.sub(lambda found: "%" if found[0] == "%%" else next(marks), sql)


class KeepingCursor(SQLiteCursorWrapper):
    """SQLite keeps what it has planned by itself, and finds it the sooner when the words are the very same."""

    def convert_query(self, query: str, **_names: Any) -> str:
        return with_marks(query, "?")


@lru_cache(maxsize=1)
def preparing_cursor() -> Any:
    """The class of cursor that sends what is filled in apart from the words, and has these prepared."""
    from django.db.backends.postgresql.base import CursorMixin  # noqa: PLC0415 - SQLite alone has no psycopg
    from psycopg import RawCursor  # noqa: PLC0415
    from psycopg.types.datetime import TimestamptzLoader  # noqa: PLC0415

    class PreparingCursor(CursorMixin, RawCursor):
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments)
            # psycopg's own, which is of compiled code; Django's does the same in Python.
            self.adapters.register_loader("timestamptz", TimestamptzLoader)

        def execute(self, query: Any, params: Any = None) -> Any:  # type: ignore[override]  # as Django calls it
            return super().execute(with_marks(query, "${}"), params, prepare=True)

        def _convert_query(self, query: Any, params: Any = None) -> Any:
            """As psycopg's, and kept where Django's log of statements looks for it."""
            self._query = super()._convert_query(query, params)
            return self._query

    return PreparingCursor
