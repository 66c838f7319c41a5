"""Who gave a post each of the wordings it has had: others may have corrected it, and called its topic something else."""

from collections.abc import Iterator
from dataclasses import dataclass

from forum.models import Post
from intranet.members.models import User


@dataclass(frozen=True)
class Wording:
    """`title` is that of the topic, for its first post. `revision` is the one that keeps it; None for what it says now."""

    title: str
    body: str
    writer: int | None
    revision: int | None = None


def wordings_of(post: Post) -> Iterator[Wording]:
    """The latest first. No statement when `post` comes with its `revisions`, and with its topic."""
    title, body, kept = (post.topic.title if post.is_first else ""), post.body, None
    for revision in post.revisions.all():
        yield Wording(title, body, revision.edited_by_id, kept)
        title, body, kept = revision.title, revision.body, revision.pk
    yield Wording(title, body, post.author_id, kept)


def last_by(person: User, post: Post) -> Wording:
    """How `person`, its author, has last put it."""
    return next(wording for wording in wordings_of(post) if wording.writer == person.pk)
