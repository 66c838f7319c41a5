"""In which order things stand that were found: how well their words fit, whether their title says it, and what kind of thing they are.

`score` is the whole of it: a sum of parts, each in proportion to how well the words fit at best (1). The weights are measured
(`tests/search/test_relevance.py`); whoever changes one looks at what that says.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from intranet.fulltext.kinds import findable
from intranet.fulltext.searching import Hit
from intranet.fulltext.words import EMPTY, Sought, Term, stem_of, telling, words_in

TITLE = 0.6
"""The title holds all that is looked for; the fewer other words it has, the nearer to all of this."""
TITLE_IN_PART = 0.4
"""The title holds some of it; half of it, a quarter of this."""
TYPED = 0.3
"""The title says it in the words that were typed, and not in others that say the same."""
EXACT = 0.15
"""It says them in just that form, and not in another one."""
PHRASE = 0.6
"""It says all of it as it was typed, «what a council can do», of which most words are not looked for."""
HELD = 1.0
"""Where only some of what is looked for is held anywhere: all of it; half of it, half of this."""
SAME = 0.8
"""The title says just what is looked for."""
BEGINS = 0.15
"""The title begins with it."""
NAMES = {"person": 0.35, "council": 0.35, "group": 0.3, "person_groups": 0.3, "person_council": 0.3}
"""Of these, a name is looked for as often as anything: what holds all words in its name stands higher."""
KINDS = {"resource": 0.08, "experience": 0.08, "page": 0.05}
"""What was written to be read again."""
PASSED_ON = {"circular_entry": -0.1}
"""What tells of something that is found itself."""
FRESH = {"post": 0.15, "news": 0.25, "circular_entry": 0.1, "experience": 0.05, "resource": 0.05}
"""What is of today; half of it a year ago."""
COMING, PAST = 0.25, -0.1
"""An event that is still to come or goes on, and one that is over."""
HALVED_IN = 365.0
NOBODY_KNOWS: Mapping[tuple[str, int], int] = MappingProxyType({})
LOOKED_AT = 150
"""Of how many titles it is asked what they say, those whose words fit best."""


class Title(NamedTuple):
    """The words of a title that tell something (all, if none does), folded, and their stems; `whole`: all of it, folded, between spaces."""

    words: tuple[str, ...]
    stems: tuple[str, ...]
    whole: str


class Asked(NamedTuple):
    """What hits are measured against: `best`, the highest of their ranks; `words`, as they were typed, and their `stems`.

    `phrase`: all that was typed, folded, between spaces, if it is more than they.
    """

    sought: Sought
    words: tuple[str, ...]
    stems: tuple[str, ...]
    phrase: str
    today: date
    best: float


def asked_by(sought: Sought, hits: Sequence[Hit], *, today: date) -> Asked:
    best = max((hit.rank for hit in hits), default=0.0)
    words = tuple(telling(sought.text))
    phrase = tuple(words_in(sought.text))
    return Asked(sought, words, tuple(map(stem_of, words)), spaced(phrase) if phrase != words else "", today, best)


def spaced(words: Sequence[str]) -> str:
    return f" {' '.join(words)} "


def scores(
    sought: Sought, hits: Sequence[Hit], *, today: date, held: Mapping[tuple[str, int], int] = NOBODY_KNOWS
) -> list[float]:
    """The score of each of `hits`, in their order: the higher the better. `held`: how many terms a document (kind, key) holds, if not all."""
    asked = asked_by(sought, hits, today=today)
    rough = [base(hit, asked) for hit in hits]
    if held:
        rough = [
            one + HELD * held.get((hit.kind, hit.key), 1) / len(sought.terms)
            for one, hit in zip(rough, hits, strict=True)
        ]
    looked_at = sorted(range(len(hits)), key=rough.__getitem__, reverse=True)[:LOOKED_AT]
    for at in looked_at:
        rough[at] += of_title(hits[at], asked)
    return rough


def score(hit: Hit, asked: Asked) -> float:
    """How well `hit` answers what was asked."""
    return base(hit, asked) + of_title(hit, asked)


def base(hit: Hit, asked: Asked) -> float:
    """How well its words fit compared with the best of all, what kind of thing it is and of when: quick, for thousands."""
    fits = hit.rank / asked.best if asked.best > 0 else 0.0
    return fits + KINDS.get(hit.kind, 0.0) + PASSED_ON.get(hit.kind, 0.0) + of_day(hit, asked.today)


def of_day(hit: Hit, today: date) -> float:
    if hit.day is None or hit.ends_on is None:
        return 0.0
    if hit.kind == "event":
        return COMING if hit.ends_on >= today else PAST
    fresh = FRESH.get(hit.kind, 0.0)
    return fresh * 0.5 ** (max(0, (today - hit.day).days) / HALVED_IN) if fresh else 0.0


def of_title(hit: Hit, asked: Asked) -> float:
    """What its title adds: nothing if it holds nothing of what is looked for.

    What kind of thing it is (the «group» of «group of care») need not stand there.
    """
    title, kind = title_of(hit.title), kind_of(hit.kind)
    terms = asked.sought.terms
    if not any(holds(title, term) for term in terms):
        return 0.0
    held = sum(holds(title, term) or holds(kind, term) for term in terms)
    if held < len(terms):
        return TITLE_IN_PART * (held / len(terms)) ** 2
    own = tuple(stem for stem in asked.stems if stem in title.stems or stem not in kind.stems)
    part = min(1.0, len(own) / len(title.words))
    is_typed = all(stem in title.stems for stem in own)
    begins = title.stems[: len(own)] == own
    is_exact = all(word in title.words for word, stem in zip(asked.words, asked.stems, strict=True) if stem in own)
    said = (
        TITLE * (0.5 + part / 2) + TYPED * is_typed + EXACT * is_exact + SAME * (title.stems == own) + BEGINS * begins
    )
    if asked.phrase and asked.phrase in title.whole:
        said += PHRASE
    return said + NAMES.get(hit.kind, 0.0)


def kind_of(kind: str) -> Title:
    """What a thing of this kind is called."""
    return title_of(str(findable(findable(kind).shown_kind).one))


@lru_cache(maxsize=20_000)
def title_of(title: str) -> Title:
    every = tuple(words_in(title))
    words = tuple(word for word in every if word not in EMPTY) or every
    return Title(words, tuple(map(stem_of, words)), spaced(every))


def holds(title: Title, term: Term) -> bool:
    """Whether the title says the term in one of its ways."""
    return any(
        all(one.stem in title.stems or (one.beginning != "" and begins(title, one.beginning)) for one in way)
        for way in term
    )


def begins(title: Title, beginning: str) -> bool:
    return any(word.startswith(beginning) for word in title.words)
