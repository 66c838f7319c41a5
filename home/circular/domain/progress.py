"""How far the sending of a circular is, from the rows alone: whoever looks again sees the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil

from django.db.models import Count, Q
from django.utils import timezone

from home.circular.domain.fates import about
from home.circular.enums import DeliveryState, SkipReason
from home.circular.models import CircularPage
from intranet.members.models import User
from intranet.outbox.enums import MessageState
from intranet.outbox.models import Message

# The pace is that of the last minute.
PACE = timedelta(minutes=1)
FAILURES_SHOWN = 20


@dataclass(frozen=True)
class Progress:
    """How many deliveries are where. `retry`: of those on their way, the ones that wait for another attempt.

    `pace`: settled within the last `seconds`, a minute unless it began later. `skipped` by reason, those that there are.
    """

    waiting: int = 0
    queued: int = 0
    sent: int = 0
    failed: int = 0
    retry: int = 0
    pace: int = 0
    seconds: float = PACE.total_seconds()
    skipped: Mapping[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return self.left + self.done

    @property
    def left(self) -> int:
        return self.waiting + self.queued

    @property
    def on_their_way(self) -> int:
        return max(0, self.queued - self.retry)

    @property
    def not_sent(self) -> int:
        return sum(self.skipped.values())

    @property
    def done(self) -> int:
        return self.sent + self.failed + self.not_sent

    @property
    def percent(self) -> int:
        """All of it only when nothing is left."""
        return self.done * 100 // self.total if self.total else 0

    @property
    def minutes_left(self) -> int | None:
        """At that pace; None when nothing moves. What waits for another attempt waits longer."""
        moving = self.left - self.retry
        return ceil(moving / self.pace * self.seconds / 60) if self.pace and moving else None

    @property
    def reasons(self) -> Sequence[tuple[str, int]]:
        """Why some get nothing, in words, and how many of each."""
        return [(str(reason.label), self.skipped[reason]) for reason in SkipReason if reason in self.skipped]

    @property
    def stopped(self) -> int:
        return self.skipped.get(SkipReason.STOPPED, 0)


def progress_of(circular: CircularPage, *, now: datetime | None = None) -> Progress:
    """Two statements."""
    now = now or timezone.now()
    since = max(now - PACE, circular.begun_at or now - PACE)
    rows = circular.deliveries.order_by().values("state", "skip_reason")
    counts, skipped, pace = dict[str, int](), dict[str, int](), 0
    for row in rows.annotate(number=Count("pk"), lately=Count("pk", filter=Q(settled_at__gt=since))):
        if row["state"] == DeliveryState.SKIPPED:
            skipped[row["skip_reason"]] = row["number"]
        else:
            counts[row["state"]] = counts.get(row["state"], 0) + row["number"]
        pace += row["lately"]
    retry = Message.objects.filter(about=about(circular), state=MessageState.RETRY).count()
    return Progress(**counts, retry=retry, pace=pace, seconds=(now - since).total_seconds(), skipped=skipped)


@dataclass(frozen=True)
class Failure:
    """One that has failed: whose, and what the mail server said, nothing when it could not even be written."""

    person: User
    answer: str


def failures_of(circular: CircularPage) -> list[Failure]:
    """The newest of them. Two statements."""
    failed = circular.deliveries.filter(state=DeliveryState.FAILED).select_related("person")
    people = [delivery.person for delivery in failed.order_by("-settled_at", "-pk")[:FAILURES_SHOWN]]
    messages = Message.objects.filter(about=about(circular), state=MessageState.FAILED, person__in=people)
    answers = dict(messages.order_by("pk").values_list("person", "answer"))
    return [Failure(person, answers.get(person.pk, "")) for person in people]
