"""What will be, before anything is saved: the sentence that says what was chosen, and the dates that it makes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from agenda.domain.holidays import holidays_of
from agenda.domain.splitting import begin, moved_rule
from agenda.models import Event, Occurrence
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
    words = [date_words(span, all_day=event.all_day) for span in next_dates(spans)]
    elsewhere = event.time_zone if event.time_zone != timezone.get_current_timezone_name() else ""
    return Foreseen(repetition_of(event), words, len(spans), elsewhere)


def foresee_move(occurrence: Occurrence, *, start: datetime, end: datetime, following: bool) -> Foreseen:
    """What this date becomes if it moves to there, alone or with those that follow. Raises ValidationError, by field."""
    event = occurrence.event
    if not following:
        once = Event(all_day=event.all_day, time_zone=event.time_zone)  # type: ignore[no-untyped-call]  # modelcluster's
        return foresee(once, [Span(start, end)])
    rows = event.occurrences.filter(original_start__gte=occurrence.original_start).order_by("original_start")
    span = Span(start.astimezone(UTC), end.astimezone(UTC))
    rest = Event(  # type: ignore[no-untyped-call]  # modelcluster's
        all_day=event.all_day, time_zone=event.time_zone, frequency=event.frequency, interval=event.interval
    )
    begin(rest, span, moved_rule(event, occurrence.day, span, times=len(rows)))
    dates = [
        Span(row.start, row.end) if row.is_moved and row != occurrence else put
        for row, put in zip(rows, rest.spans(), strict=False)
        if not row.is_cancelled
    ]
    return foresee(rest, dates)


def date_words(span: Span, *, all_day: bool) -> str:
    """With the holiday that it falls on, if it does."""
    words, day = span_words(span.start, span.end, all_day=all_day), timezone.localdate(span.start)
    holiday = holidays_of(day.year).get(day)
    return _("%(when)s (holiday: %(name)s)") % {"when": words, "name": holiday} if holiday else words


def next_dates(spans: Iterable[Span], *, most: int = NEXT, at: datetime | None = None) -> list[Span]:
    """The first ones that are not over; of what is over, the first ones."""
    now = at or timezone.now()
    in_order = sorted(spans, key=lambda span: span.start)
    return ([span for span in in_order if span.end > now] or in_order)[:most]
