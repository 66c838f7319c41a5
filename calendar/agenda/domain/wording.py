"""What the agenda asks the database, in statements that are worded once a day for all who stand alike and ask alike."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache, partial
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BooleanField, Case, ExpressionWrapper, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable

from agenda.models import Event, EventQuerySet
from agenda.models.events import LONGEST
from agenda.models.queries import kept_by, shown_to
from intranet.members.models import Organisation, User, WorkingGroup
from intranet.members.standing import Standing
from intranet.statements import PERSON, Statement

# What stands in the wording for the days that each request fills in: days that nobody asks for.
FIRST, LAST, BEFORE = date(1, 1, 1), date(1, 1, 2), date(1, 1, 3)
KEY = 2_147_483_611
"""What stands in the wording for one key, or for as many as there are."""

Events = EventQuerySet


def seen_by(person: User) -> Events:
    """What `Event.objects.visible_to(person)` finds, worded so that SQLite begins with the days and not with the events."""
    return Event.objects.filter(as_one_rule(shown_to(person) | kept_by(person)), live=True)


def as_one_rule(shown: Q, *, without: Combinable | Q | None = None) -> ExpressionWrapper[Case]:
    """`shown`, and not `without`, as something that no database takes apart to begin with one of its parts."""
    yes, no = Value(True), Value(False)  # noqa: FBT003
    left_out = [] if without is None else [When(without, then=no)]
    return ExpressionWrapper(Case(*left_out, When(shown, then=yes), default=no), BooleanField())


@dataclass(frozen=True)
class Narrowed:
    """What a person may see, narrowed down. `key` tells it from all others; `within` finds it in what that person sees."""

    key: tuple[object, ...] = ()
    within: Callable[[Events, User], Events] = field(compare=False, default=lambda events, _viewer: events)

    def events_for(self, standing: Standing) -> Events:
        """Of anyone who stands so, for who asks of some days."""
        viewer = anyone(standing)
        return self.within(seen_by(viewer), viewer)

    def first_events_for(self, standing: Standing) -> Events:
        """As `events_for`, for who asks for the first of many.

        PostgreSQL has to see what the rule is made of: else it expects to find few, and reads all to have them.
        """
        viewer = anyone(standing)
        is_seen_through = connection.vendor == "postgresql"
        return self.within(Event.objects.visible_to(viewer) if is_seen_through else seen_by(viewer), viewer)


ALL = Narrowed()


def of_group(group: WorkingGroup) -> Narrowed:
    return Narrowed(("of group", group.pk), partial(within_group, group.pk))


def within_group(pk: int, events: Events, _viewer: User) -> Events:
    return events.filter(group=pk)


def of_organisation(organisation: Organisation) -> Narrowed:
    return Narrowed(("of organisation", organisation.pk), partial(within_organisation, organisation.pk))


def within_organisation(pk: int, events: Events, _viewer: User) -> Events:
    return events.filter(organisation=pk)


def anyone(standing: Standing) -> User:
    """A person who stands so; who it is, is filled in."""
    person = User(pk=PERSON)
    person.standing = standing
    return person


# --- Worded and filled in ---


def worded(rows: "QuerySet[Any, Any]", *, tail: str = "") -> Statement | None:
    """None for what can find nothing."""
    try:
        return Statement.of(rows, tail=tail)
    except EmptyResultSet:
        return None


@lru_cache(maxsize=256)
def spread(statement: Statement, number: int) -> Statement:
    """As `statement`, whose `IN (…)` holds one `KEY`, with room for so many keys."""
    at = statement.parameters.index(KEY)
    pieces = statement.sql.split("%s")
    before, after = "%s".join(pieces[: at + 1]), "%s".join(pieces[at + 1 :])
    parameters = statement.parameters
    blanks = tuple((KEY, turn) for turn in range(number))
    return Statement(f"{before}{', '.join(['%s'] * number)}{after}", (*parameters[:at], *blanks, *parameters[at + 1 :]))


def answer(statement: Statement | None, blanks: dict[Any, Any], *more: Any) -> list[tuple[Any, ...]]:
    return statement.rows(blanks, *more) if statement is not None else []


def answer_for(keys: Sequence[int], statement: Statement | None, blanks: dict[Any, Any]) -> list[tuple[Any, ...]]:
    """What `statement` says of these keys; without any it is not asked."""
    if not keys or statement is None:
        return []
    filled = {**blanks, **{(KEY, turn): key for turn, key in enumerate(keys)}}
    return spread(statement, len(keys)).rows(filled)


def blanks_for(person: User, first: date, last: date) -> dict[Any, Any]:
    """SQLite is given days as text."""
    days = {FIRST: first, LAST: last, BEFORE: first - LONGEST}
    return {PERSON: person.pk, **days, **{str(blank): str(day) for blank, day in days.items()}}


# --- What it answers ---


def day_of(value: date | str) -> date:
    """As a day, whichever way the database says it."""
    return value if isinstance(value, date) else date.fromisoformat(value)


def moment_of(value: datetime | str) -> datetime:
    """As a moment in UTC, whichever way the database says it."""
    at = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def days_between(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=turn) for turn in range((last - first).days + 1))
