"""How a post came to say what it says: each change with what went and what came, word by word."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from enum import StrEnum

from forum.domain.facts import label_of, words_of
from forum.models import Post
from intranet.members.models import User
from intranet.richtext.cleaning import plain_text

PER_PAGE = 10
# Beyond so many words, lines are compared and not words: comparing takes the square of them.
MOST_WORDS = 3000
# Comparing takes the pairs of equal words, times a word: beyond so many, what was and what is stand one after the other.
MOST_PAIRS = 20_000
# What stays the same is shown so many words deep on either side of a change.
NEAR = 12

Step = tuple[str, int, int, int, int]
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
class FactChange:
    """Of an experience; "" where nothing was said."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """`title` and `words` are empty where they stayed the same; `before` is the HTML that the post was until then."""

    at: datetime
    by: User | None
    title: list[Piece]
    words: list[Piece]
    before: str
    facts: list[FactChange]


def changes_of(post: Post, page: int = 1) -> tuple[list[Change], bool]:
    """The latest first, `PER_PAGE` of them, and whether there are earlier ones. One statement."""
    skipped = (page - 1) * PER_PAGE
    newer = 1 if skipped else 0
    title, body = post.topic.title, post.body
    found: list[Change] = []
    revisions = list(post.revisions.select_related("edited_by")[skipped - newer : skipped + PER_PAGE + 1])
    for revision in revisions[:newer]:
        title, body = revision.title, revision.body
    for revision in revisions[newer : newer + PER_PAGE]:
        found.append(
            Change(
                revision.replaced_at,
                revision.edited_by,
                differences(revision.title, title) if post.is_first else [],
                differences(plain_text(revision.body), plain_text(body)),
                revision.body,
                [
                    FactChange(label_of(name), *(words_of(name, it) for it in both))
                    for name, both in revision.facts.items()
                ],
            )
        )
        title, body = revision.title, revision.body
    return found, len(revisions) > newer + PER_PAGE


def differences(before: str, after: str) -> list[Piece]:
    """Empty when both read the same."""
    cut = WORD if len(before.split()) + len(after.split()) < MOST_WORDS else LINE
    old, new = cut.findall(before), cut.findall(after)
    steps = steps_between([bare(piece) for piece in old], [bare(piece) for piece in new])
    return list(pieces(steps, old, new)) if any(step != "equal" for step, *_places in steps) else []


def steps_between(old: list[str], new: list[str]) -> list[Step]:
    """As `SequenceMatcher.get_opcodes`. Only what lies between the common beginning and end is compared, if it can be."""
    shorter = min(len(old), len(new))
    head = next((place for place in range(shorter) if old[place] != new[place]), shorter)
    rest = shorter - head
    tail = next((place for place in range(rest) if old[-1 - place] != new[-1 - place]), rest)
    steps: list[Step] = [("equal", 0, head, 0, head)] if head else []
    steps += [
        (step, old_from + head, old_to + head, new_from + head, new_to + head)
        for step, old_from, old_to, new_from, new_to in middle_steps(
            old[head : len(old) - tail], new[head : len(new) - tail]
        )
    ]
    return steps + ([("equal", len(old) - tail, len(old), len(new) - tail, len(new))] if tail else [])


def middle_steps(old: list[str], new: list[str]) -> Sequence[Step]:
    if not old and not new:
        return []
    if pairs_of(old, new) > MOST_PAIRS:
        return [("replace", 0, len(old), 0, len(new))]
    return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()


def pairs_of(old: list[str], new: list[str]) -> int:
    """How much there is to compare."""
    times = Counter(new)
    return sum(number * times[word] for word, number in Counter(old).items())


def bare(piece: str) -> str:
    """By what a word is recognised: the space after it says nothing, a new line does."""
    return piece.strip() or "\n"


def pieces(steps: Sequence[Step], old: list[str], new: list[str]) -> Iterator[Piece]:
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
