"""What is said in the groups, and what councils tell of what they tried, as it is found."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from forum.domain.opening import GREATEST_KEY
from forum.domain.stories import PARTS
from forum.enums import Outcome, TopicKind
from forum.models import Experience, Post, Topic
from forum.models.posts import PAGE
from intranet.fulltext.kinds import Document, Findable, Found, register_findable
from intranet.fulltext.telling import KEYS, excerpt, in_batches, said_of
from intranet.members.enums import Department, GroupAccess
from intranet.members.models import User, WorkingGroup
from intranet.members.models.organisations import full_name_of
from intranet.templatetags.intranet import day_words
from intranet.unions import moment_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from intranet.fulltext.words import Sought

POST, EXPERIENCE = "post", "experience"
MARKS = {TopicKind.QUESTION: "message-circle-question-mark", TopicKind.ANNOUNCEMENT: "megaphone"}
SUCCEEDED, FAILED = "circle-check", "lightbulb"


def register() -> None:
    register_findable(
        Findable(
            kind=POST,
            label=_("Topics and posts"),
            one=pgettext_lazy("found", "Topic"),
            icon="messages-square",
            order=40,
            documents=post_documents,
            visible=visible_posts,
            rows=topic_rows,
            addresses={"topic": first_post_at, "post": post_at},
        )
    )
    register_findable(
        Findable(
            kind=EXPERIENCE,
            label=pgettext_lazy("section", "Experiences"),
            one=pgettext_lazy("topic", "Experience"),
            icon="book-open",
            order=50,
            documents=experience_documents,
            visible=visible_experiences,
            rows=experience_rows,
            addresses={"topic": experience_at, "post": experience_at},
        )
    )


# What is said


class Said(NamedTuple):
    pk: int
    number: int
    text: str
    created_at: datetime
    council: int | None
    topic: int
    title: str
    group: int
    slug: str
    access: str


SAID = (
    *("pk", "number", "text", "created_at", "council", "topic", "topic__title"),
    *("topic__group", "topic__group__slug", "topic__group__access"),
)


def posts_there() -> "QuerySet[Post]":
    """The story of an experience is found as such, and not as the first post of its topic."""
    there = Post.objects.filter(removed_at=None, topic__removed_at=None)
    return there.exclude(number=1, topic__kind=TopicKind.EXPERIENCE)


def post_documents(keys: Collection[int] | None) -> Iterator[Document]:
    """The title of a topic weighs most in its first post, and least in the others. One statement."""
    for some in in_batches(posts_there().values_list(*SAID), keys):
        yield from (document_of(Said._make(row)) for row in some)


def document_of(said: Said) -> Document:
    is_first = said.number == 1
    return Document(
        said.pk,
        said.title if is_first else "",
        post_address(said.slug, said.topic, said.number),
        said.text,
        files="" if is_first else said.title,
        group=said.group,
        organisation=said.council,
        day=timezone.localdate(said.created_at),
        is_open=said.access != GroupAccess.PRIVATE,
    )


def post_address(slug: str, topic: int, number: int) -> str:
    """As `Post.get_absolute_url`; of the first one, the topic's own."""
    address = reverse("topic", args=[slug, topic])
    page = (number - 1) // PAGE + 1
    if number == 1:
        return address
    return f"{address}?pagina={page}#m{number}" if page > 1 else f"{address}#m{number}"


def visible_posts(user: User) -> "QuerySet[Post, Any]":
    readable = WorkingGroup.objects.content_visible_to(user).values("pk")
    there = Post.objects.filter(removed_at=None, topic__removed_at=None, topic__group__in=readable)
    return there.values_list("pk", "topic")


def topic_rows(_user: User, things: Mapping[int, int], sought: "Sought") -> Iterator[Found]:
    """Each topic as the post says it that was found. One statement."""
    for topic, number, text, at, title, kind, slug, group in said_of(posts_told, things.values()):
        said_as = TopicKind(kind).label if number == 1 else pgettext("found", "Reply")
        facts = (str(said_as), group, day_words(moment_of(at) or at))
        mark = MARKS.get(TopicKind(kind), "")
        yield Found(topic, title, post_address(slug, topic, number), facts, excerpt(text, sought), mark)


