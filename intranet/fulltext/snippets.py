"""Where the words that somebody looks for stand in a text: a few words of it, for a list."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, takewhile

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from intranet.catalan import fold
from intranet.fulltext.words import EMPTY, Sought, Wanted, stem_of, wanted_in

LONGEST, BEFORE = 160, 60
MOST_READ = 20_000
SAME = 3
"""So many letters are left as they are by whatever makes a stem of a word."""
WORD = re.compile(r"[\w·]+")


def snippet(text: str, query: str | Sought) -> SafeString:
    """Some 160 letters of plain `text` around the first word that `query` looks for, in whatever form, with all such words marked."""
    text = " ".join(text[:MOST_READ].split())
    wanted = words_of(query, text)
    hits = spans_of(text, wanted)
    first = next(hits, None)
    if first is None:
        return SafeString("")
    start, end = window(text, *first)
    pieces, at = ["… " if start else ""], start
    for begin, stop in chain([first], takewhile(lambda span: span[1] <= end, hits)):
        at, before = min(stop, end), at
        pieces += [escape(text[before:begin]), f"<mark>{escape(text[begin:at])}</mark>"]
    pieces += [escape(text[at:end]), " …" if end < len(text) else ""]
    return mark_safe("".join(pieces))  # noqa: S308 - escaped piece by piece


def snippet_among(parts: Iterable[str], query: str | Sought) -> SafeString:
    """As `snippet`, of `parts` that each stand for themselves: those alone that say what is looked for."""
    return snippet(" · ".join(part for part in dict.fromkeys(parts) if part and says(part, query)), query)


def says(text: str, query: str | Sought) -> bool:
    return any(spans_of(text, words_of(query, text)))


def marked(text: str, query: str | Sought) -> SafeString:
    """All of `text`, with the words that `query` looks for marked."""
    pieces, at = list[str](), 0
    for begin, stop in spans_of(text, words_of(query, text)):
        pieces += [escape(text[at:begin]), f"<mark>{escape(text[begin:stop])}</mark>"]
        at = stop
    return mark_safe("".join([*pieces, escape(text[at:])]))  # noqa: S308 - escaped piece by piece


def words_of(query: str | Sought, text: str) -> list[Wanted]:
    """What is to be marked in `text`: the words that were typed, and what says the same as they do, if it stands there whole.

    Half an expression says something else: «contractació» is no answer to «compra pública» where nothing is public.
    """
    if isinstance(query, str):
        return wanted_in(query)
    ways = [way for term in query.terms for way in term[1:] if len(way) > 1]
    if not ways:
        return query.words
    there = standing(text, {word for way in ways for word in way})
    typed = [word for term in query.terms for word in term[0]]
    others = [way for term in query.terms for way in term[1:] if len(way) == 1 or there.issuperset(way)]
    return list(dict.fromkeys([*typed, *(word for way in others for word in way)]))


def standing(text: str, wanted: set[Wanted]) -> set[Wanted]:
    """Those of `wanted` that stand in `text`."""
    left, beginnings = set(wanted), tuple(one.stem[:SAME] for one in wanted)
    for found in WORD.finditer(text):
        folded = fold_word(found[0])
        if folded.startswith(beginnings) and folded not in EMPTY:
            left -= {one for one in left if is_wanted(folded, (one,))}
            if not left:
                break
    return wanted - left


def window(text: str, begin: int, stop: int) -> tuple[int, int]:
    """From where to where, between words where there are any."""
    start = 0 if begin <= BEFORE else text.find(" ", begin - BEFORE - 1, begin) + 1 or begin - BEFORE
    end = start + LONGEST
    if end >= len(text):
        return start, len(text)
    between = text.rfind(" ", stop, end)
    return start, end if between < 0 else between


def spans_of(text: str, wanted: Sequence[Wanted]) -> Iterator[tuple[int, int]]:
    """Where the words stand. Most words of a text are told apart by how they begin, before anything dearer is asked of them."""
    beginnings = tuple({one.stem[:SAME] for one in wanted} | {one.beginning for one in wanted if one.beginning})
    for found in WORD.finditer(text):
        folded = fold_word(found[0])
        if folded.startswith(beginnings) and folded not in EMPTY and is_wanted(folded, wanted):
            yield found.span()


def is_wanted(folded: str, wanted: Sequence[Wanted]) -> bool:
    stem = stem_of(folded)
    return any(
        one.stem in {folded, stem} or (one.beginning != "" and folded.startswith(one.beginning)) for one in wanted
    )


@lru_cache(maxsize=20_000)
def fold_word(word: str) -> str:
    return fold(word)
