"""What the search box proposes while one types: what coordination recommends for it, and things by their titles, whatever their kind."""

from collections import Counter
from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import NamedTuple

from django.utils.safestring import SafeString
from django.utils.translation import pgettext_lazy
from django_stubs_ext import StrPromise

from intranet.catalan import fold
from intranet.fulltext.kinds import findable, findables, thing_name
from intranet.fulltext.searching import Hit, hits_of
from intranet.fulltext.snippets import marked
from intranet.fulltext.words import SHORTEST_BEGINNING, Sought, sought_in
from intranet.members.models import User
from intranet.search.filters import NOTHING
from intranet.search.looking import hits_within, likely_for
from intranet.search.promotions import RECOMMENDED_ICON, Promoted, promoted
from intranet.search.seeing import visible_among
from intranet.search.taught import taught

MOST = 7
MOST_OF_A_KIND = 3
"""More of one kind only where there are not enough of the others."""
LOOKED_AT, LOOKED_AT_FOR_GUESTS = 30, 500
"""Of each kind, the newest ones whose title holds the words: whoever sees too many types on, and guests see but a few of all."""
ASKED_FIRST = 2 * MOST
"""Of so many it is asked whether the person may see them; of the others only when too few are left."""


class Suggestion(NamedTuple):
    """`label`: what kind of thing it is; `title`: with the words that were typed marked."""

    kind: str
    icon: str
    label: StrPromise
    title: SafeString
    address: str
    is_outside: bool = False


def suggest(user: User, words: str) -> list[Suggestion]:
    """At most `MOST` of what `user` may see, the best first: what is recommended, then whose title begins with `words` before whose words do.

    Four or five statements; none for words that are too short, more where the newest are all that was looked at (`hits_for`) and
    where something of this site is recommended (`promoted`).
    """
    if len(fold(words).replace(" ", "")) < SHORTEST_BEGINNING:
        return []
    lessons, sight = taught(), Sight(user)
    sought = sought_in(words, same=lessons.same)
    recommended = promoted(user, sought, lessons.recommended)
    hits = best_first(hits_for(sight, sought, words), words)
    said = {one.thing for one in recommended if one.thing}
    chosen = mixed(seen_by(sight, mixed(hits), said))[: MOST - len(recommended)]
    return [
        *(suggestion_of_promoted(one, sought) for one in recommended),
        *(suggestion_of(hit, sought) for hit in hits if hit in chosen),
    ]


class Sight:
    """Which hits one person may see, each asked about once."""

    def __init__(self, user: User) -> None:
        self.user = user
        self.things: dict[tuple[str, int], int | None] = {}

    def of(self, hits: Iterable[Hit]) -> dict[tuple[str, int], Hit]:
        """Things by kind and key, with the best hit of each. One statement, none where all have been asked about."""
        hits = list(hits)
        keys: dict[str, list[int]] = {}
        for hit in hits:
            if (hit.kind, hit.key) not in self.things:
                keys.setdefault(hit.kind, []).append(hit.key)
        seen = visible_among(self.user, keys)
        self.things |= {(kind, key): seen[kind].get(key) for kind, some in keys.items() for key in some}
        found = ((self.things[hit.kind, hit.key], hit) for hit in reversed(hits))
        return {(hit.kind, thing): hit for thing, hit in found if thing is not None}


def hits_for(sight: Sight, sought: Sought, words: str) -> list[Hit]:
    """Of each kind, the newest; where most of these are hidden from the person, the newest of what they see: nothing hidden takes its place.

    Two statements; where there are more of a kind, another, which asks of the best at once, and one for each kind of which they see too few.
    """
    user, kinds = sight.user, [one.kind for one in findables() if not one.shown_as]
    most = LOOKED_AT if user.standing.in_network else LOOKED_AT_FOR_GUESTS
    found = hits_of(sought, kinds, within=likely_for(user), headings=True, most=most)
    hits = [hit for hit in found if hit.address]  # none stands in an index that is not made anew yet
    numbers = Counter(hit.kind for hit in hits)
    full = {kind for kind in kinds if numbers[kind] >= most}
    if not full:
        return hits
    best = mixed(best_first(hits, words))[:ASKED_FIRST]
    seen = Counter(hit.kind for hit in sight.of([*best, *(hit for hit in hits if hit.kind in full)]).values())
    crowded = {kind for kind in full if seen[kind] < MOST}
    hits = [hit for hit in hits if hit.kind not in crowded]
    for kind in kinds:
        if kind in crowded:
            hits += hits_within(user, sought, kind, NOTHING, every=True, headings=True, most=most)
    return hits


def suggestion_of(hit: Hit, sought: Sought) -> Suggestion:
    kind = findable(hit.kind)
    return Suggestion(hit.kind, kind.icon, kind.one, marked(hit.title, sought), hit.address)


def suggestion_of_promoted(one: Promoted, sought: Sought) -> Suggestion:
    label = pgettext_lazy("search", "Recommended")
    return Suggestion("promoted", RECOMMENDED_ICON, label, marked(one.title, sought), one.address, one.is_outside)


def best_first(hits: Iterable[Hit], words: str) -> list[Hit]:
    """Within the same nearness as the kinds stand, and the newest first."""
    orders = {one.kind: one.order for one in findables()}
    begun = fold(words)
    return sorted(hits, key=lambda hit: (nearness(folded(hit.title), begun), orders[hit.kind], -age_of(hit), hit.title))


@lru_cache(maxsize=10_000)
def folded(title: str) -> str:
    return fold(title)


def nearness(title: str, begun: str) -> int:
    """0: the title is what was typed; 1: it begins so; 2: all that was typed begins words of it; 3: another form does."""
    if title == begun:
        return 0
    if title.startswith(begun):
        return 1
    return 2 if all(f" {word}" in f" {title}" for word in begun.split()) else 3


def age_of(hit: Hit) -> int:
    return hit.day.toordinal() if hit.day else 0


def mixed(hits: Iterable[Hit]) -> list[Hit]:
    """Those of which there are not too many of a kind yet before the others; else as they stand."""
    first, later, of_kind = list[Hit](), list[Hit](), Counter[str]()
    for hit in hits:
        of_kind[hit.kind] += 1
        (first if of_kind[hit.kind] <= MOST_OF_A_KIND else later).append(hit)
    return [*first, *later]


def seen_by(sight: Sight, hits: list[Hit], said: Collection[tuple[str, int]]) -> list[Hit]:
    """Those that the person may see, one of each thing but those already `said`, until there are enough. At most two statements."""
    first, later = hits[:ASKED_FIRST], hits[ASKED_FIRST:]
    told_of = {source.partition(":")[0] for hit in first for source in hit.sources}
    seen = without_passed_on(sight.of([*first, *(hit for hit in later if hit.kind in told_of)]), said)
    if sum(hit in first for hit in seen.values()) < MOST:
        first, seen = hits, without_passed_on(sight.of(hits), said)
    shown = {hit for thing, hit in seen.items() if thing not in said}
    return [hit for hit in first if hit in shown]


def without_passed_on(
    seen: dict[tuple[str, int], Hit], said: Collection[tuple[str, int]]
) -> dict[tuple[str, int], Hit]:
    """What passes on something that is seen, or said already, is left out (as `finding.without_passed_on` does of what is found)."""
    own = {thing_name(kind, thing) for kind, thing in (*seen, *said)}
    return {thing: hit for thing, hit in seen.items() if own.isdisjoint(hit.sources)}
