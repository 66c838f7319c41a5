"""What somebody meant who finds nothing with their words: the known words that are the least slips away from them.

Known is what the whole network may read somewhere (`KnownWord`). Whether a word that was typed is known decides nothing: guests
read little of the network, and would learn what stands in the rest. Whoever shows a correction makes sure that it finds something
which its reader may see.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from heapq import nsmallest
from itertools import chain, combinations, islice, product
from time import monotonic
from typing import NamedTuple

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from intranet.catalan import fold
from intranet.fulltext.inflection import inflected
from intranet.fulltext.models import KnownWord
from intranet.fulltext.snippets import WORD
from intranet.fulltext.words import APART, LONGEST_QUERY, Sought, Term, is_worth_knowing, stem_of, telling

MOST_NEAR, MOST_SLIPS = 5, 2
MOST_LOOKED_AT = 50
MOST_WRONG, MOST_WAYS = 4, 100
"""How many words of a query are taken to be mistyped at once, and how many choices of these are looked at."""
LASTS, LASTS_ANYWAY = 300.0, 60.0
"""For how many seconds the words are kept, while there are as many of them; and whether there are or not."""
TWO_SLIPS = 8
"""From how many letters on a word may be two slips away, and not just one."""
SHORT = 6
"""Shorter words begin as what was meant, or are as long: «reus» is no slip for «preus»."""
ONE_SLIP_IN_FORM, TWO_SLIPS_IN_FORM, OTHER_END = 7, 10, 2
"""How many letters what the forms of a word have in common needs for one slip or two where its ending differs besides, by so much.

Of shorter ones the words themselves are compared: «fotos» is no slip for «fets», nor «dietes» for «drets».
"""
SOUNDS_LONG = 5
"""So many letters are to sound alike where the ending is another: «beques» is no slip for «vega»."""
# Letters that sound alike in Catalan, so that one is typed for the other.
SOUNDS = (
    (re.compile(r"h"), ""),
    (re.compile(r"(.)\1"), r"\1"),
    (re.compile(r"v"), "b"),
    (re.compile(r"c(?=[ei])|z"), "s"),
    (re.compile(r"qu(?=[ei])|[kq]"), "c"),
    (re.compile(r"gu(?=[ei])"), "g"),
    (re.compile(r"t?[jg](?=[ei])|t?j"), "j"),
    (re.compile(r"i?x|tx"), "x"),
    (re.compile(r"y"), "i"),
    (re.compile(r"e"), "a"),
    (re.compile(r"o"), "u"),
)


class Near(NamedTuple):
    """A word that may have been meant: the fewer slips the better, those least that nobody hears. `other_end`: it is in another form."""

    slips: int
    is_heard: bool
    starts_otherwise: bool
    other_end: int
    word: str


Correction = tuple[int, tuple[int, ...], tuple[str, ...], tuple[str, ...]]
"""Its turn, what it costs, and the words that stand for which."""


class Vocabulary:
    """The known words, in order, and by what their forms have in common. Made anew when there are others."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = sorted(words)
        worth = filter(is_worth_knowing, self.words)
        self.forms: dict[str, list[str]] = {}
        for word in worth:
            self.forms.setdefault(inflected(word), []).append(word)
        self.words_by_length, self.forms_by_length = (
            by_length(chain.from_iterable(self.forms.values())),
            by_length(self.forms),
        )
        self.read_at = monotonic()

    def is_worn(self) -> bool:
        """One statement, none while they are kept anyway: putting 100,000 of them in order takes a second."""
        age = monotonic() - self.read_at
        return age > LASTS or (age > LASTS_ANYWAY and len(self.words) != KnownWord.objects.count())

    def near(self, word: str) -> list[Near]:
        """The known words that are one slip away, or two if it is long or they sound alike, whatever their ending; the likeliest first.

        Neither the word itself nor its forms, which find the same. None of what is never known.
        """
        if not is_worth_knowing(word):
            return []
        form, stem = inflected(word), stem_of(word)
        forms = {inflected(other) for other in nearest(word, self.words_by_length)}
        forms = forms.union(nearest(form, self.forms_by_length)) - {form}
        likely = (one for one in (self.as_near(word, form, other) for other in forms) if is_likely(word, form, one))
        return nsmallest(MOST_NEAR, (one for one in likely if stem_of(one.word) != stem))

    def as_near(self, word: str, form: str, other_form: str) -> Near:
        """Of the words of `other_form` the one that is most like `word`."""
        end, other = min((OSA.distance(word, one), one) for one in self.forms[other_form])
        sounds_alike = sound_of(other) == sound_of(word) or (
            len(form) >= SOUNDS_LONG and sound_of(other_form) == sound_of(form)
        )
        slips = min(end, OSA.distance(form, other_form))
        return Near(slips, not sounds_alike, other[0] != word[0], end, other)


