"""The dates of the agenda as one person finds them: in a month, on a day, from a day on or backwards.

Each is as many statements for ten thousand events as for ten; what is over, or far ahead, is not looked at. Of what lasts
several days the keys are read first: what PostgreSQL expects of a range of days makes it read all events otherwise.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from django.db.models import CharField, F
from django.db.models.functions import Cast
from django.utils import timezone

from agenda.domain.wording import (
    ALL,
    BEFORE,
    FIRST,
    KEY,
    LAST,
    Narrowed,
    answer,
    answer_for,
    blanks_for,
    day_of,
    days_between,
    moment_of,
    worded,
)
from agenda.models import Event, Occurrence
from intranet.members.models import User
from intranet.members.standing import Standing
from intranet.statements import Statement

IN_A_CELL = 3
"""How many dates a day of the month shows; the rest is a number."""
PER_PAGE = 30
KEPT = 512
"""How many wordings each process keeps, of those that somebody narrowed down in their own way."""
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
COLUMNS = (*OF_THE_EVENT, *(f"occurrences__{name}" for name in OF_THE_DATE))


class Listed(NamedTuple):
    """One date, as a list tells it. Empty where there is no organisation, or no group."""

    pk: int
    title: str
    kind: str
    mode: str
    state: str
    review: str
    frequency: str
    time_zone: str
    all_day: bool
    original_start: datetime
    start: datetime
    first_day: date
    last_day: date
    is_cancelled: bool
    end: datetime
    venue: str
    address: str
    visibility: str
    organisation_kind: str
    organisation: str
    group: str
    group_access: str


IN_A_LIST = (
    *COLUMNS,
    *("occurrences__end", "venue", "address", "visibility"),
    *("organisation__kind", "organisation__name", "group__name", "group__access"),
)
BY_DAY = ("occurrences__first_day", "occurrences__start", "occurrences__pk")


@dataclass
class Cell:
    """One day: the first of its dates, and how many there are."""

    lines: list[Line] = field(default_factory=list)
    total: int = 0

    @property
    def more(self) -> int:
        return self.total - len(self.lines)

    def add(self, line: Line) -> None:
        self.total += 1
        if len(self.lines) < IN_A_CELL:
            self.lines.append(line)


@dataclass(frozen=True)
class Found:
    """One page of dates, and whether there are others after it."""

    dates: list[Listed]
    has_more: bool


class Way(StrEnum):
    """Which dates a list holds, seen from a day."""

    AHEAD = "ahead"
    PAST = "past"
    GOING_ON = "going on"
    BETWEEN = "between"


# --- A month ---


def month_of(person: User, first: date, last: date, narrowed: Narrowed = ALL) -> dict[date, Cell]:
    """What each day from `first` to `last` shows; days without anything are left out. Four statements.

    What lasts several days stands on each of them, before what begins and ends on one.
    """
    several, singles = month_for(timezone.localdate(), person.standing, narrowed)
    blanks = blanks_for(person, first, last)
    cells: dict[date, Cell] = {}
    for row in answer_for(keys_of(answer(lasting(), blanks)), several, blanks):
        line = Line._make(row)
        for day in days_between(max(first, day_of(line.first_day)), min(last, day_of(line.last_day))):
            cells.setdefault(day, Cell()).add(line)
    shown: list[int] = []
    for day, found in groupby(answer(singles, blanks), key=itemgetter(0)):
        keys = [key for _day, key in found]
        cell = cells.setdefault(day_of(day), Cell())
        cell.total += len(keys)
        shown += keys[: max(0, IN_A_CELL - len(cell.lines))]
    for row in answer_for(shown, rows_for(COLUMNS), {}):
        line = Line._make(row)
        cells[day_of(line.first_day)].lines.append(line)
    return cells


def keys_of(rows: Sequence[tuple[Any, ...]]) -> list[int]:
    return [row[0] for row in rows]


@lru_cache(maxsize=1)
def lasting() -> Statement:
    """The keys of what lasts several days, seen or not."""
    rows = Occurrence.objects.filter(
        first_day__gte=BEFORE, first_day__lte=LAST, last_day__gte=FIRST, last_day__gt=F("first_day")
    )
    return Statement.of(rows.order_by().values_list("pk"))


@lru_cache(maxsize=KEPT)
def month_for(_day: date, standing: Standing, narrowed: Narrowed) -> tuple[Statement | None, Statement | None]:
    """What lasts several days; and the day and the key of each of the rest, which is quicker than having them capped."""
    events = narrowed.events_for(standing)
    single = events.filter(
        occurrences__first_day__gte=FIRST,
        occurrences__first_day__lte=LAST,
        occurrences__last_day=F("occurrences__first_day"),
    )
    several = events.filter(occurrences__pk__in=[KEY]).order_by("occurrences__start", "occurrences__pk")
    return (
        worded(several.values_list(*COLUMNS)),
        worded(single.order_by(*BY_DAY).values_list(Cast("occurrences__first_day", CharField()), "occurrences__pk")),
    )


@lru_cache(maxsize=8)
def rows_for(columns: tuple[str, ...]) -> Statement:
    """The dates of some keys that the person sees, in the order of their beginning."""
    rows = Event.objects.filter(occurrences__pk__in=[KEY]).order_by("occurrences__start", "occurrences__pk")
    return Statement.of(rows.values_list(*columns))


# --- A list ---


def dates_from(person: User, day: date, narrowed: Narrowed = ALL, *, page: int = 1, most: int = PER_PAGE) -> Found:
    """From `day` on, the soonest first. Two statements, as for each of these."""
    return found_on(Way.AHEAD, person, (day, day), narrowed, page=page, most=most)


def dates_before(person: User, day: date, narrowed: Narrowed = ALL, *, page: int = 1) -> Found:
    """Those that began before `day`, the latest first."""
    return found_on(Way.PAST, person, (day, day), narrowed, page=page)


def dates_on(person: User, day: date, narrowed: Narrowed = ALL, *, page: int = 1) -> Found:
    """Those that touch `day`, in the order of their beginning."""
    return found_on(Way.BETWEEN, person, (day, day), narrowed, page=page)


def dates_going_on(person: User, day: date, narrowed: Narrowed = ALL) -> list[Listed]:
    """Those that began before `day` and are not over on it."""
    return found_on(Way.GOING_ON, person, (day, day), narrowed).dates


def dates_between(person: User, first: date, last: date, *, most: int = PER_PAGE) -> Found:
    """Those that touch one of these days, in the order of their beginning."""
    return found_on(Way.BETWEEN, person, (first, last), most=most)


def found_on(
    way: Way, person: User, days: tuple[date, date], narrowed: Narrowed = ALL, *, page: int = 1, most: int = PER_PAGE
) -> Found:
    """One page of what `way` finds for `person`.

    Of what touches some days the first are tried before the rest: of many keys at once PostgreSQL reads all events instead.
    """
    blanks, before = blanks_for(person, *days), (page - 1) * most
    statement = list_for(timezone.localdate(), person.standing, way, narrowed)
    if way in (Way.AHEAD, Way.PAST):
        keys = keys_of(answer(statement, blanks, most + 1, before))
        rows = answer_for(keys[:most], rows_for(IN_A_LIST), {})
        ordered = rows if way == Way.AHEAD else rows[::-1]
        return Found([listed(row) for row in ordered], len(keys) > most)
    keys, few = keys_of(answer(touching(way), blanks)), 2 * (before + most + 1)
    rows = answer_for(keys[:few], statement, blanks)
    if len(rows) <= before + most:
        rows += answer_for(keys[few:], statement, blanks)
    return Found([listed(row) for row in rows[before : before + most]], len(rows) > before + most)


@lru_cache(maxsize=2)
def touching(way: Way) -> Statement:
    """The keys of what `way` finds, seen or not, in order."""
    rows = Occurrence.objects.filter(first_day__gte=BEFORE, last_day__gte=FIRST)
    if way == Way.BETWEEN:
        rows = rows.filter(first_day__lte=LAST)
    else:
        rows = rows.filter(first_day__lt=FIRST, last_day__gt=F("first_day"))
    return Statement.of(rows.order_by("first_day", "start", "pk").values_list("pk"))


@lru_cache(maxsize=KEPT)
def list_for(_day: date, standing: Standing, way: Way, narrowed: Narrowed) -> Statement | None:
    """The keys of the dates ahead or past, in order; of those with the keys that `touching` found, all that a list tells."""
    if way in (Way.GOING_ON, Way.BETWEEN):
        touched = narrowed.events_for(standing).filter(occurrences__pk__in=[KEY])
        return worded(touched.order_by(*BY_DAY).values_list(*IN_A_LIST))
    events = narrowed.first_events_for(standing)
    if way == Way.AHEAD:
        rows = events.filter(occurrences__first_day__gte=FIRST).order_by(*BY_DAY)
    else:
        rows = events.filter(occurrences__first_day__lt=FIRST).order_by(*(f"-{column}" for column in BY_DAY))
    return worded(rows.values_list("occurrences__pk"), tail=ON_A_PAGE)


def listed(row: tuple[Any, ...]) -> Listed:
    """A row of `IN_A_LIST`, in our own words."""
    told = Listed._make("" if value is None else value for value in row)
    return told._replace(
        original_start=moment_of(told.original_start),
        start=moment_of(told.start),
        end=moment_of(told.end),
        first_day=day_of(told.first_day),
        last_day=day_of(told.last_day),
    )
