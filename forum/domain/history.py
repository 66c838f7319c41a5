"""How a post came to say what it says: each change with what went and what came, word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from enum import StrEnum

from forum.models import Post
from intranet.members.models import User
from intranet.richtext.cleaning import plain_text

MOST_CHANGES = 50
# Beyond so many words, lines are compared and not words: comparing takes the square of them.
MOST_WORDS = 3000
# What stays the same is shown so many words deep on either side of a change.
NEAR = 12

WORD = re.compile(r"\n+|\S+[^\S\n]*")
LINE = re.compile(r"\n+|[^\n]+")


class Fate(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Piece:
    fate: Fate
    text: str


@dataclass(frozen=True)
class Change:
    """`title` and `words` are empty where they stayed the same; `before` is the HTML that the post was until then."""

    at: datetime
    by: User | None
    title: list[Piece]
    words: list[Piece]
    before: str


def changes_of(post: Post) -> list[Change]:
    """The latest first, at most `MOST_CHANGES`. One statement."""
    title, body = post.topic.title, post.body
    found = []
    for revision in post.revisions.select_related("edited_by")[:MOST_CHANGES]:
        found.append(
            Change(
                revision.replaced_at,
                revision.edited_by,
                differences(revision.title, title) if post.is_first else [],
                differences(plain_text(revision.body), plain_text(body)),
                revision.body,
            )
        )
        title, body = revision.title, revision.body
    return found


def differences(before: str, after: str) -> list[Piece]:
    """Empty when both read the same."""
    cut = WORD if len(before.split()) + len(after.split()) < MOST_WORDS else LINE
    old, new = cut.findall(before), cut.findall(after)
    matcher = SequenceMatcher(None, [bare(piece) for piece in old], [bare(piece) for piece in new], autojunk=False)
    steps = matcher.get_opcodes()
    if all(step == "equal" for step, *_places in steps):
        return []
    return list(pieces(steps, old, new))


def bare(piece: str) -> str:
    """By what a word is recognised: the space after it says nothing, a new line does."""
    return piece.strip() or "\n"


def pieces(steps: Sequence[tuple[str, int, int, int, int]], old: list[str], new: list[str]) -> Iterator[Piece]:
    for place, (step, old_from, old_to, new_from, new_to) in enumerate(steps):
        if step == "equal":
            yield Piece(Fate.SAME, near(new[new_from:new_to], is_first=place == 0, is_last=place == len(steps) - 1))
            continue
        if old_from < old_to:
            yield Piece(Fate.REMOVED, "".join(old[old_from:old_to]))
        if new_from < new_to:
            yield Piece(Fate.ADDED, "".join(new[new_from:new_to]))


def near(words: list[str], *, is_first: bool, is_last: bool) -> str:
    """The words next to the changes; an ellipsis stands for the rest of a long stretch."""
    if len(words) <= 2 * NEAR + 4:
        return "".join(words)
    head, tail = "" if is_first else "".join(words[:NEAR]), "" if is_last else "".join(words[-NEAR:])
    return f"{head}… {tail}"
