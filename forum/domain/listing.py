"""Topics in a list, as one person finds them: what each shows, and how much of it is new. One statement a list."""

from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import (
    BooleanField,
    Case,
    Count,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from forum.enums import TopicKind
from forum.models import GroupMark, Post, Topic
from intranet.members.enums import GroupRole
from intranet.members.models import GroupMembership, User, WorkingGroup
from intranet.prepared import rows_of
from intranet.statements import GROUP, PERSON, Statement, age_of, midnight

TOPICS_PER_PAGE = 30
ON_A_PAGE = " LIMIT %s OFFSET %s"
NEWS_FOR = timedelta(days=30)
"""How long something that one has not read is news."""


class Show(StrEnum):
    """What a list of topics is narrowed down to; the words stand in its address."""

    ALL = ""
    UNREAD = "no-llegits"
    UNANSWERED = "sense-resposta"
    QUESTIONS = TopicKind.QUESTION.value
    DEBATES = TopicKind.DEBATE.value
    EXPERIENCES = TopicKind.EXPERIENCE.value
    ANNOUNCEMENTS = TopicKind.ANNOUNCEMENT.value


class TopicLine(NamedTuple):
    """`version` and the names say how the row looks; `read_until` whether the person declared the whole group read once.

    `new_number`: how many posts there are to read after `read_number`.
    """

    pk: int
    version: int
    last_number: int
    age: str
    author_given_name: str
    author_family_name: str
    council: str | None
    last_given_name: str | None
    last_family_name: str | None
    group_slug: str
    group_name: str
    read_number: int
    read_until: object
    new_number: int
    is_unread: bool

    @property
    def news(self) -> int:
        """How many posts are new: ALL_OF_IT for a topic never opened, SOME where it is not known how many."""
        if not self.is_unread:
            return 0
        if not self.read_number and self.last_number == 1:
            return ALL_OF_IT
        if self.read_until is not None:
            return SOME
        return self.new_number if self.read_number else ALL_OF_IT


ALL_OF_IT, SOME = -1, -2
COLUMNS = (
    "pk",
    "version",
    "last_number",
    "age",
    "author__given_name",
    "author__family_name",
    "council__name",
    "last_author__given_name",
    "last_author__family_name",
    "group__slug",
    "group__name",
    "read_number",
    "read_until",
    "new_number",
    "is_unread",
)


YES, NO = (Value(answer) for answer in (True, False))


def with_reading(topics: "QuerySet[Topic, Any]", person: Any) -> "QuerySet[Any, Any]":
    """`topics` with how far `person` has read each: `read_number`, `read_until` of its group, `new_number`, `is_unread`.

    What moderation removed is new to nobody: reckoned when it is asked, it is right whoever removes or restores meanwhile.
    """
    until = GroupMark.objects.filter(person=person, group=OuterRef("group")).values("read_until")
    new = Q(last_number__gt=F("read_number")) & (Q(read_until=None) | Q(last_posted_at__gt=F("read_until")))
    return topics.annotate(
        mark=FilteredRelation("read_marks", condition=Q(read_marks__person=person)),
        read_number=Coalesce("mark__number", 0),
        read_until=Subquery(until),
        new_number=F("last_number") - F("read_number") - removed_since(),
    ).annotate(is_unread=Case(When(new & Q(new_number__gt=0), then=YES), default=NO, output_field=BooleanField()))


def removed_since() -> Case:
    """How many posts after `read_number` are removed. Only topics with removed posts are looked into: there are few."""
    removed = Post.objects.filter(topic=OuterRef("pk"), number__gt=OuterRef("read_number"), removed_at__isnull=False)
    number = removed.order_by().values("topic").annotate(found=Count("pk")).values("found")
    return Case(When(post_count=F("last_number"), then=0), default=Coalesce(Subquery(number), 0))


def narrowed(topics: Any, show: Show, words: str = "") -> "QuerySet[Any, Any]":
    """`topics` of one kind or state whose titles hold every one of `words`, without regard to accents."""
    if show == Show.UNREAD:
        topics = topics.filter(is_unread=True)
    elif show == Show.UNANSWERED:
        topics = topics.filter(pk__in=Topic.objects.unanswered().values("pk"))
    elif show != Show.ALL:
        topics = topics.filter(kind=show.value)
    found: QuerySet[Any, Any] = topics.titled(words) if words else topics
    return found


def worded(show: Show, words: str, day: date) -> tuple[Statement, Statement]:
    """The page of a group's topics, and how many there are."""
    topics = with_reading(Topic.objects.filter(group=GROUP, removed_at=None), PERSON)
    topics = narrowed(topics, show, words)
    ordered = topics.annotate(age=age_of("last_posted_at", day)).in_order()
    counted = Statement.of(topics.order_by().values("pk"))
    number = Statement(f"SELECT COUNT(*) FROM ({counted.sql}) AS found", counted.parameters)  # noqa: S608 - the ORM's own
    return Statement.of(ordered.values_list(*COLUMNS), tail=ON_A_PAGE), number


worded_on = lru_cache(maxsize=2 * len(Show))(worded)


def topics_of(
    person: User, group: WorkingGroup, *, show: Show = Show.ALL, words: str = "", page: int = 1
) -> tuple[list[TopicLine], int, int]:
    """One page of the topics of a group that `person` may read, the page's number, and how many topics there are.

    A page beyond the last is the last. Two statements, one where the first page holds all.
    """
    listed, counted = (worded if words else worded_on)(show, words, timezone.localdate())
    blanks = {PERSON: person.pk, GROUP: group.pk}
    found = listed.rows(blanks, TOPICS_PER_PAGE + 1, 0) if page == 1 else []
    if page == 1 and len(found) <= TOPICS_PER_PAGE:
        return [TopicLine._make(row) for row in found], 1, len(found)
    ((total,),) = counted.rows(blanks)
    page = min(page, max(1, -(-total // TOPICS_PER_PAGE)))
    if page > 1 or not found:
        found = listed.rows(blanks, TOPICS_PER_PAGE, (page - 1) * TOPICS_PER_PAGE)
    return [TopicLine._make(row) for row in found[:TOPICS_PER_PAGE]], page, total


def lines_of(topics: "QuerySet[Topic]", person: User, *, most: int) -> list[TopicLine]:
    """The first of `topics`, in their order, as lines of a panel. One statement."""
    rows = with_reading(topics, person.pk).annotate(age=age_of("last_posted_at", timezone.localdate()))
    return [TopicLine._make(row) for row in rows.values_list(*COLUMNS)[:most]]


@lru_cache(maxsize=2)
def news_on(day: date, in_network: bool) -> Statement:  # noqa: FBT001 - one of the two that are kept
    """What is new to a person in the groups that they are in, those that spoke last first."""
    seats = GroupMembership.objects.in_force(day).filter(user=PERSON)
    seats = seats if in_network else seats.filter(role=GroupRole.GUEST)
    groups = seats.order_by().values("group")
    if in_network:
        groups = groups.union(WorkingGroup.objects.filter(holds_everyone=True).order_by().values("pk"))
    recent = Topic.objects.filter(
        group__among_rows=groups, removed_at=None, last_posted_at__gt=midnight(day - NEWS_FOR)
    )
    topics = with_reading(recent, PERSON)
    rows = narrowed(topics, Show.UNREAD).annotate(age=age_of("last_posted_at", day))
    columns = [looked_up(name) for name in COLUMNS]
    return Statement.of(rows.order_by("-last_posted_at", "-pk").values_list(*columns), tail=" LIMIT %s")


def looked_up(column: str) -> Any:
    """What stands in another table, as the few rows that are shown ask for it; a join has PostgreSQL read that table first."""
    key, _in, name = column.partition("__")
    if not name:
        return column
    related: Any = Topic._meta.get_field(key).related_model  # noqa: SLF001 - Django's public name
    return Subquery(related.objects.order_by().filter(pk=OuterRef(key)).values(name))


def news_of(person: User, *, most: int) -> list[TopicLine]:
    """The latest topics of the person's groups in which something is new to them. One statement."""
    statement = news_on(timezone.localdate(), person.standing.in_network)
    return [TopicLine._make(row) for row in rows_of(statement, {PERSON: person.pk}, most)]
