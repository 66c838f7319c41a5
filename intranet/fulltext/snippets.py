"""Where the words that somebody looks for stand in a text: a few words of it, for a list."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain, takewhile

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from intranet.catalan import fold
from intranet.fulltext.words import Sought, Wanted, stem_of, wanted_in

LONGEST, BEFORE = 160, 60
MOST_READ = 20_000
SAME = 3
"""So many letters are left as they are by whatever makes a stem of a word."""
WORD = re.compile(r"[\w·]+")


def snippet(text: str, query: str | Sought) -> SafeString:
    """Some 160 letters of plain `text` around the first word that `query` looks for, in whatever form, with all such words marked."""
    text, wanted = " ".join(text[:MOST_READ].split()), words_of(query)
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


def marked(text: str, query: str | Sought) -> SafeString:
    """All of `text`, with the words that `query` looks for marked."""
    pieces, at = list[str](), 0
    for begin, stop in spans_of(text, words_of(query)):
        pieces += [escape(text[at:begin]), f"<mark>{escape(text[begin:stop])}</mark>"]
        at = stop
    return mark_safe("".join([*pieces, escape(text[at:])]))  # noqa: S308 - escaped piece by piece


def words_of(query: str | Sought) -> list[Wanted]:
    return wanted_in(query) if isinstance(query, str) else query.words


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
        if folded.startswith(beginnings) and is_wanted(folded, wanted):
            yield found.span()


def is_wanted(folded: str, wanted: Sequence[Wanted]) -> bool:
    stem = stem_of(folded)
    return any(
        one.stem in {folded, stem} or (one.beginning != "" and folded.startswith(one.beginning)) for one in wanted
    )


@lru_cache(maxsize=20_000)
def fold_word(word: str) -> str:
    return fold(word)
