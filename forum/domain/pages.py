"""One page of a topic: who wrote each post and in which state it is, without the posts themselves. One statement."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django.db.models import Exists, FilteredRelation, OuterRef, Q
from django.utils import timezone

from forum.domain.opening import OpenTopic
from forum.models import Post
from forum.models.posts import PAGE
from intranet.members.doors import Door
from intranet.members.enums import GroupRole, Visibility
from intranet.members.models import GroupMembership, User
from intranet.statements import FIRST, LAST, PERSON, TOPIC, Statement, age_of


class Row(NamedTuple):
    """A post as the statement answers: its author's name and face, whether they are of the network or in the group today."""

    pk: int
    number: int
    version: int
    author_id: int
    given_name: str
    family_name: str
    photo: str
    photo_visibility: str
    council: str | None
    age: str
    in_network: bool
    seated: bool
    seated_as_guest: bool
    reaction: str | None


COLUMNS = (
    "pk",
    "number",
    "version",
    "author_id",
    "author__given_name",
    "author__family_name",
    "author__photo",
    "author__photo_visibility",
    "council__name",
    "age",
    "author_in_network",
    "author_seated",
    "author_seated_as_guest",
    "mine__kind",
)


@lru_cache(maxsize=2)
def statement_on(day: date) -> Statement:
    """A post stands on several lines when its reader answered it with several words."""
    author = User.objects.in_network().filter(pk=OuterRef("author")).order_by()
    seats = GroupMembership.objects.in_force(day).filter(user=OuterRef("author"), group=OuterRef("topic__group"))
    posts = Post.objects.filter(topic=TOPIC, number__gte=FIRST, number__lte=LAST).annotate(
        mine=FilteredRelation("reaction_rows", condition=Q(reaction_rows__person=PERSON)),
        age=age_of("created_at", day),
        author_in_network=Exists(author),
        author_seated=Exists(seats),
        author_seated_as_guest=Exists(seats.filter(role=GroupRole.GUEST, user__is_active=True)),
    )
    return Statement.of(posts.order_by("number").values_list(*COLUMNS))


@dataclass(frozen=True)
class Reader:
    """What decides which of the authors somebody knows: asked once a page."""

    pk: int
    cares_for_members: bool
    in_network: bool
    is_seated: bool

    @classmethod
    def of(cls, door: Door) -> "Reader":
        """The group of everyone is nobody's own: being in it with somebody shows nothing more of them."""
        standing = door.person.standing
        is_seated = door.is_inside and not door.group.holds_everyone
        return cls(door.person.pk, standing.cares_for_members, standing.in_network, is_seated)

    def knows(self, row: Row) -> bool:
        """Whether they may see who the author is today, beside the name under which they wrote."""
        if self.cares_for_members or row.author_id == self.pk:
            return True
        if row.in_network and self.in_network:
            return True
        return bool(self.is_seated and row.seated and (row.in_network or row.seated_as_guest))

    def may_see_photo(self, row: Row) -> bool:
        """Where that is sure; else the initials do."""
        if row.author_id == self.pk or row.photo_visibility == Visibility.NETWORK:
            return True
        return bool(row.photo_visibility == Visibility.GROUPS and self.is_seated and row.seated)


class PostLine(NamedTuple):
    """A post of a page, as its reader finds it: `photo` is the file of the author's face, `reactions` are the reader's own."""

    row: Row
    is_own: bool
    is_known: bool
    photo: str
    reactions: list[str]


def posts_on(opened: OpenTopic, *, page: int) -> list[PostLine]:
    """The posts of one page, removed ones too: numbers have no gaps."""
    return lines_between(opened, (page - 1) * PAGE + 1, page * PAGE)


def lines_between(opened: OpenTopic, first: int, last: int) -> list[PostLine]:
    reader = Reader.of(opened.door)
    blanks = {PERSON: reader.pk, TOPIC: opened.topic.pk, FIRST: first, LAST: last}
    lines: list[PostLine] = []
    for row in map(Row._make, statement_on(timezone.localdate()).rows(blanks)):
        if not lines or lines[-1].row.pk != row.pk:
            known = reader.knows(row)
            photo = row.photo if row.photo and known and reader.may_see_photo(row) else ""
            lines.append(PostLine(row, row.author_id == reader.pk, known, photo, []))
        if row.reaction:
            lines[-1].reactions.append(row.reaction)
    return lines


def pages_of(opened: OpenTopic) -> int:
    return max(1, -(-opened.topic.last_number // PAGE))
