"""How far the campaign has come: which councils have used what of which department's kit, and which not yet."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from intranet.members.models import Organisation, User
from repository.enums import CollectionKind
from repository.models import Collection, CollectionItem, KitUse, ResourcePage


@dataclass
class Used:
    """So many pieces, the last of them on that day."""

    pieces: int = 0
    last: date | None = None

    def add(self, use: KitUse) -> None:
        self.pieces += 1
        self.last = max(self.last or use.used_on, use.used_on)


@dataclass
class Piece:
    item: CollectionItem
    uses: list[KitUse] = field(default_factory=list)

    @property
    def last(self) -> date | None:
        return max((use.used_on for use in self.uses), default=None)


@dataclass
class Kit:
    """`councils`: what each has used of it, by key."""

    collection: Collection
    pieces: list[Piece] = field(default_factory=list)
    councils: dict[int, Used] = field(default_factory=dict)

    @property
    def last(self) -> date | None:
        return max((used.last for used in self.councils.values() if used.last), default=None)


class Adoption:
    """Four statements: the kits, their pieces, the councils that take part, and what they have used."""

    def __init__(self, reader: User) -> None:
        self.councils = list(Organisation.objects.councils().present().order_by("sort_key"))
        kits = Collection.objects.visible_to(reader).filter(kind=CollectionKind.KIT).order_by("sort_key")
        self.kits = {collection.pk: Kit(collection) for collection in kits}
        pieces = {piece.item.pk: piece for piece in self.pieces_for(reader)}
        present = {council.pk for council in self.councils}
        said = KitUse.objects.filter(item__in=list(pieces), council__in=present).select_related("council")
        for use in said.order_by("council__sort_key", "pk"):
            piece = pieces[use.item_id]
            piece.uses.append(use)
            self.kits[piece.item.collection_id].councils.setdefault(use.council_id, Used()).add(use)

    def pieces_for(self, reader: User) -> Iterator[Piece]:
        seen = ResourcePage.objects.shown_to(reader).values("pk")
        items = CollectionItem.objects.filter(collection__in=list(self.kits), page__in=seen).select_related("page")
        for item in items.defer("page__body").order_by("position", "pk"):
            piece = Piece(item)
            self.kits[item.collection_id].pieces.append(piece)
            yield piece

    @cached_property
    def rows(self) -> list[tuple[Organisation, list[Used | None]]]:
        """Council by council, what it has used of each kit."""
        return [(council, [kit.councils.get(council.pk) for kit in self.kits.values()]) for council in self.begun]

    @cached_property
    def begun(self) -> list[Organisation]:
        return [one for one in self.councils if any(one.pk in kit.councils for kit in self.kits.values())]

    @cached_property
    def not_yet(self) -> list[Organisation]:
        """Those that have used nothing so far."""
        return [one for one in self.councils if one not in self.begun]

    def uses(self) -> Iterator[tuple[Kit, Piece, KitUse]]:
        for kit in self.kits.values():
            for piece in kit.pieces:
                for use in piece.uses:
                    yield kit, piece, use
