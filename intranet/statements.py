"""Statements that the ORM words once a day and that are then only filled in: wording one takes longer than answering it."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Case, CharField, Field, ForeignObject, Lookup, QuerySet, Value, When
from django.utils import timezone

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models.sql.compiler import SQLCompiler

# What stands in the wording for what each request fills in: numbers that nothing else in a wording is.
PERSON, TOPIC, FIRST, LAST, GROUP = range(2_147_483_601, 2_147_483_606)

TODAY, YESTERDAY, THIS_YEAR, EARLIER = "t", "y", "c", "e"


# That a column is one of the keys of one parameter (`among`).
LISTED = {"postgresql": "= ANY(%s)", "sqlite": "IN (SELECT value FROM json_each(%s))"}


@dataclass(frozen=True)
class Statement:
    """`parameters` hold blanks; what of it is worded for a day must be worded anew on the next."""

    sql: str
    parameters: tuple[Any, ...]

    @classmethod
    def of(cls, rows: "QuerySet[Any, Any]", *, tail: str = "") -> "Statement":
        sql, parameters = rows.query.sql_with_params()
        return cls(sql + tail, tuple(parameters))

    def rows(self, blanks: Mapping[Any, Any], *more: Any) -> list[tuple[Any, ...]]:
        """What the database answers, `more` being the parameters of the tail."""
        with connection.cursor() as cursor:
            cursor.execute(self.sql, [*(blanks.get(value, value) for value in self.parameters), *more])
            return list(cursor.fetchall())


def age_of(field: str, day: date) -> Case:
    """In which words the moment in `field` is told on `day` (Europe/Madrid), without reading its date row by row."""
    return Case(
        When(**{f"{field}__gte": midnight(day)}, then=Value(TODAY)),
        When(**{f"{field}__gte": midnight(day - timedelta(days=1))}, then=Value(YESTERDAY)),
        When(**{f"{field}__gte": midnight(day.replace(month=1, day=1))}, then=Value(THIS_YEAR)),
        default=Value(EARLIER),
        output_field=CharField(),
    )


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


@ForeignObject.register_lookup
@Field.register_lookup
class Among(Lookup[Any]):
    """`pk__among=keys`: as `__in`, with one parameter however many the keys are, so that a statement is worded once for all of them."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: "SQLCompiler", connection: "BaseDatabaseWrapper") -> tuple[str, tuple[Any, ...]]:
        column, parameters = self.process_lhs(compiler, connection)
        keys = self.rhs if isinstance(self.rhs, str) else among(self.rhs)
        return f"{column} {LISTED[connection.vendor]}", (*parameters, keys)


@ForeignObject.register_lookup
@Field.register_lookup
class AmongRows(Lookup[Any]):
    """`pk__among_rows=rows`: as `__in`, of rows that are read once and first.

    PostgreSQL would rather look through all than ask a rule of many parts for each of the few that another table leads to.
    """

    lookup_name = "among_rows"
    prepare_rhs = False

    def as_sql(self, compiler: "SQLCompiler", connection: "BaseDatabaseWrapper") -> tuple[str, tuple[Any, ...]]:
        column, parameters = self.process_lhs(compiler, connection)
        rows, more = compiler.compile(self.rhs)
        which = f"= ANY(ARRAY{rows})" if connection.vendor == "postgresql" else f"IN {rows}"
        return f"{column} {which}", (*parameters, *more)


def among(keys: Collection[int]) -> Any:
    """`keys` as the one parameter that a wording with `__among` is filled in with; what stands there meanwhile is a word."""
    return list(keys) if connection.vendor == "postgresql" else json.dumps(list(keys))
