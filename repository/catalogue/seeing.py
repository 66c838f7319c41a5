"""The bank as one person finds it: `ResourcePage.objects.shown_to`, by sets instead of rows."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from django.utils import timezone

from intranet.members.models import User, WorkingGroup
from intranet.members.standing import Standing
from intranet.statements import PERSON, Statement
from repository.catalogue.bank import NETWORK, PUBLIC, Bank, Line
from repository.catalogue.keeping import bank_of, version_of_bank

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

CURRENT, OVERDUE, ARCHIVED = "", "cal-revisar", "arxivats"
STATES = (CURRENT, OVERDUE, ARCHIVED)
Chosen = Mapping[str, Collection[str]]
"""Facet by facet, the values that were chosen: one of each, of all facets at once."""


@dataclass(frozen=True)
class Catalogue:
    """`seen`: what this person finds, archived or not; `groups`: those that they read."""

    bank: Bank
    seen: int
    groups: frozenset[int]

    @cached_property
    def current(self) -> int:
        return self.seen & ~self.bank.archived

    def in_state(self, state: str) -> int:
        if state == ARCHIVED:
            return self.seen & self.bank.archived
        return self.current & self.bank.overdue if state == OVERDUE else self.current

    def lines_of(self, positions: "Collection[int]") -> list[Line]:
        return [self.bank.lines[position] for position in positions]

    def newest(self, found: int, most: int) -> list[Line]:
        """The first of a set of what this person finds."""
        lines: list[Line] = []
        found &= self.seen
        while found and len(lines) < most:
            lowest = found & -found
            lines.append(self.bank.lines[lowest.bit_length() - 1])
            found ^= lowest
        return lines

    def of_group(self, slug: str) -> int:
        return self.seen & self.bank.facets["group"].get(slug, 0)

    def offered(self, facet: str) -> dict[str, str]:
        """The values of a facet, with their labels, that something seen has; of groups those that this person reads."""
        values, labels = self.bank.facets[facet], self.bank.labels[facet]
        if facet == "group":
            labels = {slug: name for slug, name in labels.items() if self.bank.group_keys[slug] in self.groups}
        return {value: label for value, label in labels.items() if values[value] & self.seen}


def catalogue_for(user: "User | AnonymousUser") -> Catalogue:
    """One statement, and five more when the bank has changed since this process read it."""
    day = timezone.localdate()
    if user.is_anonymous or not user.standing.has_access:
        bank = bank_of(version_of_bank(), day)
        return Catalogue(bank, bank.circles.get(PUBLIC, 0) if user.is_anonymous else 0, frozenset())
    answered = [key for (key,) in circles_for(day, user.standing).rows({PERSON: user.pk})]
    return catalogue_of(user, [key for key in answered if key > 0], -min(answered, default=0))


def catalogue_of(user: User, groups: "Collection[int]", number: int) -> Catalogue:
    """Of a person with access, the keys of the groups that they read and the number of the bank's version being known.

    No statement, unless the bank has changed.
    """
    bank = bank_of(number, timezone.localdate())
    circles = [PUBLIC, NETWORK, *groups] if user.standing.in_network else [PUBLIC, *groups]
    seen = 0
    for circle in circles:
        seen |= bank.circles.get(circle, 0)
    return Catalogue(bank, seen, frozenset(groups))


@lru_cache(maxsize=64)
def circles_for(_day: date, standing: Standing) -> Statement:
    """The keys of the groups that a person who stands so reads and, below zero, the number of the bank's version."""
    person = User(pk=PERSON)
    person.standing = standing
    groups = WorkingGroup.objects.content_visible_to(person).order_by().values_list("pk")
    return Statement.of(groups, tail=" UNION ALL SELECT -number FROM repository_bankversion WHERE id = 1")
