"""What sections have in common when they tell the index of their things, and a list of what was found."""

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from django.template.defaultfilters import date as date_words
from django.utils import timezone
from django.utils.html import escape

from intranet.fulltext.snippets import LONGEST, snippet
from intranet.statements import Statement, among

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.utils.safestring import SafeString

    from intranet.fulltext.words import Sought

AT_ONCE = 500
KEYS = "keys of the wording"
"""What stands in the wording for the keys that each request fills in."""
Row = TypeVar("Row")


def in_batches(
    rows: "QuerySet[Any, Row]", keys: Collection[int] | None, *, key: str = "pk", size: int = AT_ONCE
) -> "Iterator[list[Row]]":
    """`rows` whose `key` is one of `keys`, or all of them (None), so many at once."""
    asked = rows if keys is None else rows.filter(**{f"{key}__in": keys})
    found = asked.order_by(key).iterator(chunk_size=size)
    while some := list(islice(found, size)):
        yield some


def said_of(
    rows: "Callable[[], QuerySet[Any, Any]]", keys: Collection[int], blanks: Mapping[Any, Any] | None = None
) -> list[tuple[Any, ...]]:
    """Of the things with these `keys`, what `rows` says, which narrows itself to them with `…__among=KEYS`. One statement.

    It is worded once a day; other `blanks` than the keys are filled in too. The database's own answer: on SQLite, moments and days
    are words (`intranet.unions.moment_of`, `day_of`) and truths numbers, and blocks are JSON on both (`blocks_in`).
    """
    return worded(rows, timezone.localdate()).rows({**(blanks or {}), KEYS: among(keys)}) if keys else []


@lru_cache(maxsize=64)
def worded(rows: "Callable[[], QuerySet[Any, Any]]", _day: date) -> Statement:
    return Statement.of(rows())


def day_of(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


def month_in_words(day: date) -> str:
    """«novembre 2026»: words by which what is of a day is looked for."""
    return date_words(day, "F Y")


def blocks_in(kept: Any) -> list[Any]:
    """The raw blocks of a body, as the database keeps them."""
    found: list[Any] = (json.loads(kept) if isinstance(kept, str) and kept else kept) or []
    return found


def excerpt(text: str, sought: "Sought") -> "SafeString":
    """Where plain `text` says what is looked for; its beginning, where it does not. Markup: what stands in the text is escaped."""
    return snippet(text, sought) or beginning(text)


def beginning(text: str) -> "SafeString":
    """How plain `text` begins, as markup; to the end of a word where there is one."""
    words = " ".join(text[: LONGEST * 4].split())
    if len(words) <= LONGEST:
        return escape(words)
    between = words.rfind(" ", 0, LONGEST)
    return escape(f"{words[: between if between > 0 else LONGEST]} …")
