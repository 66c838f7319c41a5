"""Statements that the ORM words once a day and that are then only filled in: wording one takes longer than answering it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.db.models import Case, CharField, QuerySet, Value, When
from django.utils import timezone

# What stands in the wording for what each request fills in: numbers that nothing else in a wording is.
PERSON, TOPIC, FIRST, LAST, GROUP = range(2_147_483_601, 2_147_483_606)

TODAY, YESTERDAY, THIS_YEAR, EARLIER = "t", "y", "c", "e"


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
