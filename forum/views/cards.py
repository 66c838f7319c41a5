"""How a post looks. Its card is drawn once for each version of it and each way in which its readers find it."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.utils import timezone

from forum.domain.moderation import may_restore
from forum.domain.opening import OpenTopic
from forum.domain.pages import PostLine
from forum.domain.solving import may_solve
from forum.enums import ReactionKind
from forum.models import Post
from forum.views.kept import Key, drawing, kept
from forum.views.moments import kept_for, moment_words
from intranet.members.models import Organisation


class Word(NamedTuple):
    """One kind of reaction under a post, and how many gave it."""

    kind: str
    label: str
    number: int


class Rights(NamedTuple):
    """What the reader may do in a topic, with each of its posts."""

    reply: bool
    react: bool
    moderate: bool
    solve: bool
    see_councils: bool

    @classmethod
    def of(cls, opened: OpenTopic) -> "Rights":
        door = opened.door
        can_solve = may_solve(opened.topic, door)
        return cls(opened.may_reply, door.may_write, door.moderates, can_solve, door.person.standing.in_network)


def cards_of(opened: OpenTopic, lines: list[PostLine]) -> list[str]:
    """The cards of some posts of a topic, with the reader's own words pressed."""
    rights, solution = Rights.of(opened), opened.topic.solved_by_id
    day = timezone.localdate()

    def key(line: PostLine) -> Key:
        row = line.row
        author = (row.given_name, row.family_name, row.council, line.photo)
        ways = (line.is_own, line.is_known, rights, solution is None, row.pk == solution)
        return (row.pk, row.version, *author, kept_for(row.age, day), *ways)

    def draw(missing: list[int]) -> Iterator[str]:
        posts = posts_with_all(lines[position].row.pk for position in missing)
        for position in missing:
            line = lines[position]
            yield drawing("forum/post.html", **context_of(posts[line.row.pk], line, rights, solution))

    drawn = kept("post", [key(line) for line in lines], draw)
    return [pressed(card, line) if line.reactions else card for card, line in zip(drawn, lines, strict=True)]


def context_of(post: Post, line: PostLine, rights: Rights, solution: int | None) -> dict[str, Any]:
    return {
        "post": post,
        "when": moment_words(post.created_at, line.row.age),
        "photo": post.author.photo.url if line.photo and post.author.photo else "",
        "is_known": line.is_known,
        "council_url": council_url(post.council) if rights.see_councils else "",
        "given": words_of(post),
        "may_react": rights.react and not line.is_own,
        "may_reply": rights.reply,
        "may_edit": rights.moderate or (line.is_own and rights.reply),
        "may_report": not line.is_own and not rights.moderate,
        "moderates": rights.moderate,
        "may_restore": rights.moderate and (not line.is_own or removed_by_author(post)),
        "solves": post.pk == solution,
        "may_solve": rights.solve and not post.is_first and solution in {None, post.pk},
        "has_files": bool(post.attachments.all()),
    }


def removed_by_author(post: Post) -> bool:
    return post.removed_at is not None and may_restore(post, by=post.author)


def posts_with_all(keys: Iterable[int]) -> dict[int, Post]:
    """The posts with whatever their cards show. Two statements."""
    posts = Post.objects.select_related("author", "council", "reply_to__author").prefetch_related("attachments")
    return posts.in_bulk(list(keys))


def words_of(post: Post) -> list[Word]:
    """The words that somebody gave `post`."""
    words = (Word(kind.value, str(kind.label), int(post.reactions.get(kind.value, 0))) for kind in ReactionKind)
    return [word for word in words if word.number]


def council_url(council: Organisation | None) -> str:
    return council.get_absolute_url() if council is not None and council.is_present else ""


def pressed(card: str, line: PostLine) -> str:
    """`card` with the reader's own words pressed."""
    for kind in line.reactions:
        button = f'value="{line.row.pk}:{kind}" aria-pressed="'
        card = card.replace(f"{button}false", f"{button}true")
    return card
