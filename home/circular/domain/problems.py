"""One thing that is wrong with a circular."""

from dataclasses import dataclass
from typing import Literal

from home.circular.models import CircularEntry

Level = Literal["error", "warning", "note"]
LEVELS: tuple[Level, ...] = ("error", "warning", "note")


@dataclass(frozen=True)
class Problem:
    """`level`: an error keeps the circular from being sent. `entry` is the one concerned, if it is one; `url` an address outside.

    `code` says which check found it, whatever the words.
    """

    level: Level
    code: str
    text: str
    entry: CircularEntry | None = None
    url: str = ""
