"""What will be, before anything is saved: the sentence that says what was chosen, and the dates that it makes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from agenda.models import Event
from agenda.recurrence import Span
from agenda.sentences import repetition_of, span_words

NEXT = 5


@dataclass(frozen=True)
class Foreseen:
    """`repetition`: empty for what happens once. `dates`: the next ones in words (Europe/Madrid), of `total`."""

    repetition: str
    dates: Sequence[str]
    total: int
    zone: str = ""

    @property
    def more(self) -> int:
        return self.total - len(self.dates)


def foresee(event: Event, spans: Sequence[Span]) -> Foreseen:
    """`event` as it is typed, with all the dates that it makes."""
    words = [span_words(span.start, span.end, all_day=event.all_day) for span in next_dates(spans)]
    elsewhere = event.time_zone if event.time_zone != timezone.get_current_timezone_name() else ""
    return Foreseen(repetition_of(event), words, len(spans), elsewhere)


def next_dates(spans: Iterable[Span], *, most: int = NEXT, at: datetime | None = None) -> list[Span]:
    """The first ones that are not over; of what is over, the first ones."""
    now = at or timezone.now()
    in_order = sorted(spans, key=lambda span: span.start)
    return ([span for span in in_order if span.end > now] or in_order)[:most]