def posts_told() -> "QuerySet[Post, Any]":
    told = ("topic", "number", "text", "created_at", "topic__title", "topic__kind", "topic__group__slug")
    return Post.objects.filter(pk__among=KEYS).order_by().values_list(*told, "topic__group__name")


def first_post_at(arguments: Mapping[str, Any]) -> int | None:
    return post_at({**arguments, "number": 1})


def post_at(arguments: Mapping[str, Any]) -> int | None:
    if arguments["pk"] > GREATEST_KEY:
        return None
    found = posts_there().filter(topic=arguments["pk"], number=arguments["number"])
    return found.values_list("pk", flat=True).first()


# What was tried


def experience_documents(keys: Collection[int] | None) -> Iterator[Document]:
    """By the key of their topics. Two statements for so many at once."""
    told = Experience.objects.filter(topic__removed_at=None).values(
        *("pk", "topic", "topic__title", "topic__created_at", "topic__group", "topic__group__slug"),
        *("topic__group__access", "council", "council__kind", "council__name", "outcome", "year", "department", *PARTS),
    )
    for some in in_batches(told, keys, key="topic"):
        subjects = subjects_of([row["pk"] for row in some])
        yield from (experience_document(row, subjects[row["pk"]]) for row in some)


def subjects_of(experiences: Iterable[int]) -> dict[int, list[tuple[int, str]]]:
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    pairs = Experience.subjects.through.objects.filter(experience__in=experiences)
    for experience, subject, name in pairs.values_list("experience", "subject", "subject__name"):
        found[experience].append((subject, name))
    return found


def experience_document(row: Mapping[str, Any], subjects: list[tuple[int, str]]) -> Document:
    names = (council_of(row), *(name for _key, name in subjects), *what_of(row))
    return Document(
        row["topic"],
        row["topic__title"],
        post_address(row["topic__group__slug"], row["topic"], 1),
        "\n".join((story_of(row), *names)),
        files="",
        group=row["topic__group"],
        organisation=row["council"],
        day=timezone.localdate(row["topic__created_at"]),
        subjects=tuple(key for key, _name in subjects),
        is_open=row["topic__group__access"] != GroupAccess.PRIVATE,
    )


def what_of(row: Mapping[str, Any]) -> list[str]:
    """What it is, how it went, when, and of which department: as it is asked for."""
    department = [str(Department(row["department"]).label)] if row["department"] else []
    return [pgettext("topic", "Experience"), str(Outcome(row["outcome"]).label), str(row["year"]), *department]


def story_of(row: Mapping[str, Any]) -> str:
    return "\n".join(row[part] for part in PARTS if row[part])


def council_of(row: Mapping[str, Any]) -> str:
    return full_name_of(row["council__kind"], row["council__name"]) if row["council"] else ""


def visible_experiences(user: User) -> "QuerySet[Topic, Any]":
    return Topic.objects.visible_to(user).filter(kind=TopicKind.EXPERIENCE).values_list("pk", "pk")


def experience_rows(_user: User, things: Mapping[int, int], sought: "Sought") -> Iterator[Found]:
    """One statement."""
    for told in said_of(experiences_told, things):
        row = dict(zip(TOLD, told, strict=True))
        outcome = Outcome(row["outcome"])
        told_by = council_of(row) or row["topic__group__name"]
        yield Found(
            row["topic"],
            row["topic__title"],
            post_address(row["topic__group__slug"], row["topic"], 1),
            (str(outcome.label), told_by, str(row["year"])),
            excerpt(story_of(row), sought),
            SUCCEEDED if outcome == Outcome.SUCCESS else FAILED,
        )


TOLD = (
    *("topic", "topic__title", "topic__group__slug", "topic__group__name", "outcome", "year"),
    *("council", "council__kind", "council__name", *PARTS),
)


def experiences_told() -> "QuerySet[Experience, Any]":
    return Experience.objects.filter(topic__among=KEYS).order_by().values_list(*TOLD)


def experience_at(arguments: Mapping[str, Any]) -> int | None:
    if arguments.get("number", 1) != 1:
        return None
    found = Topic.objects.filter(pk=arguments["pk"], kind=TopicKind.EXPERIENCE)
    return found.values_list("pk", flat=True).first()
