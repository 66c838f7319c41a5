"""From a text to the words that stand in the index, and from what somebody types to those that are looked for.

A word is folded and stands in the index twice: as it is, so that its beginning finds it, and by its stem, so that its other
forms do («cooperatives» finds «cooperativa»).
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain
from threading import local
from typing import NamedTuple

import snowballstemmer

from intranet.catalan import fold

LONGEST_WORD = 40
LONGEST_QUERY = 400
MOST_WANTED = 12
MOST_TIMES = 8
"""How often a word counts in one text: saying it again and again does not bring it to the top."""
SHORTEST_BEGINNING = 2
# Words that say nothing of what a text is about, folded.
EMPTY = frozenset(
    """
    a al als amb d de del dels el els em en ens es et ets hi ho i l la les li lo los m me n na ni o per pel pels que s se si t
    te tu un una unes uns us
    """.split()  # noqa: SIM905 - reads better as words than as strings
)


class _OfThread(local):
    """Each thread has a stemmer of its own: it keeps in itself the word that it is at."""

    def __init__(self) -> None:
        self.stemmer = snowballstemmer.stemmer("catalan")


_own = _OfThread()


class Wanted(NamedTuple):
    """One word that is looked for: by its stem and, if it may go on, by its beginning."""

    stem: str
    beginning: str = ""


def words_in(text: str) -> Iterator[str]:
    return (word[:LONGEST_WORD] for word in fold(text).replace("_", " ").split())


@lru_cache(maxsize=50_000)
def stem_of(word: str) -> str:
    """Of a folded word. Snowball knows «-ió» by its accent, which many leave out."""
    accented = f"{word[:-1]}ó" if word.endswith("io") else word
    return fold(_own.stemmer.stemWord(accented)) or word


def bag_of(text: str, *, room: int) -> Counter[str]:
    """The words of `text` with how often each counts, the first ones if not all of them have `room` (in bytes)."""
    bag: Counter[str] = Counter()
    for word, times in Counter(words_in(text)).items():
        if word in EMPTY:
            continue
        room -= sum(put(bag, one, times) for one in {word, stem_of(word)})
        if room < 0:
            break
    return bag


def joined(bags: Iterable[Counter[str]], *, room: int) -> Counter[str]:
    """The words of all `bags`, the first ones if not all of them have `room` (in bytes)."""
    bag: Counter[str] = Counter()
    for word, times in chain.from_iterable(one.items() for one in bags):
        room -= put(bag, word, times)
        if room < 0:
            break
    return bag


def put(bag: Counter[str], word: str, times: int) -> int:
    """How many bytes it takes in the index."""
    before = bag[word]
    bag[word] = min(MOST_TIMES, before + times)
    return 2 * (bag[word] - before) + (0 if before else len(word.encode()) + 4)


def says_too_little(query: str) -> bool:
    """Whether no word of `query` tells one text from another."""
    return all(len(word) < SHORTEST_BEGINNING or word in EMPTY for word in words_in(query[:LONGEST_QUERY]))


def wanted_in(query: str) -> list[Wanted]:
    """What `query` looks for; the last word may be only begun. Nothing for what holds no word."""
    words = list(words_in(query[:LONGEST_QUERY]))
    last = words[-1] if words else ""
    telling = [word for word in dict.fromkeys(words) if word not in EMPTY] or words[-1:]
    return [
        Wanted(stem_of(word), word if word == last and len(word) >= SHORTEST_BEGINNING else "")
        for word in telling[:MOST_WANTED]
    ]
