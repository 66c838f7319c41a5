"""The seats of a desk as its pages say them: in words, how many of how many, and how full that is."""

from typing import NamedTuple

from agenda.enums import Mode
from agenda.registration.domain.line import Standing
from agenda.registration.sentences import seats_words, taken_words


class SeatLine(NamedTuple):
    mode: Mode
    words: str
    taken: str
    share: int
    is_full: bool
    is_over_full: bool


def lines_of(seats: Standing) -> list[SeatLine]:
    """Of the modes whose seats are limited."""
    return [
        SeatLine(each.mode, seats_words(each), taken_words(each), each.share, each.is_full, each.taken > each.number)
        for each in seats.values()
        if each.number is not None
    ]
