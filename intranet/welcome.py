"""The first steps of who has just come. Each ticks itself off from what the person has done; when all are done, they are gone."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from intranet.unions import Question, Row, Rows

if TYPE_CHECKING:
    from intranet.members.models import User

LASTS = timedelta(days=60)
"""How long after they came a person is shown them, done or not."""


@dataclass(frozen=True)
class Step:
    """One of them in words, where it is done, and whether it is."""

    text: str
    url: str
    is_done: bool


@dataclass(frozen=True)
class StepSource:
    """`read(person, rows)` says how far the person is, or None of what is no step of theirs; it makes no statement.

    A lower `order` comes first. `name` is an identifier that no ask and no glance has.
    """

    name: str
    order: int
    read: Callable[["User", list[Row]], Step | None]
    rows: Rows | None = None


_sources: dict[str, StepSource] = {}


def register_step(*sources: StepSource) -> None:
    """Have these steps shown to newcomers, from `AppConfig.ready`. Raises ValueError when a name is taken."""
    for source in sources:
        if _sources.setdefault(source.name, source) != source:
            msg = f"There is another step named {source.name!r} already."
            raise ValueError(msg)


def is_welcomed(person: "User") -> bool:
    """Whether the steps are for them: they came of late, and have not put them away."""
    return person.welcome_put_away_at is None and person.created_at > timezone.now() - LASTS


def questions_of_steps(person: "User") -> tuple[Question, ...]:
    if not is_welcomed(person):
        return ()
    return tuple(Question(source.name, source.rows) for source in _sources.values() if source.rows)


def steps_of(person: "User", answers: dict[str, list[Row]]) -> list[Step]:
    """Theirs, in order; none for who is not welcomed any more, or has done them all."""
    if not is_welcomed(person):
        return []
    sources = sorted(_sources.values(), key=lambda source: source.order)
    found = [source.read(person, answers.get(source.name, [])) for source in sources]
    steps = [step for step in found if step is not None]
    return [] if all(step.is_done for step in steps) else steps
