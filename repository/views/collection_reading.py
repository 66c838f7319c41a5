"""A collection as its reader finds it: in chapters, without what they may not see, with how far they have come."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from intranet.members.models import Organisation
from repository.domain.downloads import is_too_much
from repository.domain.kits import councils_of
from repository.domain.progress import Way, read_by
from repository.models import Chapter, Collection, CollectionItem, KitUse, ResourceFile, ResourcePage

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from intranet.members.models import User

# Of a resource, what a list does not show.
UNSHOWN = ("page__body", "page__context", "page__measures", "page__results", "page__legal_basis")


@dataclass
class Row:
    """A resource in its place; in a kit with its files, and with who has used it."""

    item: CollectionItem
    is_read: bool = False
    files: list[ResourceFile] = field(default_factory=list)
    uses: list[KitUse] = field(default_factory=list)
    own_uses: list[KitUse] = field(default_factory=list)

    @property
    def picture(self) -> ResourceFile | None:
        return next((one for one in self.files if one.stored.thumbnail), None)


@dataclass(frozen=True)
class Section:
    chapter: Chapter | None
    rows: list[Row]

    @property
    def way(self) -> Way:
        return Way(sum(row.is_read for row in self.rows), len(self.rows))


class Reading:
    """Four statements, for any number of resources; seven of a kit."""

    def __init__(self, collection: Collection, reader: "User | AnonymousUser") -> None:
        self.collection, self.reader = collection, reader
        self.is_known = reader.is_authenticated and reader.standing.in_network
        self.sections = list(self.sectioned(list(collection.chapters.all())))
        if collection.is_kit:
            self.add_files()
            self.add_uses()

    @cached_property
    def items(self) -> list[CollectionItem]:
        seen = ResourcePage.objects.shown_to(self.reader).values("pk")
        found = self.collection.items.filter(page__in=seen).select_related("page__organisation")
        return list(found.defer(*UNSHOWN))

    @cached_property
    def rows(self) -> list[Row]:
        return [row for section in self.sections for row in section.rows]

    def sectioned(self, chapters: list[Chapter]) -> Iterator[Section]:
        """What stands before the chapters is a section of its own, if there is any. Where nothing is read there is no chapter."""
        user = self.reader
        read = read_by(user, self.collection) if self.collection.keeps_progress and user.is_authenticated else set()
        placed: dict[int | None, list[Row]] = defaultdict(list)
        for item in self.items:
            placed[item.chapter_id].append(Row(item, item.pk in read))
        for chapter in [None, *chapters]:
            if rows := placed[chapter.pk if chapter else None]:
                yield Section(chapter, rows)

    @property
    def way(self) -> Way:
        return Way(sum(row.is_read for row in self.rows), len(self.rows))

    @property
    def next(self) -> Row | None:
        """Where one left off: the first one not read, once one has begun."""
        if not self.way.done:
            return None
        return next((row for row in self.rows if not row.is_read), None)

    def add_files(self) -> None:
        pages = [item.page_id for item in self.items]
        offered = ResourceFile.objects.filter(page__in=pages).select_related("stored").defer("stored__text")
        files = defaultdict(list)
        for offer in offered.order_by("page", "sort_order"):
            files[offer.page_id].append(offer)
        for row in self.rows:
            row.files = files[row.item.page_id]
            for offer in row.files:
                offer.page = row.item.page

    def add_uses(self) -> None:
        """Who has used what, for the people of the network."""
        if not self.is_known:
            return
        said = KitUse.objects.filter(item__in=self.items).select_related("council").order_by("-used_on", "-pk")
        own = {council.pk for council in self.councils}
        rows = {row.item.pk: row for row in self.rows}
        for use in said:
            row = rows[use.item_id]
            row.uses.append(use)
            if use.council_id in own:
                row.own_uses.append(use)

    @cached_property
    def councils(self) -> list[Organisation]:
        """In whose name the reader may say that they have used a piece."""
        return list(councils_of(self.reader)) if self.is_known and self.reader.is_authenticated else []

    @property
    def has_files(self) -> bool:
        """That fit into one ZIP."""
        files = [offer for row in self.rows for offer in row.files]
        return bool(files) and not is_too_much(files)
