"""What many sections have to say of one person, in one statement: rows of the same few columns, one under the other.

Wording them takes longer than answering them, so that it is done once a day for all who stand alike (`intranet.statements`).
"""

from collections.abc import Callable, Collection
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib.auth import get_user_model
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, DateTimeField, F, Func, IntegerField, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from intranet.prepared import rows_of
from intranet.statements import PERSON, Statement

if TYPE_CHECKING:
    from intranet.members.models import User
    from intranet.members.standing import Standing

# What stands in the wording for what each request fills in: an address that nobody has, and a moment long before any other.
ADDRESS = "person@wording.invalid"
NOW = datetime(1900, 1, 1, tzinfo=UTC)
_AGES = {timedelta(0)}


class Row(NamedTuple):
    """One row of a source; what its columns mean is the source's own."""

    key: int
    label: str
    second: str
    number: int
    at: datetime | None


Rows = Callable[["User"], "QuerySet[Any, Any] | None"]
"""What is asked for a person who is filled in later: made with `listed` or `counted`; None for who cannot have it."""


class Question(NamedTuple):
    """`name` tells its rows from those of the others."""

    name: str
    rows: Rows


def ago(age: timedelta) -> datetime:
    """What stands in the wording for the moment so long before the request."""
    _AGES.add(age)
    return NOW - age


def listed(
    rows: "QuerySet[Any, Any]", *, key: Any = 0, label: Any = "", second: Any = "", number: Any = 1, at: Any = None
) -> "QuerySet[Any, Any]":
    """`rows` in the columns of `Row`: words and moments by the name of a field or as an expression, `key` and `number` as such too.

    Where `number` or `at` reckons over several rows, there is one for each `key`, `label` and `second`.
    """
    words = {
        "row_key": Cast(expression_of(key), IntegerField()),
        "row_label": Cast(expression_of(label), TextField()),
        "row_second": Cast(expression_of(second), TextField()),
    }
    found = rows.order_by().values(**words)
    moment = expression_of(at) if at else Cast(Value(None), DateTimeField())
    return found.annotate(  # type: ignore[no-any-return]
        row_number=Cast(expression_of(number), IntegerField()), row_at=moment
    )


NEXT = "\n"
"""What stands between words that are one column, and in none of them."""


def together(*fields: str) -> Func:
    """The words in `fields` as one column of them. Not nested, as `Concat` is: SQLite reads no deeper in such a statement."""
    first, *others = (Coalesce(field, Value(""), output_field=TextField()) for field in fields)
    parts = [first, *(part for other in others for part in (Value(NEXT), other))]
    return Func(*parts, template="(%(expressions)s)", arg_joiner=" || ", output_field=TextField())


def expression_of(column: Any) -> Any:
    """A word is a field's name; an empty one and a number stand for themselves."""
    if isinstance(column, str) and column:
        return F(column)
    return Value(column) if isinstance(column, str | int) else column


def counted(rows: "QuerySet[Any, Any]", *, what: Any = "pk", key: Any = 0, at: Any = None) -> "QuerySet[Any, Any]":
    """How many different `what` there are in `rows`, for each `key`; no row where there is none."""
    return listed(rows, key=key, number=Count(what, distinct=True), at=at)


def anyone(standing: "Standing") -> "User":
    """A person who stands so; who it is, is filled in."""
    person = get_user_model()(pk=PERSON, email=ADDRESS)
    person.standing = standing
    return person


@lru_cache(maxsize=64)
def worded(questions: tuple[Question, ...], standing: "Standing", _day: date) -> Statement | None:
    """One statement for all of `questions` that such a person may ask; None where there is none."""
    person, members = anyone(standing), []
    for question in questions:
        rows = question.rows(person)
        try:
            if rows is not None:
                members.append((question.name, Statement.of(rows)))
        except EmptyResultSet:
            continue
    sql = " UNION ALL ".join(
        f"SELECT '{name}' AS source, found.* FROM ({member.sql}) found"  # noqa: S608 - the ORM's own
        for name, member in members
    )
    parameters = tuple(parameter for _name, member in members for parameter in member.parameters)
    return written_out(Statement(sql, parameters), blanks=blanks_for(person)) if members else None


def written_out(statement: Statement, *, blanks: Collection[Any]) -> Statement:
    """With the words and numbers in it that are no blanks as literals.

    SQLite looks at what is bound where an index is for some rows alone, and would plan the whole anew each time.
    """
    first, *others = statement.sql.split("%s")
    sql, parameters = [first], []
    for parameter, piece in zip(statement.parameters, others, strict=True):
        if isinstance(parameter, str | int) and not isinstance(parameter, bool) and parameter not in blanks:
            sql += [literal(parameter), piece]
        else:
            sql += ["%s", piece]
            parameters.append(parameter)
    return Statement("".join(sql), tuple(parameters))


def literal(value: str | int) -> str:
    """As both databases write it, with the signs doubled that Django reads."""
    if isinstance(value, int):
        return f"{value:d}"
    return "'{}'".format(str(value).replace("'", "''").replace("%", "%%"))


def answers_to(questions: tuple[Question, ...], person: "User") -> dict[str, list[Row]]:
    """The rows of each of `questions` that has any for `person`, by its name. One statement."""
    statement = worded(questions, person.standing, timezone.localdate())
    found: dict[str, list[Row]] = {}
    for name, key, label, second, number, at in rows_of(statement, blanks_for(person)) if statement else ():
        found.setdefault(name, []).append(Row(key, label, second, number, moment_of(at)))
    return found


def blanks_for(person: "User") -> dict[Any, Any]:
    now, adapt = timezone.now(), connection.ops.adapt_datetimefield_value
    moments = {adapt(NOW - age): adapt(now - age) for age in _AGES}
    return {PERSON: person.pk, ADDRESS: person.email.lower(), **moments}


def moment_of(value: datetime | date | str | None) -> datetime | None:
    """In UTC, whichever way the database says it; a day is its midnight there."""
    if value is None:
        return None
    at = datetime.fromisoformat(value if isinstance(value, str) else value.isoformat())
    return at if at.tzinfo else at.replace(tzinfo=UTC)
