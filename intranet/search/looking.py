"""The documents that hold what is looked for and that a person may see: what is found, before anything is narrowed down or put in order.

Of each kind the newest are looked at (`MOST_OF_A_KIND`). Where that leaves out some that the person may see, or that are within
what they chose, one looks again, among those alone: neither what is hidden nor what was not asked for takes anybody's place.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import nlargest
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.utils import timezone

from intranet.fulltext.domain import store
from intranet.fulltext.kinds import findable, findables
from intranet.fulltext.searching import EVERYTHING, MOST_OF_A_KIND, Hit, Within, hits_of
from intranet.fulltext.words import Sought
from intranet.members.models import WorkingGroup
from intranet.prepared import rows_of
from intranet.search.filters import Filters
from intranet.search.seeing import Rows, visible_among
from intranet.statements import LISTED, Statement, among
from intranet.unions import anyone, blanks_for

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from intranet.members.models import User
    from intranet.members.standing import Standing


MOST_TITLED = 50
"""Of each kind of which there are more than are looked at, so many that say it in their titles are looked at besides."""
SLACK = 5
"""A part of those that are looked at: so many more, for what the index does not know that one may not see."""


class Piece(NamedTuple):
    """A document that was found, and the thing that it is shown as."""

    hit: Hit
    kind: str
    thing: int


@dataclass(frozen=True)
class Sight:
    """`cut`: the kinds, as shown, of which there are more documents than were looked at."""

    pieces: list[Piece]
    cut: frozenset[str] = frozenset()


def sight_of(user: "User", sought: Sought, filters: Filters, *, every: bool = True) -> Sight:
    """Three statements; where something very common is looked for, one more for titles, one for what was chosen, and one for each kind of which one sees little."""
    likely, wide = likely_for(user), MOST_OF_A_KIND + MOST_OF_A_KIND // SLACK + 1
    hits = hits_of(sought, [one.kind for one in findables()], every=every, within=likely, most=wide)
    full = kinds_with(wide, hits)
    if full and filters.narrowing != EVERYTHING:
        chosen = hits_of(sought, full, every=every, narrowing=filters.narrowing, within=likely, most=wide)
        hits, full = joined(hits, chosen), kinds_with(wide, chosen)
    titled = titled_among(hits, hits_in_titles(sought, full, filters, likely, every=every))
    pieces = seen_by(user, joined(titled, hits))
    seen = counted(piece.hit.kind for piece in pieces if filters.lets(piece.hit))
    again = [kind for kind in full if seen.get(kind, 0) < MOST_OF_A_KIND]
    more = [hit for kind in again for hit in hits_within(user, sought, kind, filters, every=every)]
    if more:
        known = {(piece.hit.kind, piece.hit.key) for piece in pieces}
        pieces += [piece for piece in seen_by(user, more) if (piece.hit.kind, piece.hit.key) not in known]
    pieces = newest_of(pieces, filters, {(hit.kind, hit.key) for hit in titled})
    return Sight(pieces, cut_among(piece for piece in pieces if filters.lets(piece.hit)))


def hits_in_titles(sought: Sought, kinds: list[str], filters: Filters, likely: Within, *, every: bool) -> list[Hit]:
    """What says it in its title, however old: of a long conversation's posts, so many may be newer. One statement, none for no kinds."""
    return hits_of(
        sought, kinds, every=every, narrowing=filters.narrowing, within=likely, headings=True, most=MOST_TITLED
    )


def titled_among(hits: Iterable[Hit], titled: Iterable[Hit]) -> list[Hit]:
    """Those of `titled` that are not among `hits`, ranked with the best of these: titles weigh most."""
    known = {(hit.kind, hit.key): hit.rank for hit in hits}
    best = max(known.values(), default=0.0)
    return [hit._replace(rank=best) for hit in titled if (hit.kind, hit.key) not in known]


