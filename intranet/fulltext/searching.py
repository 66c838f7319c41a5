"""Finding things of several kinds at once: one statement for all."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from intranet.fulltext.domain import store
from intranet.fulltext.words import Sought
from intranet.prepared import answers_to

MOST_OF_A_KIND = 200
"""How many of a kind are looked at, the newest ones: whoever looks for so common a word adds another."""


class Hit(NamedTuple):
    """A document that holds what was looked for. `rank`: the higher the better, comparable within one answer alone.

    `last_day`: of what lasts longer than its `day`. `source`: of what passes on something else (`Document.source`).
    """

    kind: str
    key: int
    rank: float
    title: str
    address: str
    group: int | None
    organisation: int | None
    day: date | None
    subjects: str
    last_day: date | None = None
    source: str = ""

    @property
    def ends_on(self) -> date | None:
        return self.last_day or self.day

    @property
    def sources(self) -> list[str]:
        return self.source.split()


class Narrowing(NamedTuple):
    """What hits are narrowed down to; `since` and `until` are both within. What lasts is within where one of its days is."""

    group: int | None = None
    organisation: int | None = None
    subject: int | None = None
    since: date | None = None
    until: date | None = None

    @property
    def leaves_few(self) -> bool:
        """Whether what it leaves is found by an index."""
        return self.group is not None or self.organisation is not None

    def conditions(self) -> tuple[str, list[Any]]:
        """For the statement: `AND …` of an entry's columns, and their parameters."""
        asked = {
            'entry."group" = %s': self.group,
            "entry.organisation = %s": self.organisation,
            "entry.subjects LIKE %s": None if self.subject is None else f"%,{self.subject},%",
            "COALESCE(entry.last_day, entry.day) >= %s": self.since,
            "entry.day <= %s": self.until,
        }
        chosen = {words: value for words, value in asked.items() if value is not None}
        return "".join(f" AND {words}" for words in chosen), list(chosen.values())


class Within(NamedTuple):
    """A condition more: `where` begins with AND and speaks of `entry`."""

    where: str = ""
    parameters: tuple[Any, ...] = ()


EVERYTHING, ANYWHERE = Narrowing(), Within()


def hits_of(
    sought: Sought,
    kinds: Sequence[str],
    *,
    every: bool = True,
    narrowing: Narrowing = EVERYTHING,
    within: Within = ANYWHERE,
    headings: bool = False,
    most: int = MOST_OF_A_KIND,
) -> list[Hit]:
    """Of each of `kinds`, the newest `most` that hold all terms of `sought` (or some, unless `every`), in no order.

    `headings`: that hold them in their titles; on PostgreSQL these have no rank. One statement, none for nothing sought. Who may see them is not asked here.
    """
    if not sought or not kinds:
        return []
    where, narrowed = narrowing.conditions()
    sql, parameters = store().searching(
        sought,
        kinds,
        every=every,
        headings=headings,
        most=most,
        where=where + within.where,
        narrowed=[*narrowed, *within.parameters],
        few=narrowing.leaves_few,
    )
    if headings:  # asked at each letter, and worded alike each time
        return [Hit(*row) for row in answers_to(sql, parameters)]
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [Hit(*row) for row in cursor.fetchall()]
