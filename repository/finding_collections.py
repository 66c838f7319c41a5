"""Collections as they are found: reading lists, guides, learning paths and campaign kits, by what they say and what they hold."""

from collections import defaultdict
from collections.abc import Collection as Keys
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from intranet.fulltext.kinds import Document, Findable, Found, register_findable
from intranet.fulltext.snippets import snippet, snippet_among, standing
from intranet.fulltext.telling import KEYS, beginning, in_batches, said_of
from intranet.members.enums import Department, GroupAccess
from intranet.members.models import User
from intranet.richtext.cleaning import plain_text
from intranet.statements import Statement, among
from intranet.unions import anyone, blanks_for
from repository.enums import CollectionKind, CollectionVisibility, ResourceVisibility
from repository.models import Chapter, Collection, CollectionItem, ResourcePage

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet
    from django.utils.safestring import SafeString

    from intranet.fulltext.words import Sought
    from intranet.members.standing import Standing

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
    items = items_told().filter(collection__in=collections)
    for collection, *said in items.order_by("position", "pk").values_list("collection", "page__title", "note"):
        found[collection].resources.extend(said)
    return found


def items_told() -> "QuerySet[CollectionItem]":
    """Of which a collection speaks where it is found: in the index, and in what is read of it."""
    return CollectionItem.objects.filter(FOR_ALL_ITS_READERS, page__live=True)


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


def rows(user: User, things: Mapping[int, int], sought: "Sought") -> Iterator[Found]:
    """One statement; another where one does not say itself what is looked for: it holds something that does.

    A private group is not named: whoever reads of it knows whose it is.
    """
    told = [dict(zip(TOLD, one, strict=True)) for one in said_of(collections_told, things)]
    said = {row["pk"]: snippet(text_of(row), sought) for row in told}
    held = titles_in([row["pk"] for row in told if not (said[row["pk"]] or is_named(row, sought))], user, sought)
    for row in told:
        group = row["group__name"] if row["group__access"] != GroupAccess.PRIVATE else ""
        yield Found(
            row["pk"],
            row["title"],
            reverse("collection", args=[row["slug"]]),
            tuple(fact for fact in (*facts_of(row), group) if fact),
            said[row["pk"]] or held.get(row["pk"]) or beginning(text_of(row)),
            SIGNS[CollectionKind(row["kind"])],
        )


def is_named(row: Mapping[str, Any], sought: "Sought") -> bool:
    """Whether its title, or what kind of collection it is, says all that is looked for."""
    wanted = {word for term in sought.terms for way in term for word in way}
    there = standing("\n".join((row["title"], str(_("Collection")), *facts_of(row))), wanted)
    return all(any(there.issuperset(way) for way in term) for term in sought.terms)


def titles_in(collections: Keys[int], user: User, sought: "Sought") -> "dict[int, SafeString]":
    """Of collections, the titles of what stands in them that say what is looked for. One statement, none for none."""
    titles = defaultdict[int, list[str]](list)
    worded = titles_worded(user.standing, timezone.localdate()) if collections else None
    for collection, title in worded.rows({**blanks_for(user), KEYS: among(collections)}) if worded else ():
        titles[collection].append(title)
    found = {collection: snippet_among(some, sought) for collection, some in titles.items()}
    holding = gettext("It holds: %(titles)s") % {"titles": "{}"}
    return {collection: format_html(holding, some) for collection, some in found.items() if some}


@lru_cache(maxsize=64)
def titles_worded(standing: "Standing", _day: "date") -> Statement:
    """Of those in the index, what such a person sees: who keeps a collection may read less by now than its readers do."""
    seen = ResourcePage.objects.shown_to(anyone(standing)).values("pk")
    items = items_told().filter(collection__among=KEYS, page__in=seen)
    return Statement.of(items.order_by("position", "pk").values_list("collection", "page__title"))


def collections_told() -> "QuerySet[Collection, Any]":
    return Collection.objects.filter(pk__among=KEYS).order_by().values_list(*TOLD)


def collection_at(arguments: Mapping[str, Any]) -> int | None:
    return Collection.objects.filter(slug=arguments["slug"]).values_list("pk", flat=True).first()
