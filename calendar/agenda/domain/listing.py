"""The dates of the agenda as one person finds them: in a month, on a day, from a day on or backwards.

Each is as many statements for ten thousand events as for ten, worded once a day for all who stand alike; what is over, or
far ahead, is not looked at.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db.models import BooleanField, Case, CharField, ExpressionWrapper, F, QuerySet, Value, When
from django.db.models.functions import Cast
from django.utils import timezone

from agenda.models import Event, Occurrence
from agenda.models.events import LONGEST
from agenda.models.queries import kept_by, shown_to
from intranet.members.models import User
from intranet.members.standing import Standing
from intranet.statements import PERSON, Statement

IN_A_CELL = 3
"""How many dates a day of the month shows; the rest is a number."""
PER_PAGE = 30
# What stands in the wording for the days that each request fills in: days that nobody asks for.
FIRST, LAST, BEFORE = date(1, 1, 1), date(1, 1, 2), date(1, 1, 3)
ON_A_PAGE = " LIMIT %s OFFSET %s"


class Line(NamedTuple):
    """One date, as a cell of the month tells it."""

    pk: int
    title: str
    kind: str
    mode: str
    state: str
    review: str
    frequency: str
    time_zone: str
    all_day: bool
    original_start: datetime | str
    start: datetime | str
    first_day: date | str
    last_day: date | str
    is_cancelled: bool


OF_THE_EVENT = ("pk", "title", "kind", "mode", "state", "review", "frequency", "time_zone", "all_day")
OF_THE_DATE = ("original_start", "start", "first_day", "last_day", "is_cancelled")
BY_DAY = ("occurrences__first_day", "occurrences__start", "occurrences__pk")
COLUMNS = (*OF_THE_EVENT, *(f"occurrences__{name}" for name in OF_THE_DATE))


@dataclass
class Cell:
    """One day: the first of its dates, and how many there are."""

    lines: list[Line] = field(default_factory=list)
    total: int = 0

    @property
    def more(self) -> int:
        return self.total - len(self.lines)


@dataclass(frozen=True)
class Found:
    """One page of dates, and whether there are others after it."""

    dates: list[Occurrence]
    has_more: bool


class Way(StrEnum):
    """Which dates a list holds, seen from a day."""

    AHEAD = "ahead"
    PAST = "past"
    DAY = "day"
    GOING_ON = "going on"
    BETWEEN = "between"


Events = QuerySet[Event, Any]
Narrowed = Events | None
"""Events already narrowed down to what a person may see and asked for; None for all that they may see."""


def seen_by(person: User) -> Events:
    """What `Event.objects.visible_to(person)` finds, worded so that SQLite begins with the days and not with the events."""
    rule = Case(When(shown_to(person) | kept_by(person), then=Value(True)), default=Value(False))  # noqa: FBT003
    return Event.objects.filter(ExpressionWrapper(rule, BooleanField()), live=True)


def anyone(standing: Standing) -> User:
    """A person who stands so; who it is, is filled in."""
    person = User(pk=PERSON)
    person.standing = standing
    return person


# --- A month ---


def month_of(person: User, first: date, last: date, events: Narrowed = None) -> dict[date, Cell]:
    """What each day from `first` to `last` shows; days without anything are left out. Three statements.

    What lasts several days stands on each of them, before what begins and ends on one.
    """
    spans, singles = worded_month_of(events) if events is not None else month_for(timezone.localdate(), person.standing)
    blanks = blanks_for(person, first, last)
    cells: dict[date, Cell] = {}
    for row in answer(spans, blanks):
        line = Line._make(row)
        for day in days_between(max(first, day_of(line.first_day)), min(last, day_of(line.last_day))):
            add(cells.setdefault(day, Cell()), line)
    shown: list[int] = []
    for day, found in groupby(answer(singles, blanks), key=itemgetter(0)):
        keys = [key for _day, key in found]
        cell = cells.setdefault(day_of(day), Cell())
        cell.total += len(keys)
        shown += keys[: max(0, IN_A_CELL - len(cell.lines))]
    for line in lines_of(shown):
        cells[day_of(line.first_day)].lines.append(line)
    return cells


def add(cell: Cell, line: Line) -> None:
    cell.total += 1
    if len(cell.lines) < IN_A_CELL:
        cell.lines.append(line)


def worded_month_of(events: Events) -> tuple[Statement | None, Statement | None]:
    """What lasts several days; and the day and the key of each of the rest, which is quicker than having them capped."""
    several = events.filter(
        occurrences__first_day__gte=BEFORE,
        occurrences__first_day__lte=LAST,
        occurrences__last_day__gte=FIRST,
        occurrences__last_day__gt=F("occurrences__first_day"),
    )
    single = events.filter(
        occurrences__first_day__gte=FIRST,
        occurrences__first_day__lte=LAST,
        occurrences__last_day=F("occurrences__first_day"),
    )
    return (
        worded(several.order_by("occurrences__start", "occurrences__pk").values_list(*COLUMNS)),
        worded(single.order_by(*BY_DAY).values_list(Cast("occurrences__first_day", CharField()), "occurrences__pk")),
    )


@lru_cache(maxsize=32)
def month_for(_day: date, standing: Standing) -> tuple[Statement | None, Statement | None]:
    return worded_month_of(seen_by(anyone(standing)))


def lines_of(keys: list[int]) -> list[Line]:
    """The dates of these keys, as a cell tells them, in the order of their beginning. One statement."""
    if not keys:
        return []
    one = lines_worded()
    many = Statement(one.sql.replace("IN (%s)", f"IN ({', '.join(['%s'] * len(keys))})"), tuple(keys))
    return [Line._make(row) for row in many.rows({})]


@lru_cache(maxsize=1)
def lines_worded() -> Statement:
    """For one key, which stands alone in it."""
    rows = Event.objects.filter(occurrences__pk__in=[0]).order_by("occurrences__start", "occurrences__pk")
    return Statement.of(rows.values_list(*COLUMNS))


# --- A list ---


def dates_from(person: User, day: date, events: Narrowed = None, *, page: int = 1, most: int = PER_PAGE) -> Found:
    """From `day` on, the soonest first. Two statements, as for each of these."""
    return found_on(Way.AHEAD, person, (day, day), events, page=page, most=most)


def dates_before(person: User, day: date, events: Narrowed = None, *, page: int = 1) -> Found:
    """Those that began before `day`, the latest first."""
    return found_on(Way.PAST, person, (day, day), events, page=page)


def dates_on(person: User, day: date, events: Narrowed = None, *, page: int = 1) -> Found:
    """Those that touch `day`, in the order of their beginning."""
    return found_on(Way.DAY, person, (day, day), events, page=page)


def dates_going_on(person: User, day: date, events: Narrowed = None) -> list[Occurrence]:
    """Those that began before `day` and are not over on it."""
    return found_on(Way.GOING_ON, person, (day, day), events).dates


def dates_between(person: User, first: date, last: date, *, most: int = PER_PAGE) -> Found:
    """Those that touch one of these days, in the order of their beginning."""
    return found_on(Way.BETWEEN, person, (first, last), most=most)


def found_on(
    way: Way,
    person: User,
    days: tuple[date, date],
    events: Narrowed = None,
    *,
    page: int = 1,
    most: int = PER_PAGE,
) -> Found:
    """One page of what `way` finds for `person`."""
    statement = list_for(timezone.localdate(), person.standing, way) if events is None else worded_list_of(events, way)
    keys = [key for (key,) in answer(statement, blanks_for(person, *days), most + 1, (page - 1) * most)]
    return Found(in_full(keys[:most]), len(keys) > most)


def worded_list_of(events: Events, way: Way) -> Statement | None:
    """The keys of the dates, in order."""
    touching = {"occurrences__first_day__gte": BEFORE, "occurrences__last_day__gte": FIRST}
    rows = {
        Way.AHEAD: events.filter(occurrences__first_day__gte=FIRST).order_by(*BY_DAY),
        Way.PAST: events.filter(occurrences__first_day__lt=FIRST).order_by(*(f"-{column}" for column in BY_DAY)),
        Way.DAY: events.filter(**touching, occurrences__first_day__lte=FIRST).order_by(*BY_DAY),
        Way.GOING_ON: events.filter(**touching, occurrences__first_day__lt=FIRST).order_by(*BY_DAY),
        Way.BETWEEN: events.filter(**touching, occurrences__first_day__lte=LAST).order_by(*BY_DAY),
    }
    return worded(rows[way].values_list("occurrences__pk"), tail=ON_A_PAGE)


@lru_cache(maxsize=96)
def list_for(_day: date, standing: Standing, way: Way) -> Statement | None:
    return worded_list_of(seen_by(anyone(standing)), way)


def in_full(keys: Iterable[int]) -> list[Occurrence]:
    """The dates of these keys, in their order, with what a list says of their events."""
    keys = list(keys)
    rows = Occurrence.objects.select_related("event__organisation", "event__group").defer(
        "event__body", "event__programme", "event__told", "event__folded_words"
    )
    found = rows.in_bulk(keys) if keys else {}
    return [found[key] for key in keys if key in found]


# --- Statements and what they answer ---


def worded(rows: "QuerySet[Any, Any]", *, tail: str = "") -> Statement | None:
    """None for what can find nothing."""
    try:
        return Statement.of(rows, tail=tail)
    except EmptyResultSet:
        return None


def answer(statement: Statement | None, blanks: dict[Any, Any], *more: Any) -> list[tuple[Any, ...]]:
    return statement.rows(blanks, *more) if statement is not None else []


def blanks_for(person: User, first: date, last: date) -> dict[Any, Any]:
    """SQLite is given days as text."""
    days = {FIRST: first, LAST: last, BEFORE: first - LONGEST}
    return {PERSON: person.pk, **days, **{str(blank): str(day) for blank, day in days.items()}}


def day_of(value: date | str) -> date:
    """As a day, whichever way the database says it."""
    return value if isinstance(value, date) else date.fromisoformat(value)


def moment_of(value: datetime | str) -> datetime:
    """As a moment in UTC, whichever way the database says it."""
    at = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def days_between(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=turn) for turn in range((last - first).days + 1))
