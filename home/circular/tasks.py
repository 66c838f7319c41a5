"""What the circular leaves to a worker."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django_tasks import task

if TYPE_CHECKING:
    from home.circular.models import CircularPage

LATER = -10  # than mails, notices and jobs, which share the worker
ASKED_AGAIN_SECONDS = 300
GATHERED_AFTER_SECONDS, NOTED_SECONDS = 30, 25
"""One turn for all that is published meanwhile; what is published when it is about to begin asks for another one."""


@task(backend="background", priority=LATER)
def write_mails(key: int, stamp: str) -> None:
    """Put mails of the circular `key` into the outbox, for as long as the turn is `stamp`'s (`domain.turns`)."""
    from home.circular.letter.feeding import feed  # noqa: PLC0415 - models are not loaded before

    feed(key, stamp)


@task(backend="background", priority=LATER)
def check_links(key: int) -> None:
    """Knock at the addresses outside that a circular names and nobody has looked at for a day."""
    from home.circular.domain.links_outside import look_outside  # noqa: PLC0415 - models are not loaded before

    look_outside(key)


def ask_for_links(circular: "CircularPage") -> None:
    """For pages that show whether links answer: have a worker look, once in a while, however many ask."""
    if cache.add(f"circular:links:{circular.pk}", 1, ASKED_AGAIN_SECONDS):
        transaction.on_commit(lambda: check_links.enqueue(circular.pk))


@task(backend="background", priority=LATER)
def index_entries_of(council: int, after: int = 0) -> None:
    """Have what circulars told of a council be found by the name that it has by now. So many, then others get their turn."""
    from home.circular.domain.finding import index_some_of  # noqa: PLC0415 - models are not loaded before

    if last := index_some_of(council, after=after):
        index_entries_of.enqueue(council, last)


@task(backend="background", priority=LATER)
def gather_next() -> None:
    """Let the next circular gather what has been published since."""
    from home.circular.domain.gathering import gather  # noqa: PLC0415 - models are not loaded before
    from home.circular.domain.months import being_prepared  # noqa: PLC0415 - models are not loaded before

    gather(being_prepared())


def gather_soon() -> None:
    """Once what has been published is there for good: a worker gathers it within a minute, in one turn with what follows it."""
    transaction.on_commit(enqueue_gathering)


def enqueue_gathering() -> None:
    if cache.add("circular:gather", 1, NOTED_SECONDS):
        after = timezone.now() + timedelta(seconds=GATHERED_AFTER_SECONDS)
        gather_next.using(run_after=after).enqueue()
