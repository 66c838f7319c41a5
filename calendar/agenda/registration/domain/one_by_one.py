"""Work of a job that comes in pieces: what goes wrong with one of them holds up no other."""

import logging
from collections.abc import Callable, Iterable
from typing import TypeVar

logger = logging.getLogger(__name__)
One = TypeVar("One")


def total(do: Callable[[One], int], pieces: Iterable[One]) -> int:
    """What `do` gives for each, together. Of a piece that fails the log knows; the next run tries it again."""
    found = 0
    for piece in pieces:
        try:
            found += do(piece)
        except Exception:
            logger.exception("%s of %s failed", do.__name__, piece)
    return found
