"""What coordination has taught the search: expressions that say the same, and what is recommended for which. Asked at each search."""

from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django.db.models import CharField, F, Q, TextField, Value
from django.utils import timezone

from intranet.catalan import sort_key
from intranet.fulltext.words import Ways, words_in
from intranet.prepared import rows_of
from intranet.search.lines import ways_in
from intranet.search.models import Promotion, SynonymSet
from intranet.statements import Statement


class Recommended(NamedTuple):
    """`words`: for which it is, one expression a line."""

    title: str
    address: str
    note: str
    words: str


class Taught(NamedTuple):
    """`synonyms`: expressions that say the same, one a line; `recommended`: what is so today."""

    synonyms: list[str]
    recommended: list[Recommended]

    @property
    def same(self) -> list[Ways]:
        """For `intranet.fulltext.words.sought_in`."""
        return [ways_in(text) for text in self.synonyms]

    @property
    def words(self) -> set[str]:
        """Every word that stands in it, folded."""
        texts = (*self.synonyms, *(one.words for one in self.recommended))
        return {word for text in texts for word in words_in(text)}


def taught() -> Taught:
    """One statement."""
    said = Taught([], [])
    for title, address, note, words, is_recommended in rows_of(worded(timezone.localdate()), {}):
        if is_recommended:
            said.recommended.append(Recommended(title, address, note, words))
        else:
            said.synonyms.append(words)
    said.recommended.sort(key=lambda one: sort_key(one.title))
    return said


@lru_cache(maxsize=2)
def worded(day: date) -> Statement:
    within = Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gte=day)
    empty = Value("", output_field=CharField())
    same = SynonymSet.objects.order_by().annotate(said=F("expressions"), is_one=Value(0))
    recommended = Promotion.objects.filter(*within).order_by().annotate(said=F("words"), is_one=Value(1))
    return Statement.of(
        recommended.values_list("title", "address", "note", "said", "is_one").union(
            same.annotate(title=empty, address=empty, note=Value("", output_field=TextField())).values_list(
                "title", "address", "note", "said", "is_one"
            ),
            all=True,
        )
    )
