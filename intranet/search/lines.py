"""Expressions, one a line, and when two of them are the same to the search."""

from functools import lru_cache

from intranet.fulltext.words import stems_of

LONGEST_EXPRESSION = 80


def lines_in(text: str) -> list[str]:
    """The lines of `text` that are not empty, with single spaces."""
    return [line for line in (" ".join(line.split()) for line in text.splitlines()) if line]


@lru_cache(maxsize=2_000)
def ways_in(text: str) -> tuple[tuple[str, ...], ...]:
    """The expressions in `text`, each by the stems of its words; kept, for each search asks."""
    return tuple(stems_of(line) for line in lines_in(text))


def normal(expression: str) -> str:
    """The same for whatever the search takes for the same: «Compres públiques!» and «la compra publica»."""
    return " ".join(stems_of(expression))
