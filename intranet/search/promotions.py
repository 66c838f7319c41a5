"""What coordination recommends to whoever looks for certain words."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from intranet.fulltext.words import Sought, Term
from intranet.members.models import User
from intranet.search.addresses import Target, target_of
from intranet.search.lines import ways_in
from intranet.search.seeing import visible_among
from intranet.search.taught import Recommended

MOST_SHOWN, MOST_TRIED = 3, 6
RECOMMENDED_ICON = "pin"
"""A star is a good practice."""


class Promoted(NamedTuple):
    """`thing`: what it shows, by kind and key, if that is something that can be found as well."""

    title: str
    address: str
    note: str
    is_outside: bool
    thing: tuple[str, int] | None = None


def promoted(user: User, sought: Sought, recommended: Iterable[Recommended]) -> list[Promoted]:
    """What of what is `recommended` (`taught.taught`) is so to `user`, who looks for just this.

    No statement; where it leads to this site, some: which things those are, and which of them `user` may find.
    """
    if not sought:
        return []
    ones = [one for one in recommended if is_said(one.words, sought)]
    told = [(one, target_of(one.address)) for one in ones[:MOST_TRIED]]
    seen = documents_seen(user, (target for _one, target in told))
    return [
        Promoted(one.title, one.address, one.note, not target.path, seen.get(target.document))
        for one, target in told
        if (target.document in seen if target.document else target.is_for and target.is_for(user))
    ][:MOST_SHOWN]


def documents_seen(user: User, targets: Iterable[Target]) -> dict[tuple[str, int] | None, tuple[str, int]]:
    """Of the documents that `targets` show, those that `user` may find, each with the thing that it is shown as."""
    keys = defaultdict[str, set[int]](set)
    for target in targets:
        if target.document:
            keys[target.document[0]].add(target.document[1])
    seen = visible_among(user, keys)
    return {(kind, key): (kind, thing) for kind, found in seen.items() for key, thing in found.items()}


def is_said(words: str, sought: Sought) -> bool:
    """Whether one of the lines of `words` is what is looked for, word by word, in this or another way of saying it."""
    return any(is_read(way, sought.terms) for way in ways_in(words))


def is_read(stems: tuple[str, ...], terms: tuple[Term, ...]) -> bool:
    if not terms:
        return not stems
    ways = [tuple(word.stem for word in way) for way in terms[0]]
    return any(way and stems[: len(way)] == way and is_read(stems[len(way) :], terms[1:]) for way in ways)
