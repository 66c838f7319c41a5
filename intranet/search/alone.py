"""Where no document holds all that is looked for: which of its terms a person finds alone, and which documents hold the most of them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import connection

from intranet.fulltext.domain import store
from intranet.fulltext.kinds import findables
from intranet.fulltext.searching import MOST_OF_A_KIND
from intranet.fulltext.words import Sought, Term
from intranet.search.filters import NOTHING
from intranet.search.looking import Piece, hits_within, likely_for
from intranet.search.seeing import visible_among

if TYPE_CHECKING:
    from intranet.members.models import User

At = tuple[str, int]
"""A document: its kind and key."""


class Alone(NamedTuple):
    """`found`: the terms of which the person sees something; `held`: how many of the terms a document holds."""

    found: frozenset[Term]
    held: Mapping[At, int]


def found_alone(user: "User", sought: Sought) -> Alone:
    """Three statements; one more for a kind of which all that was looked at is hidden, where nothing else holds the term."""
    kinds, held = [one.kind for one in findables()], dict[int, set[At]]()
    for number, kind, key in rows_of_terms(user, sought, kinds):
        held.setdefault(number, set()).add((kind, key))
    keys: dict[str, set[int]] = {}
    for kind, key in set().union(*held.values()):
        keys.setdefault(kind, set()).add(key)
    seen = visible_among(user, keys)
    left = {number: {at for at in some if at[1] in seen[at[0]]} for number, some in held.items()}
    found = {
        term
        for number, term in enumerate(sought.terms)
        if left.get(number) or is_found_among(user, Sought(sought.text, (term,)), held.get(number, ()))
    }
    return Alone(frozenset(found), Counter(at for some in left.values() for at in some))


def rows_of_terms(user: "User", sought: Sought, kinds: list[str]) -> list[tuple[int, str, int]]:
    """The number of each term with the newest documents of each kind that hold it."""
    within = likely_for(user)
    members, parameters = list[str](), list[Any]()
    for number, term in enumerate(sought.terms):
        sql, own = store().searching(
            Sought(sought.text, (term,)),
            kinds,
            every=True,
            headings=False,
            most=MOST_OF_A_KIND,
            where=within.where,
            narrowed=within.parameters,
        )
        members.append(f"SELECT {number} AS term, found.kind, found.key FROM ({sql}) AS found")  # noqa: S608 - a number and our own names
        parameters += own
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(members), parameters)
        return [(number, kind, key) for number, kind, key in cursor.fetchall()]


def is_found_among(user: "User", sought: Sought, hidden: Iterable[At]) -> bool:
    """Whether the person sees something older than the `hidden` ones, in the kinds of which there are as many as were looked at."""
    numbers = Counter(kind for kind, _key in hidden)
    full = [kind for kind, number in numbers.items() if number >= MOST_OF_A_KIND]
    return any(hits_within(user, sought, kind, NOTHING, every=True, most=1) for kind in full)


def holding_most(pieces: Iterable[Piece], held: Mapping[At, int]) -> list[Piece]:
    """Those that hold at least half as many of the terms as the best does: what has one of five by chance is no answer."""
    pieces = list(pieces)
    most = max((held.get((piece.hit.kind, piece.hit.key), 1) for piece in pieces), default=0)
    return [piece for piece in pieces if 2 * held.get((piece.hit.kind, piece.hit.key), 1) >= most]
