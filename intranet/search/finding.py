"""What somebody finds: the best first, narrowed down and counted."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils import timezone

from intranet.fulltext.kinds import thing_name
from intranet.fulltext.searching import EVERYTHING, Hit
from intranet.fulltext.spelling import corrections
from intranet.fulltext.words import Sought, sought_in, telling
from intranet.search.alone import Alone, At, found_alone, holding_most
from intranet.search.filters import NAMED, NOTHING, Filters, Names, names_of, values_of
from intranet.search.looking import Piece, Sight, cut_among, sight_of
from intranet.search.promotions import Promoted, promoted
from intranet.search.ranking import NOBODY_KNOWS, scores
from intranet.search.synonyms import with_begun
from intranet.search.taught import Taught, taught

if TYPE_CHECKING:
    from intranet.members.models import User

MOST_CORRECTIONS = 3
NONE_ALONE = Alone(frozenset(), NOBODY_KNOWS)


class Result(NamedTuple):
    """A thing that was found, with the key of the document that fits best."""

    kind: str
    thing: int
    key: int
    score: float


class Choice(NamedTuple):
    """A value to narrow down by: `number` of things would be left, of all that was found."""

    key: int
    label: str
    number: int
    is_chosen: bool


class Attempt(NamedTuple):
    """One way to look: `corrected` words instead of those that were typed, or only some of them. `held`: how many, of each document."""

    sought: Sought
    corrected: str = ""
    is_loose: bool = False
    held: Mapping[At, int] = NOBODY_KNOWS


@dataclass(frozen=True)
class Answer:
    """`counts`: of each kind, how many things there are within the other filters; `cut`: the kinds of which there are more than that.

    `is_found`: whether there is anything at all, filters or not; `sought`: with what it was found; `recommended`: for the words
    as they were typed, or as they are corrected.
    """

    sought: Sought
    filters: Filters
    results: list[Result] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    cut: frozenset[str] = frozenset()
    choices: dict[str, list[Choice]] = field(default_factory=dict)
    corrected: str = ""
    is_loose: bool = False
    is_found: bool = False
    recommended: Sequence[Promoted] = ()

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def find(user: "User", query: str, filters: Filters = NOTHING) -> Answer:
    """What `user` finds with `query`. If they find nothing, what they may have meant or what holds some of the words (`attempts`).

    What is recommended for the words as they were typed says what they mean: then none is corrected.

    Five statements: what coordination has taught, the groups one knows, the hits, which of them one may see, and what one can
    narrow down by is called. One more for what was chosen, and a few where nothing is found, or very much (`sight_of`).
    """
    first: Attempt | None = None
    if filters.narrowing != EVERYTHING:
        filters = known(filters, names_of(user, keys_in((), filters)))
    lessons, said = taught(), list[Promoted]()
    for attempt in attempts(user, query, lessons):
        if said and attempt.corrected:
            continue
        sight = sight_of(user, attempt.sought, filters, every=not attempt.is_loose)
        said = said or promoted(user, attempt.sought, lessons.recommended)
        if sight.pieces or (said and attempt.corrected):
            return answered(user, attempt, told_once(attempt, sight, filters), filters, said)
        first = first or attempt
    return answered(user, first or Attempt(Sought(query)), Sight([]), filters, said)


def attempts(user: "User", query: str, lessons: Taught) -> Iterator[Attempt]:
    """Each is made only if those before have found nothing.

    A word with which `user` finds something alone is right, and stays; where all are, nothing is corrected. Two statements for that.
    """
    same = lessons.same
    sought = sought_in(query, same=same)
    if not sought:
        return
    yield Attempt(sought)
    further = sought_in(query, same=with_begun(same, telling(query)))
    if further != sought:
        yield Attempt(further)
    alone = found_alone(user, sought) if len(sought.terms) > 1 else NONE_ALONE
    if len(alone.found) < len(set(sought.terms)):
        for words in corrections(sought, most=MOST_CORRECTIONS, right=alone.found, more=lessons.words):
            yield Attempt(sought_in(words, same=same), corrected=words)
    if alone.found:
        yield Attempt(sought, is_loose=True, held=alone.held)


def told_once(attempt: Attempt, sight: Sight, filters: Filters) -> Sight:
    """Without what only passes on something that was found itself and, where only some of the words are held, without the tail."""
    pieces = holding_most(sight.pieces, attempt.held) if attempt.is_loose else sight.pieces
    pieces = without_passed_on(pieces, filters)
    return sight if len(pieces) == len(sight.pieces) else Sight(pieces, cut_among(filter_by(pieces, filters)))


def without_passed_on(pieces: list[Piece], filters: Filters) -> list[Piece]:
    """What passes on something that stands in the answer is left out (`Document.source`); what is filtered out replaces nothing that is not."""
    sources = {source for piece in pieces for source in piece.hit.sources}
    if not sources:
        return pieces
    own = {
        (name, filters.lets(piece.hit)) for piece in pieces if (name := thing_name(piece.kind, piece.thing)) in sources
    }

    def is_told(piece: Piece) -> bool:
        within = (True,) if filters.lets(piece.hit) else (True, False)
        return any((name, one) in own for name in piece.hit.sources for one in within)

    return [piece for piece in pieces if not (piece.hit.source and is_told(piece))]


def filter_by(pieces: Iterable[Piece], filters: Filters) -> list[Piece]:
    return [piece for piece in pieces if filters.lets(piece.hit)]


def answered(user: "User", attempt: Attempt, sight: Sight, filters: Filters, recommended: Sequence[Promoted]) -> Answer:
    names = names_of(user, keys_in(sight.pieces, filters))
    within = filter_by(sight.pieces, filters)
    shown = [piece for piece in within if is_within(piece, filters)]
    return Answer(
        attempt.sought,
        filters,
        results_of(attempt, shown),
        numbers_of(within),
        sight.cut,
        {name: choices_of(name, sight.pieces, filters, names[name]) for name in NAMED},
        attempt.corrected,
        attempt.is_loose,
        bool(sight.pieces),
        recommended,
    )


def keys_in(pieces: Iterable[Piece], asked: Filters) -> dict[str, set[int]]:
    """Of each filter whose values have names, the keys that occur."""
    keys: dict[str, set[int]] = {name: {getattr(asked, name)} - {None} for name in NAMED}
    for hit, _kind, _thing in pieces:
        for name in NAMED:
            keys[name].update(values_of(hit, name))
    return keys


def known(asked: Filters, names: Names) -> Filters:
    """Without the values that there are not, or of which one may not know."""
    unknown = [name for name in NAMED if getattr(asked, name) not in names[name]]
    return without(asked, *unknown)


def without(filters: Filters, *names: str) -> Filters:
    left: dict[str, Any] = dict.fromkeys(names)
    return filters._replace(**left)


def results_of(attempt: Attempt, pieces: Sequence[Piece]) -> list[Result]:
    """One for each thing, with the best of its documents; what fits equally well, the newest first."""
    hits = [piece.hit for piece in pieces]
    ranks = scores(attempt.sought, hits, today=timezone.localdate(), held=attempt.held)
    best: dict[tuple[str, int], tuple[float, Hit]] = {}
    for (hit, kind, thing), score in zip(pieces, ranks, strict=True):
        at = kind, thing
        kept = best.get(at)
        if kept is None or (score, newness(hit)) > (kept[0], newness(kept[1])):
            best[at] = score, hit
    # One key at a time: numbers are compared far quicker than tuples of them.
    ordered = sorted(best.items(), key=lambda one: one[0])
    ordered.sort(key=lambda one: newness(one[1][1]), reverse=True)
    ordered.sort(key=lambda one: one[1][0], reverse=True)
    return [Result(kind, thing, hit.key, score) for (kind, thing), (score, hit) in ordered]


def newness(hit: Hit) -> int:
    return hit.day.toordinal() if hit.day else 0


def numbers_of(pieces: Iterable[Piece]) -> dict[str, int]:
    """Of each kind, how many things."""
    numbers: dict[str, int] = {}
    for kind, _thing in {(piece.kind, piece.thing) for piece in pieces}:
        numbers[kind] = numbers.get(kind, 0) + 1
    return numbers


def is_within(piece: Piece, filters: Filters) -> bool:
    return filters.kind in {"", piece.kind} and filters.lets(piece.hit)


def choices_of(name: str, pieces: Iterable[Piece], filters: Filters, names: dict[int, str]) -> list[Choice]:
    """The values of one filter that something has which is within all the others."""
    others = without(filters, name)
    within = pieces if others == NOTHING else [piece for piece in pieces if is_within(piece, others)]
    having = {(key, kind, thing) for hit, kind, thing in within for key in values_of(hit, name) if key in names}
    numbers = {getattr(filters, name): 0} if getattr(filters, name) is not None else {}
    for key, _kind, _thing in having:
        numbers[key] = numbers.get(key, 0) + 1
    chosen = getattr(filters, name)
    return [Choice(key, label, numbers[key], key == chosen) for key, label in names.items() if key in numbers]
