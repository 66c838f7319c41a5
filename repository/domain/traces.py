"""Whether somebody's words are in a text: runs of them, however they are punctuated, accented or spaced."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from intranet.catalan import fold

RUN = 8
"""So many words in a row are somebody's."""
FEWEST = 3
"""Who said less than a run said it all: from so many words on it is known again."""
WORD = re.compile(r"\w+(?:·\w+)*")


class Word(NamedTuple):
    folded: str
    start: int
    end: int


Runs = dict[int, set[tuple[str, ...]]]
"""By their length, so that a text is looked through once for each."""


def runs_of(texts: Iterable[str], *, name: str) -> Runs:
    """What somebody of that name said. The name counts too, whatever its length: so do quotes of a word or two."""
    runs: Runs = {}
    add(runs, name)
    for text in texts:
        add(runs, text, FEWEST)
    return runs


def add(runs: Runs, text: str, fewest: int = 1) -> None:
    words = [word.folded for word in words_of(composed(text))]
    size = min(RUN, len(words))
    if size >= fewest:
        here = {tuple(words[start : start + size]) for start in range(len(words) - size + 1)}
        runs.setdefault(size, set()).update(here)


def composed(text: str) -> str:
    """With each accent in its letter: apart, it would end the word."""
    return unicodedata.normalize("NFC", text)


def words_of(text: str) -> list[Word]:
    return [Word(fold(found[0]), found.start(), found.end()) for found in WORD.finditer(text)]


def stretches(text: str, runs: Runs) -> Iterator[str]:
    """What of `text` is made of them, as it stands there: overlapping runs as one."""
    text = composed(text)
    words = words_of(text)
    folded = [word.folded for word in words]
    is_theirs = [False] * len(words)
    for size, known in runs.items():
        for start in range(len(words) - size + 1):
            if tuple(folded[start : start + size]) in known:
                is_theirs[start : start + size] = [True] * size
    first = None
    for place, theirs in enumerate([*is_theirs, False]):
        if theirs and first is None:
            first = place
        elif not theirs and first is not None:
            yield text[words[first].start : words[place - 1].end]
            first = None