def is_likely(word: str, form: str, one: Near) -> bool:
    """Whether so many slips are made in `word`, of this `form`: the shorter it is, the sooner it is another word."""
    if not one.is_heard:
        return True
    if len(word) < SHORT and one.starts_otherwise and len(one.word) != len(word):
        return False
    if one.other_end <= (MOST_SLIPS if len(word) >= TWO_SLIPS else 1):
        return True
    most = (len(form) >= ONE_SLIP_IN_FORM) + (len(form) >= TWO_SLIPS_IN_FORM)
    return one.slips <= most and one.other_end <= one.slips + OTHER_END


def by_length(words: Iterable[str]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for word in words:
        found.setdefault(len(word), []).append(word)
    return found


def nearest(word: str, words: dict[int, list[str]]) -> Iterator[str]:
    """Those within two slips; only words of like length are looked at."""
    for length in range(len(word) - MOST_SLIPS, len(word) + MOST_SLIPS + 1):
        some = words.get(length, ())
        scored = extract(word, some, scorer=OSA.distance, score_cutoff=MOST_SLIPS, limit=MOST_LOOKED_AT)
        yield from (other for other, _slips, _at in scored)


_kept: list[Vocabulary] = []


def vocabulary() -> Vocabulary:
    """None, one or two statements."""
    if not _kept or _kept[0].is_worn():
        _kept[:] = [Vocabulary(KnownWord.objects.values_list("word", flat=True))]
    return _kept[0]


@lru_cache(maxsize=8)
def vocabulary_of(words: frozenset[str]) -> Vocabulary:
    """Of a few words that are known for another reason."""
    return Vocabulary(words)


def forget_words() -> None:
    """They are read anew when they are asked for next."""
    _kept.clear()


def corrections(sought: Sought, most: int = 3, *, right: Collection[Term] = (), more: Iterable[str] = ()) -> list[str]:
    """What may have been meant instead of `sought`, with which nothing is found: the query with some words put right, the likeliest first.

    Empty when none of its words is near to another. The words are folded: `as_written` gives them their accents. The terms that are
    `right` stay as they are; `more` words (folded) are known besides.
    """
    stay = {one.stem for term in sought.terms if len(term) > 1 or term in right for one in term[0]}
    sources = vocabulary(), vocabulary_of(frozenset(more))
    words = [word for word in telling(sought.text) if stem_of(word) not in stay]
    near = {word: some[:most] for word in words if (some := nearest_in(sources, word))}
    ways = (way for number in range(1, MOST_WRONG + 1) for way in combinations(near, number))
    likely = sorted(one for way in islice(ways, MOST_WAYS) for one in put_right(way, near, most))
    texts = (replaced(sought.text, dict(zip(way, words, strict=True))) for _turn, _cost, words, way in likely)
    return list(islice(dict.fromkeys(texts), most))


def nearest_in(sources: Iterable[Vocabulary], word: str) -> list[Near]:
    return nsmallest(MOST_NEAR, {one for known in sources for one in known.near(word)})


def put_right(way: tuple[str, ...], near: Mapping[str, Sequence[Near]], most: int) -> Iterator[Correction]:
    """The likeliest words instead of those of `way`. The best of each way to be wrong comes before the second best of any."""
    some = nsmallest(most, product(*(near[word] for word in way)), key=cost)
    return ((turn, cost(one), tuple(word for *_cost, word in one), way) for turn, one in enumerate(some))


def cost(some: Sequence[Near]) -> tuple[int, ...]:
    *costs, _words = zip(*some, strict=True)
    return tuple(map(sum, costs))


def replaced(text: str, words: dict[str, str]) -> str:
    """`text` on one line with other words for some of its own (folded), the rest as it was typed."""
    whole = " ".join(APART.sub(r"\1·l", text[:LONGEST_QUERY]).split())
    return WORD.sub(lambda found: words.get(fold(found[0]), found[0]), whole)


def as_written(correction: str, texts: Iterable[str]) -> str:
    """`correction` with its words as they stand in `texts` of what it found, with their accents, where they do."""
    written = {fold(word): word.lower() for text in texts for word in WORD.findall(text)}
    return replaced(correction, written)


@lru_cache(maxsize=5_000)
def sound_of(word: str) -> str:
    for letters, sound in SOUNDS:
        word = letters.sub(sound, word)
    return word
