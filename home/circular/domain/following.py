"""An entry says what its source says, until somebody words it otherwise; and it leaves the circular with its source."""

from typing import Any

from home.circular.domain.said import Said
from home.circular.enums import ON_ITS_WAY
from home.circular.models import CircularEntry, CircularPage

WORDS = ("title", "text")
FACTS = ("day", "facts", "group_id", "organisation_id", "subject_keys")
FOLLOWED = (*WORDS, "day", "facts", "group", "organisation", "subject_keys", "drop_reason", "source_changed", "version")
"""The fields that are saved of an entry that followed its source."""


def fields_of(said: Said) -> dict[str, Any]:
    """All that an entry takes over, as `CircularEntry` names it."""
    return {name: getattr(said, name) for name in (*WORDS, *FACTS, "drop_reason")}


def followed(circular: CircularPage) -> tuple[str, ...]:
    """Of what its entries say, what follows their sources today: once it goes out, no more than readers would be led astray by.

    To whose group something belongs is followed for ever: a private one's name is not for everybody.
    """
    if circular.is_open:
        return (*FACTS, *WORDS)
    return ("day", "facts", "group_id") if circular.state in ON_ITS_WAY else ("group_id",)


def follow(entry: CircularEntry, said: Said, circular: CircularPage) -> set[str]:
    """Let `entry` say what its source says, unsaved; which of its fields are others by now.

    Whether it still stands in its circular follows whatever became of that. Words that somebody found for it stay, and so
    do those that people have got already: it notes that the source has others.
    """
    before = {name: getattr(entry, name) for name in (*WORDS, *FACTS, "drop_reason", "source_changed")}
    names = followed(circular)
    for name in (*names, "drop_reason"):
        if not (entry.reworded and name in WORDS):
            setattr(entry, name, getattr(said, name))
    if circular.is_open or circular.state in ON_ITS_WAY:
        entry.source_changed = (said.title, said.text) != words_of_source(entry)
    changed = {name for name, value in before.items() if getattr(entry, name) != value}
    if changed - {"drop_reason", "source_changed"}:
        entry.version += 1
    return changed


def words_of_source(entry: CircularEntry) -> tuple[str, str]:
    """Those that were seen last."""
    return (entry.source_title, entry.source_text) if entry.source_title else (entry.title, entry.text)