def newest_of(pieces: Iterable[Piece], filters: Filters, titled: Collection[tuple[str, int]]) -> list[Piece]:
    """Of each kind the newest that are looked at, of those within what was chosen and of the others; and those `titled` so."""
    parts: dict[tuple[str, bool], list[Piece]] = {}
    for piece in pieces:
        parts.setdefault((piece.hit.kind, filters.lets(piece.hit)), []).append(piece)
    return [
        piece
        for some in parts.values()
        for piece in (some if len(some) <= MOST_OF_A_KIND else newest_and(titled, some))
    ]


def newest_and(titled: Collection[tuple[str, int]], pieces: list[Piece]) -> list[Piece]:
    kept = [piece for piece in pieces if (piece.hit.kind, piece.hit.key) in titled]
    others = [piece for piece in pieces if (piece.hit.kind, piece.hit.key) not in titled]
    return [*nlargest(MOST_OF_A_KIND, others, key=key_of), *kept]


def key_of(piece: Piece) -> int:
    return piece.hit.key


def kinds_with(number: int, hits: Iterable[Hit]) -> list[str]:
    """Those of which there are so many `hits`."""
    return [kind for kind, found in counted(hit.kind for hit in hits).items() if found >= number]


def joined(hits: list[Hit], others: Iterable[Hit]) -> list[Hit]:
    return list({(hit.kind, hit.key): hit for hit in (*hits, *others)}.values())


def likely_for(user: "User") -> Within:
    """What `user` may well see, by what the index knows: it spares looking at most of what they may not, and decides nothing. One statement."""
    worded = worded_keys(groups_known_to, user.standing, timezone.localdate())
    known = [key for (key,) in rows_of(worded, blanks_for(user))] if worded else []
    open_to = " OR entry.is_open" if user.standing.in_network else ""
    return Within(
        f' AND (entry."group" IS NULL{open_to} OR entry."group" {LISTED[connection.vendor]})', (among(known),)
    )


def groups_known_to(user: "User") -> "QuerySet[Any, Any]":
    return WorkingGroup.objects.visible_to(user)


def cut_among(pieces: Iterable[Piece]) -> frozenset[str]:
    """By what the person sees alone: whether there is more of what they do not see, nothing tells."""
    numbers = counted(piece.hit.kind for piece in pieces)
    return frozenset(findable(kind).shown_kind for kind, number in numbers.items() if number >= MOST_OF_A_KIND)


def seen_by(user: "User", hits: Sequence[Hit]) -> list[Piece]:
    keys: dict[str, list[int]] = {}
    for hit in hits:
        keys.setdefault(hit.kind, []).append(hit.key)
    seen = visible_among(user, keys)
    shown = {kind: findable(kind).shown_kind for kind in keys}
    return [Piece(hit, shown[hit.kind], thing) for hit in hits if (thing := seen[hit.kind].get(hit.key)) is not None]


def counted(kinds: Iterable[str]) -> Mapping[str, int]:
    numbers: dict[str, int] = {}
    for kind in kinds:
        numbers[kind] = numbers.get(kind, 0) + 1
    return numbers


def hits_within(
    user: "User",
    sought: Sought,
    kind: str,
    filters: Filters,
    *,
    every: bool,
    headings: bool = False,
    most: int = MOST_OF_A_KIND,
) -> list[Hit]:
    """Of one kind, the newest hits among those that `user` may see and that are within what was chosen. One statement."""
    seen = worded_keys(findable(kind).visible, user.standing, timezone.localdate())
    if seen is None:
        return []
    where, narrowed = filters.narrowing.conditions()
    blanks = blanks_for(user)
    filled: list[Any] = [blanks.get(value, value) for value in seen.parameters]
    sql, parameters = store().searching(
        sought,
        [kind],
        every=every,
        headings=headings,
        most=most,
        where=f"{where} AND entry.key IN ({seen.sql})",
        narrowed=[*narrowed, *filled],
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [Hit(*row) for row in cursor.fetchall()]


@lru_cache(maxsize=256)
def worded_keys(rows: Rows, standing: "Standing", _day: "date") -> Statement | None:
    try:
        return Statement.of(rows(anyone(standing)).order_by().values_list("pk", flat=True))
    except EmptyResultSet:
        return None
