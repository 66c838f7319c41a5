"""What waits for a person: requests, reviews, offers… Each section says what it may ask; all is brought by one statement."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from intranet.panels import Panel
from intranet.unions import Question, Row, Rows, answers_to

if TYPE_CHECKING:
    from intranet.members.models import User

TEMPLATE = "components/asks.html"
MOST = 8
"""How many are shown before one asks for the others."""
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Ask:
    """Something that waits for the person, in words, and where it is done; `until` when, if it has an end."""

    icon: str
    text: str
    url: str
    action: str
    until: datetime | None = None


@dataclass(frozen=True)
class Source:
    """What one thing may ask of a person. `read(person, rows)` words it; it makes no statement.

    Of what has no end, a lower `order` comes first. `is_duty`: of coordination, it is its task and not the person's own. `name`
    is an identifier that no glance and no first step has.
    """

    name: str
    order: int
    read: Callable[["User", list[Row]], Iterable[Ask]]
    rows: Rows | None = None
    is_duty: bool = False


_sources: dict[str, Source] = {}


def register_asks(*sources: Source) -> None:
    """Have these sources asked for every person, from `AppConfig.ready`. Raises ValueError when a name is taken."""
    for source in sources:
        if _sources.setdefault(source.name, source) != source:
            msg = f"Something else asks under the name {source.name!r} already."
            raise ValueError(msg)


def questions_of_asks() -> tuple[Question, ...]:
    return tuple(Question(source.name, source.rows) for source in _sources.values() if source.rows)


def asked_of(
    person: "User", answers: dict[str, list[Row]], *, without: Collection[str] = ()
) -> tuple[list[Ask], list[Ask]]:
    """What waits for `person`, what ends soonest first; and, of coordination, what waits for it as such."""
    found: tuple[list[Ask], list[Ask]] = [], []
    for source in sorted(_sources.values(), key=lambda source: source.order):
        rows = answers.get(source.name, [])
        if source.name not in without and (rows or source.rows is None):
            found[source.is_duty and person.standing.cares_for_members].extend(source.read(person, rows))
    for asks in found:
        asks.sort(key=lambda ask: ask.until or NEVER)
    return found


def panels_of_asks(
    person: "User", answers: dict[str, list[Row]] | None = None, *, without: Collection[str] = ()
) -> list[Panel]:
    """One panel for what is the person's own, and one for coordination; none that is empty. One statement, or none with `answers`."""
    answers = answers_to(questions_of_asks(), person) if answers is None else answers
    own, duties = asked_of(person, answers, without=without)
    panels = (_("Waiting for you"), own, "hand-helping"), (_("For coordination"), duties, "inbox")
    return [Panel(title, TEMPLATE, context_of(asks), icon=icon) for title, asks, icon in panels if asks]


def context_of(asks: list[Ask]) -> dict[str, list[Ask]]:
    """One that would be alone behind the others is shown among them."""
    shown = MOST if len(asks) > MOST + 1 else len(asks)
    return {"asks": asks[:shown], "rest": asks[shown:]}
