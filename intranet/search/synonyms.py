"""What somebody may mean who types but the beginning of an expression that says the same as others."""

from intranet.fulltext.words import Ways, stem_of

SHORTEST_BEGUN = 4


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
