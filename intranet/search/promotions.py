"""What coordination recommends to whoever looks for certain words."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django.db.models import Q
from django.utils import timezone

from intranet.fulltext.words import Sought, Term
from intranet.members.models import User
from intranet.search.addresses import Target, target_of
from intranet.search.lines import ways_in
from intranet.search.models import Promotion
from intranet.search.seeing import visible_among
from intranet.statements import Statement

MOST_SHOWN, MOST_TRIED = 3, 6
RECOMMENDED_ICON = "pin"
"""A star is a good practice."""


Row = tuple[str, str, str, str]
"""Title, address, note, and the words for which it is recommended, one expression a line."""
WORDS = 3


class Promoted(NamedTuple):
    """`thing`: what it shows, by kind and key, if that is something that can be found as well."""

    title: str
    address: str
    note: str
    is_outside: bool
    thing: tuple[str, int] | None = None


def promoted(user: User, sought: Sought, among: Iterable[Row] | None = None) -> list[Promoted]:
    """What is recommended today (or `among` those) to `user`, who looks for just this.

    One statement, none for what is given; where it leads to this site, some more: which things those are, and which of them
    `user` may find.
    """
    if not sought:
        return []
    rows = [row for row in (current(timezone.localdate()) if among is None else among) if is_said(row[WORDS], sought)]
    told = [(row, target_of(row[1])) for row in rows[:MOST_TRIED]]
    seen = documents_seen(user, (target for _row, target in told))
    return [
        Promoted(title, address, note, not target.path, seen.get(target.document))
        for (title, address, note, _words), target in told
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


def current(day: date) -> list[Row]:
    """One statement."""
    return worded(day).rows({})


@lru_cache(maxsize=2)
def worded(day: date) -> Statement:
    within = Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gte=day)
    return Statement.of(Promotion.objects.filter(*within).values_list("title", "address", "note", "words"))


def is_said(words: str, sought: Sought) -> bool:
    """Whether one of the lines of `words` is what is looked for, word by word, in this or another way of saying it."""
    return any(is_read(way, sought.terms) for way in ways_in(words))


def is_read(stems: tuple[str, ...], terms: tuple[Term, ...]) -> bool:
    if not terms:
        return not stems
    ways = [tuple(word.stem for word in way) for way in terms[0]]
    return any(way and stems[: len(way)] == way and is_read(stems[len(way) :], terms[1:]) for way in ways)
