"""From a text to the words that stand in the index, and from what somebody types to those that are looked for.

A word is folded and stands in the index twice: as it is, so that its beginning finds it, and by its stem, so that its other
forms do («cooperatives» finds «cooperativa»).
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from threading import local
from typing import NamedTuple

import snowballstemmer

from intranet.catalan import fold
from intranet.fulltext.days import days_in, without_days
from intranet.fulltext.inflection import ALONE, WHOLE, inflected

LONGEST_WORD = 40
LONGEST_QUERY = 400
MOST_WANTED = 12
MOST_TIMES = 8
"""How often a word counts in one text: saying it again and again does not bring it to the top."""
SHORTEST_WORD, SHORTEST_BEGINNING = 2, 3
SHORTEST_KNOWN, SHORTEST_STEM = 4, 5
APART = re.compile(r"(?<=[a-zà-ú])(l)[.•‧∙・-]l(?=[a-zà-ú])", re.IGNORECASE)
"""A double l whose dot is another sign."""
# Words that say nothing of what a text is about, and those with which a question is put, folded.
EMPTY = frozenset(
    """
    a al als amb d de del dels el els em en ens es et ets hi ho i l la les li lo los m me n na ni o per pel pels que s se si t
    te tu un una unes uns us
    com on perque quan quant quanta quantes quants qui quin quina quines quins
    es fa faig fan fem fer ha han he hem podem poden podeu podria posar proper propera proxim proxima puc pot sabeu sap saber se son trobar trobem trobo vull
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


Term = tuple[tuple[Wanted, ...], ...]
"""One thing that is looked for, said in one way or another: the words of one of these, all of them."""


class Sought(NamedTuple):
    """What somebody looks for: terms, all of which are to be found; `text` as they typed it."""

    text: str
    terms: tuple[Term, ...] = ()

    @property
    def words(self) -> list[Wanted]:
        """Every word that is to be marked where it stands."""
        return list(dict.fromkeys(word for term in self.terms for way in term for word in way))

    def __bool__(self) -> bool:
        return bool(self.terms)


def words_in(text: str) -> Iterator[str]:
    """The words of `text`, folded. «col.laborar» and «col-laborar» are what people type for «col·laborar»."""
    whole = APART.sub(r"\1l", text)
    return (word[:LONGEST_WORD] for word in fold(whole).replace("_", " ").split())


@lru_cache(maxsize=50_000)
def stem_of(word: str) -> str:
    """Of a folded word. Snowball knows «-ió» by its accent, which many leave out.

    Where it leaves so little that other words would agree («mercat» and «Mercè», «acta» and «activitat»), what the forms of the
    word have in common is all that is cut to.
    """
    form = inflected(word)
    if form in WHOLE or form in ALONE:
        return form
    accented = f"{form[:-1]}ó" if form.endswith("io") else form
    stem = fold(_own.stemmer.stemWord(accented))
    return stem if len(stem) >= SHORTEST_STEM and 2 * len(stem) > len(form) else form


def bag_of(text: str, *, room: int) -> Counter[str]:
    """The words of `text` with how often each counts, the first ones if not all of them have `room` (in bytes).

    Those that tell nothing stand for themselves alone: «Com ho fem?» is found by just that.
    """
    bag: Counter[str] = Counter()
    said = Counter(chain(words_in(text), days_in(text)))
    empty = EMPTY if said.keys() - EMPTY else frozenset()
    for word, times in said.items():
        if word in empty:
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


def is_worth_knowing(word: str) -> bool:
    """Whether a folded `word` may be proposed to whoever mistypes it: neither too short to tell, nor a number, nor a word that tells nothing."""
    return SHORTEST_KNOWN <= len(word) < LONGEST_WORD and word.isalpha() and word not in EMPTY


def says_too_little(query: str) -> bool:
    """Whether no word of `query` tells one text from another."""
    return all(len(word) < SHORTEST_WORD or word in EMPTY for word in words_in(query[:LONGEST_QUERY]))


def telling(query: str) -> list[str]:
    """The words of `query` that tell one text from another, or all of them where none does. A day that it names is one word."""
    text = query[:LONGEST_QUERY]
    words = [*days_in(text), *words_in(without_days(text))]
    every = list(dict.fromkeys(words))
    return ([word for word in every if word not in EMPTY] or every)[:MOST_WANTED]


def wanted_in(query: str) -> list[Wanted]:
    """What `query` looks for; the last word may be only begun. Nothing for what holds no word."""
    return [way[0] for term in sought_in(query).terms for way in term]


Ways = Sequence[Sequence[str]]
"""Expressions that say the same, each by the stems of its words (`stems_of`)."""


def stems_of(expression: str) -> tuple[str, ...]:
    return tuple(stem_of(word) for word in telling(expression))


def sought_in(query: str, *, same: Sequence[Ways] = ()) -> Sought:
    """What `query` looks for, every expression of it that is one of the `same` as others also said as those."""
    words = telling(query)
    last = list(words_in(query[:LONGEST_QUERY]))[-1:]
    stems = [stem_of(word) for word in words]
    terms: list[Term] = []
    at = 0
    while at < len(words):
        length, others = expression_at(stems, at, same)
        own = tuple(
            Wanted(stem, word if [word] == last and len(word) >= SHORTEST_BEGINNING else "")
            for word, stem in zip(words[at : at + length], stems[at : at + length], strict=True)
        )
        terms.append((own, *(tuple(map(Wanted, way)) for way in others)))
        at += length
    return Sought(query, tuple(terms))


def expression_at(stems: list[str], at: int, same: Sequence[Ways]) -> tuple[int, list[Sequence[str]]]:
    """How many words from `at` on are one expression that can be said in other ways, and these; the longest one counts."""
    length, others = 1, list[Sequence[str]]()
    for ways in same:
        for way in ways:
            if way and len(way) >= length and tuple(stems[at : at + len(way)]) == tuple(way):
                others = (others if len(way) == length else []) + [
                    other for other in ways if tuple(other) != tuple(way)
                ]
                length = len(way)
    return length, [other for other in others if other]
