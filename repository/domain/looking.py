"""What one resource is to one reader, and where it leads them, in statements that are worded once a day for all who stand alike."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.db.models import BooleanField, Case, CharField, Exists, F, Q, QuerySet, Value, When
from django.utils import timezone

from forum.models import Topic
from intranet.members.models import Position, Subject, User
from intranet.members.standing import Standing
from intranet.statements import PERSON, Statement
from repository.models import Bookmark, Collection, ResourceLink, ResourcePage, Usefulness
from repository.models.queries import kept_by, reviewed_by, shown_to

PAGE = 2_147_483_621
"""What stands in the wording for the resource."""
LINK, SUBJECT, COLLECTION, TOPIC = "link", "subject", "collection", "topic"

Reader = User | AnonymousUser


class Seen(NamedTuple):
    """What `ResourcePage.objects` says of it: `shown_to`, `kept_by` and `reviewed_by`; whether they keep it at hand, and their council used it."""

    shown: bool = False
    keeps: bool = False
    reviews: bool = False
    saved: bool = False
    used: bool = False

    @property
    def is_visible(self) -> bool:
        return self.shown or self.keeps or self.reviews


class Lead(NamedTuple):
    """`place`: the address, or the slug it is made of. `flag`: of a link, that it is a video."""

    what: str
    pk: int
    place: str
    title: str
    flag: bool


NOTHING = Seen()


def how_seen(reader: Reader, pk: int) -> Seen:
    """One statement; none for whoever has no access."""
    if reader.is_anonymous:
        return Seen(shown=ResourcePage.objects.shown_to(reader).filter(pk=pk).exists())
    if not reader.standing.has_access:
        return NOTHING
    found = rule_for(timezone.localdate(), reader.standing).rows({PERSON: reader.pk, PAGE: pk})
    return Seen(*map(bool, found[0])) if found else NOTHING


@lru_cache(maxsize=32)
def rule_for(_day: date, standing: Standing) -> Statement:
    person = anyone(standing)
    councils = Position.objects.giving_access().filter(user=person).values("organisation")
    page = ResourcePage.objects.filter(pk=PAGE).annotate(
        shown=holds(shown_to(person)),
        keeps=holds(kept_by(person)),
        reviews=holds(reviewed_by(person)),
        saved=Exists(Bookmark.objects.filter(page=PAGE, person=person)),
        used=Exists(Usefulness.objects.filter(page=PAGE, council__in=councils)),
    )
    return Statement.of(page.order_by().values_list("shown", "keeps", "reviews", "saved", "used"))


def holds(rule: Q) -> Case:
    return Case(When(rule, then=Value(True)), default=Value(False), output_field=BooleanField())  # noqa: FBT003


def anyone(standing: Standing) -> User:
    """A person who stands so; who it is, is filled in."""
    person = User(pk=PERSON)
    person.standing = standing
    return person


def leads_of(reader: Reader, pk: int) -> list[Lead]:
    """Its links, subjects, the collections it is in and the topics that talk about it or that it was made of. One statement.

    Of collections and topics, those that the reader may see.
    """
    standing = None if reader.is_anonymous else reader.standing
    statement = leads_for(timezone.localdate(), standing)
    rows = statement.rows({PERSON: reader.pk, PAGE: pk})
    in_order = sorted(rows, key=lambda row: (row[0], row[5], row[1]))
    return [Lead(what, key, place, title, bool(flag)) for what, key, place, title, flag, _position in in_order]


@lru_cache(maxsize=32)
def leads_for(_day: date, standing: Standing | None) -> Statement:
    reader: Reader = AnonymousUser() if standing is None else anyone(standing)
    first, *rest = worded_leads(reader)
    return Statement.of(first.union(*rest, all=True))


def worded_leads(reader: Reader) -> "Iterator[QuerySet[Any, Any]]":
    links = ResourceLink.objects.filter(page=PAGE)
    yield columns(LINK, links, "url", "title", flag=F("is_video"), position=F("sort_order"))
    subjects = Subject.objects.filter(resources=PAGE)
    yield columns(SUBJECT, subjects, "slug", "name")
    shelves = Collection.objects.visible_to(reader).filter(items__page=PAGE)
    yield columns(COLLECTION, shelves, "slug", "title")
    if not reader.is_anonymous:
        origin = ResourcePage.objects.filter(pk=PAGE).values("from_topic")
        topics = Topic.objects.visible_to(reader).filter(Q(discussed_resource__page=PAGE) | Q(pk__in=origin))
        yield columns(TOPIC, topics, "group__slug", "title")


def columns(
    what: str,
    rows: "QuerySet[Any, Any]",
    place: str,
    title: str,
    *,
    flag: "F | Value" = Value(False),  # noqa: B008, FBT003 - an expression is the same whoever asks
    position: "F | Value" = Value(0),  # noqa: B008
) -> "QuerySet[Any, Any]":
    told = rows.order_by().annotate(
        what=Value(what, output_field=CharField()), place=F(place), named=F(title), flag=flag, at=position
    )
    return told.values_list("what", "pk", "place", "named", "flag", "at")  # type: ignore[no-any-return]
