"""Collections as they are found: reading lists, guides, learning paths and campaign kits, by what they say and what they hold."""

from collections import defaultdict
from collections.abc import Collection as Keys
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intranet.fulltext.kinds import Document, Findable, Found, register_findable
from intranet.fulltext.telling import KEYS, excerpt, in_batches, said_of
from intranet.members.enums import Department, GroupAccess
from intranet.members.models import User
from intranet.richtext.cleaning import plain_text
from repository.enums import CollectionKind, CollectionVisibility, ResourceVisibility
from repository.models import Chapter, Collection, CollectionItem

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from intranet.fulltext.words import Sought

COLLECTION = "collection"
SIGNS = {
    CollectionKind.LIST: "list",
    CollectionKind.GUIDE: "book-open",
    CollectionKind.PATH: "graduation-cap",
    CollectionKind.KIT: "megaphone",
}
WORDS = ("pk", "slug", "title", "kind", "summary", "argument", "department", "visibility", "group", "created_at")
PUBLIC, NETWORK = ResourceVisibility.PUBLIC, ResourceVisibility.NETWORK
IN_NETWORK = (CollectionVisibility.NETWORK, CollectionVisibility.OWN)
FOR_ALL_ITS_READERS = (
    Q(page__visibility=PUBLIC)
    | Q(page__visibility=NETWORK, collection__visibility__in=IN_NETWORK)
    | Q(
        page__visibility=ResourceVisibility.GROUP,
        collection__visibility=CollectionVisibility.GROUP,
        page__group=F("collection__group"),
    )
)
"""Of a place in a collection: that whoever finds the collection sees what stands there. Others are not told of it by its title."""


def register() -> None:
    register_findable(
        Findable(
            kind=COLLECTION,
            label=_("Collections"),
            one=_("Collection"),
            icon="folder",
            order=75,
            documents=documents,
            visible=visible,
            rows=rows,
            addresses={"collection": collection_at},
        )
    )


class Held(NamedTuple):
    """What stands in a collection: its chapters, and its resources with why they are there."""

    chapters: list[str]
    resources: list[str]


def documents(keys: Keys[int] | None) -> Iterator[Document]:
    """Three statements for so many at once."""
    for some in in_batches(Collection.objects.values(*WORDS), keys):
        held = held_by([row["pk"] for row in some])
        yield from (document_of(row, held[row["pk"]]) for row in some)


def held_by(collections: Keys[int]) -> dict[int, Held]:
    """Two statements."""
    found: dict[int, Held] = defaultdict(lambda: Held([], []))
    chapters = Chapter.objects.filter(collection__in=collections).order_by("position", "pk")
    for collection, *said in chapters.values_list("collection", "title", "text"):
        found[collection].chapters.extend(said)
    items = CollectionItem.objects.filter(FOR_ALL_ITS_READERS, collection__in=collections, page__live=True)
    for collection, *said in items.order_by("position", "pk").values_list("collection", "page__title", "note"):
        found[collection].resources.extend(said)
    return found


def document_of(row: Mapping[str, Any], held: Held) -> Document:
    return Document(
        row["pk"],
        row["title"],
        reverse("collection", args=[row["slug"]]),
        "\n".join(filter(None, (text_of(row), str(_("Collection")), *facts_of(row), *held.chapters))),
        files="\n".join(filter(None, held.resources)),
        group=row["group"],
        day=timezone.localdate(row["created_at"]),
        is_open=row["visibility"] in {CollectionVisibility.NETWORK, CollectionVisibility.PUBLIC},
    )


def text_of(row: Mapping[str, Any]) -> str:
    argument = plain_text(row["argument"]) if row["argument"] else ""
    return "\n".join(filter(None, (row["summary"], argument)))


def facts_of(row: Mapping[str, Any]) -> list[str]:
    department = [str(Department(row["department"]).label)] if row["department"] else []
    return [str(CollectionKind(row["kind"]).label), *department]


def visible(user: User) -> "QuerySet[Collection, Any]":
    return Collection.objects.visible_to(user).values_list("pk", "pk")


TOLD = ("pk", "slug", "title", "kind", "summary", "argument", "department", "group__name", "group__access")


def rows(_user: User, things: Mapping[int, int], sought: "Sought") -> Iterable[Found]:
    """One statement. A private group is not named: whoever reads of it knows whose it is."""
    for told in said_of(collections_told, things):
        row = dict(zip(TOLD, told, strict=True))
        group = row["group__name"] if row["group__access"] != GroupAccess.PRIVATE else ""
        yield Found(
            row["pk"],
            row["title"],
            reverse("collection", args=[row["slug"]]),
            tuple(fact for fact in (*facts_of(row), group) if fact),
            excerpt(text_of(row), sought),
            SIGNS[CollectionKind(row["kind"])],
        )


def collections_told() -> "QuerySet[Collection, Any]":
    return Collection.objects.filter(pk__among=KEYS).order_by().values_list(*TOLD)


def collection_at(arguments: Mapping[str, Any]) -> int | None:
    return Collection.objects.filter(slug=arguments["slug"]).values_list("pk", flat=True).first()
