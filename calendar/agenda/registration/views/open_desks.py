"""What the pages say at which one registers, whoever does."""

from typing import Any

from agenda.registration.domain.desks import Times
from agenda.registration.domain.line import Standing
from agenda.registration.rules import DeskState
from agenda.registration.sentences import desk_words
from agenda.registration.views.seat_lines import lines_of
from agenda.registration.views.when import when_and_where


def about_desk(times: Times, seats: Standing) -> dict[str, Any]:
    return {
        "times": times,
        "state_words": desk_words(times),
        "is_open": times.state == DeskState.OPEN,
        "lines": lines_of(seats),
        "is_full": times.desk.has_waiting_list and all(each.is_full for each in seats.values()),
        # Which of them one chooses says whether one has a seat or waits for it.
        "is_partly_full": any(each.is_full for each in seats.values()),
        **when_and_where(times),
    }
