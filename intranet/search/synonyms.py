"""What says the same: kept by coordination, asked at each search."""

from collections.abc import Iterable
from functools import lru_cache

from intranet.fulltext.words import Ways, stem_of
from intranet.search.lines import ways_in
from intranet.search.models import SynonymSet
from intranet.statements import Statement

SHORTEST_BEGUN = 4


def sets() -> list[str]:
    """As coordination wrote them, one expression a line. One statement."""
    return [text for (text,) in all_sets().rows({})]


@lru_cache(maxsize=1)
def all_sets() -> Statement:
    return Statement.of(SynonymSet.objects.order_by().values_list("expressions"))


def expressions() -> list[Ways]:
    """All expressions that say the same as others, for `intranet.fulltext.words.sought_in`. One statement."""
    return expressions_in(sets())


def expressions_in(texts: Iterable[str]) -> list[Ways]:
    return [ways_in(text) for text in texts]


def with_begun(same: list[Ways], words: list[str]) -> list[Ways]:
    """`same`, where `words` (folded), a whole query, also say the same as the expressions that they begin: «autoconsum compartit».

    Only for who finds nothing otherwise: «economia social» is more than the beginning of what follows it.
    """
    stems = tuple(map(stem_of, words))
    begun = [ways for ways in same if any(begins(tuple(way), words, stems) for way in ways)]
    return [*same, *((stems, *ways) for ways in begun)]


def begins(way: tuple[str, ...], words: list[str], stems: tuple[str, ...]) -> bool:
    """Whether `way` goes on where the words end; the last of them may be only begun."""
    size = len(stems)
    if not 0 < size <= len(way) or way == stems or len(words[-1]) < SHORTEST_BEGUN:
        return False
    last = way[size - 1]
    return way[: size - 1] == stems[:-1] and (last == stems[-1] or last.startswith(words[-1]))
