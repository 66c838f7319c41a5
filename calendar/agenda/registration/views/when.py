"""When and where that is for which one registers, for its pages."""

from typing import TYPE_CHECKING, Any

from agenda.registration.domain.desks import Times
from agenda.sentences import place_of, repetition_of, span_words

if TYPE_CHECKING:
    from agenda.models import Event


def when_and_where(times: Times) -> dict[str, Any]:
    """`when`: of the date, or of the first one that takes place."""
    event: Event = times.desk.event
    whole = times.desk.occurrence_id is None and bool(event.frequency)
    end = times.begins + (event.end - event.start) if whole else times.ends
    return {
        "when": span_words(times.begins, end, all_day=event.all_day),
        "repeats": repetition_of(event) if whole else "",
        "place": place_of(event),
    }
