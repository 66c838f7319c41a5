"""The words that an entry takes over from its source."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.text import Truncator

from home.circular.enums import Section
from home.circular.models.entries import LONGEST_TITLE

LONGEST_FACTS = 255
LONGEST_EXCERPT = 320
"""Of what is longer where it comes from: a circular is skimmed, and read on where it was said."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a thing of the site says of itself. All but `section` are an entry's fields, by their names.

    `section` is where it belongs when it comes in; `drop_reason` is "" for what readers may be told of.
    """

    title: str
    text: str
    section: Section
    day: date | None = None
    facts: str = ""
    group_id: int | None = None
    organisation_id: int | None = None
    subject_keys: list[int] = field(default_factory=list)
    drop_reason: str = ""


def title_line(text: str) -> str:
    return Truncator(" ".join(text.split())).chars(LONGEST_TITLE)


def excerpt(text: str) -> str:
    """Its beginning in whole words, on one line."""
    words = " ".join(text.split())
    if len(words) <= LONGEST_EXCERPT:
        return words
    return f"{words[:LONGEST_EXCERPT].rpartition(' ')[0].rstrip(',;:–—-(')}…"


def facts_line(*parts: str) -> str:
    """«10.00–13.30 · Centre cívic La Farinera»."""
    return Truncator(" · ".join(part for part in parts if part)).chars(LONGEST_FACTS)
