"""What the screen shows on which a circular is put together: what waits, what is in it, how long it is, what is wrong."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import pgettext

from home.circular.domain.checking import Problem, problems_of
from home.circular.domain.composing import MOST_HIGHLIGHTS
from home.circular.domain.knowing import taken_back, words_of_taken_back
from home.circular.enums import CLIPPED_FROM, KILO, EntryState, Section
from home.circular.letter.writing import size_of
from home.circular.models import CircularEntry, CircularPage
from intranet.frame import Link
from intranet.members.models import User
from intranet.richtext.cleaning import plain_text

FILTER = "seccio"
WORDS_A_MINUTE = 200
KEPT_FOR = 600


@dataclass(frozen=True)
class Shelf:
    """The entries of one section."""

    section: Section
    entries: list[CircularEntry]


@dataclass(frozen=True)
class Length:
    """`size`: of the letter in bytes; None as long as nobody has weighed it."""

    words: int
    size: int | None

    @property
    def minutes(self) -> int:
        return max(1, round(self.words / WORDS_A_MINUTE))

    @property
    def kilobytes(self) -> int | None:
        return None if self.size is None else round(self.size / KILO)

    @property
    def is_clipped(self) -> bool:
        return self.size is not None and self.size > CLIPPED_FROM


class Board:
    """The circular with what `user` may see of it: its entries are one statement, whatever is asked for."""

    def __init__(self, circular: CircularPage, user: User, *, section: str = "", weighs: bool = False) -> None:
        self.circular, self.user = circular, user
        self.section = section if section in Section.values else ""
        self.weighs = weighs

    @cached_property
    def entries(self) -> list[CircularEntry]:
        found = self.circular.entries.visible_to(self.user).with_sources().select_related("author").in_order()
        entries = list(found)
        for entry in entries:
            entry.circular = self.circular
        return entries

    def entry(self, key: int) -> CircularEntry | None:
        return next((entry for entry in self.entries if entry.pk == key), None)

    @cached_property
    def waiting(self) -> list[CircularEntry]:
        """What happens first stands first; what has no date, as it came."""
        found = [entry for entry in self.entries if entry.state == EntryState.WAITING and not entry.drop_reason]
        return sorted(found, key=lambda entry: (entry.day or date.max, entry.pk))

    @cached_property
    def printed(self) -> list[CircularEntry]:
        return [entry for entry in self.entries if entry.is_printed]

    @cached_property
    def dropped(self) -> list[CircularEntry]:
        """What would be in it, had it not been cancelled, postponed or taken back."""
        return [entry for entry in self.entries if entry.drop_reason and entry.state != EntryState.REJECTED]

    @cached_property
    def taken_back(self) -> list[CircularEntry]:
        """What was accepted and is published no more: of it, only that is said."""
        return list(taken_back(self.circular, by=self.user))

    @property
    def taken_back_words(self) -> list[str]:
        return [words_of_taken_back(entry) for entry in self.taken_back]

    @property
    def out_by_themselves(self) -> int:
        return len(self.dropped) + len(self.taken_back)

    @cached_property
    def rejected(self) -> list[CircularEntry]:
        return [entry for entry in self.entries if entry.state == EntryState.REJECTED]

    @property
    def candidates(self) -> list[Shelf]:
        """By section, those of the one that was chosen alone."""
        return [shelf for shelf in shelved(self.waiting) if shelf.entries and self.section in {"", shelf.section.value}]

    @property
    def shelves(self) -> list[Shelf]:
        """What is in the circular: every section, also one without anything."""
        return shelved(self.printed)

    @property
    def highlights(self) -> list[CircularEntry]:
        """With those that have dropped out: they keep their place."""
        order = list(Section.values)
        found = [entry for entry in self.entries if entry.is_highlight]
        return sorted(found, key=lambda entry: order.index(entry.section))

    @property
    def highlighted(self) -> int:
        """How many: of those that are published no more, nobody reads the title."""
        return len(self.highlights) + sum(entry.is_highlight for entry in self.taken_back)

    @property
    def most_highlights(self) -> int:
        return MOST_HIGHLIGHTS

    @property
    def filters(self) -> list[tuple[Link, int]]:
        """The sections in which something waits, with how much."""
        address = reverse("circular_compose", args=[self.circular.month])
        found = [
            (
                Link(pgettext("candidates", "All"), f"{address}#propostes", is_current=not self.section),
                len(self.waiting),
            )
        ]
        for shelf in shelved(self.waiting):
            value, href = shelf.section.value, f"{address}?{urlencode({FILTER: shelf.section.value})}#propostes"
            if shelf.entries or value == self.section:
                found.append((Link(shelf.section.label, href, is_current=value == self.section), len(shelf.entries)))
        return found

    @property
    def query(self) -> str:
        return f"?{urlencode({FILTER: self.section})}" if self.section else ""

    @cached_property
    def length(self) -> Length:
        texts = [plain_text(self.circular.intro)]
        texts += [f"{entry.title} {entry.facts} {entry.text}" for entry in self.printed]
        return Length(sum(len(text.split()) for text in texts), size_known(self.circular, weighs=self.weighs))

    @cached_property
    def problems(self) -> list[Problem]:
        return problems_of(self.circular, by=self.user, size=self.length.size, entries=self.entries)

    @property
    def worst(self) -> str:
        """The level of the first problem; "" when there is none."""
        return self.problems[0].level if self.problems else ""


def shelved(entries: Iterable[CircularEntry]) -> list[Shelf]:
    found = list(entries)
    return [Shelf(section, [entry for entry in found if entry.section == section]) for section in Section]


def size_known(circular: CircularPage, *, weighs: bool) -> int | None:
    """Of the letter as it is now: remembered, or weighed if the caller has the time for it."""
    key = f"circular-size:{circular.pk}:{circular.version}:{circular.content_version}"
    known: int | None = cache.get(key)
    if known is None and weighs:
        known = size_of(circular)
        cache.set(key, known, KEPT_FOR)
    return known
