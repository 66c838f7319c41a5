"""Finding resources by their words: those of the resource, and those inside its files."""

from collections import Counter
from collections.abc import Collection
from typing import NamedTuple

from django.db import transaction

from intranet.fulltext.domain import (
    Bags,
    bags_of,
    describe,
    forget,
    index_counted,
    index_document,
    known,
    learn,
    matching,
    matching_some,
    with_files,
)
from intranet.fulltext.kinds import Document
from repository.catalogue.bank import flags_of
from repository.catalogue.seeing import Catalogue
from repository.catalogue.telling import documents_of, form_of
from repository.domain.publishing import touch
from repository.enums import TextState
from repository.models import ResourceFile, ResourcePage, StoredFile

RESOURCE, FILE = "resource", "resource_file"
MOST = 20_000
MOST_TURNS = 3
MOST_AT_ONCE = 200


class Found(NamedTuple):
    """A set, the best of it first, and whether these hold only some of the words."""

    found: int
    ranked: list[int]
    is_loose: bool = False


def find_all(catalogue: Catalogue, query: str) -> Found:
    """What of the catalogue holds all the words of `query`. One statement."""
    return ranked_in(catalogue, matching(RESOURCE, query, limit=MOST))


def find(catalogue: Catalogue, query: str) -> Found:
    """As `find_all` or, when nothing does, what holds some of them. One statement, or two."""
    found = find_all(catalogue, query)
    return found if found.found else ranked_in(catalogue, matching_some(RESOURCE, query, limit=MOST), is_loose=True)


def ranked_in(catalogue: Catalogue, keys: list[int], *, is_loose: bool = False) -> Found:
    positions, seen = catalogue.bank.positions, flags_of(catalogue.seen, catalogue.bank.size)
    ranked = [position for key in keys if (position := positions.get(key)) is not None and seen[position]]
    return Found(catalogue.bank.set_of(ranked), ranked, is_loose)


def files_found(query: str, pages: Collection[int]) -> dict[int, str]:
    """Of some resources that the reader sees: the name of the first file each that holds all the words. Two statements."""
    offers = ResourceFile.objects.filter(page__in=pages).order_by("-sort_order", "-pk")
    named = list(offers.values_list("page", "stored", "title", "stored__name"))
    found = set(matching(FILE, query, among={stored for _page, stored, *_names in named}))
    return {page: title or name for page, stored, title, name in named if stored in found}


def index_words(page: ResourcePage) -> None:
    """Have `page` found by what it says itself; what its files say stays as it is."""
    for document in documents_of([page]):
        index_document(RESOURCE, document)


def drop_removed(page: ResourcePage) -> None:
    """Have `page` not found by its files, until they are counted anew, if some of those that it is found by are offered no more."""
    offered = ResourceFile.objects.filter(page=page.pk).values("stored")
    gone = StoredFile.objects.filter(page=page.pk, pk__in=known(FILE)).exclude(pk__in=offered)
    if gone.exists():
        index_counted(RESOURCE, page.pk, {"files": Counter()})


@transaction.atomic
def index_anew(key: int) -> None:
    """As `index_words`, of the resource as it is now."""
    if page := held(key):
        index_words(page)


def index_resource(key: int) -> None:
    """Have a resource found by all its words, and each of its files by its own. Some seconds for long files: a worker's work.

    Nothing is held while they are counted. Whoever changes them in these seconds each time has them counted again afterwards.
    """
    for _turn in range(MOST_TURNS):
        said = said_by(key)
        files = {} if said is None else count_files(said)
        bags = (
            {}
            if said is None
            else with_files(bags_of(heading=said.itself.title, text=said.itself.text, files=None), files.values())
        )
        if tell(key, said, bags, files):
            return


class Said(NamedTuple):
    """What a resource is found by: what it says itself, and what each of its files is called and whether it has been read."""

    itself: Document
    files: dict[int, tuple[str, str]]


def said_by(key: int) -> Said | None:
    page = ResourcePage.objects.filter(pk=key).first()
    if page is None:
        return None
    (itself,) = documents_of([page])
    offers = ResourceFile.objects.filter(page=page).select_related("stored").defer("stored__text")
    files = {
        one.stored_id: (f"{one.title} {one.stored.name} {form_of(one.stored.name)}", one.stored.text_state)
        for one in offers
    }
    return Said(itself, files)


def count_files(said: Said) -> dict[int, Bags]:
    texts = StoredFile.objects.filter(pk__in=said.files).values_list("pk", "text")
    return {pk: bags_of(heading=said.files[pk][0], text=text) for pk, text in texts.iterator(chunk_size=1)}


@transaction.atomic
def tell(key: int, said: Said | None, bags: Bags, files: dict[int, Bags]) -> bool:
    """Whether it still says what was counted. Like everyone it holds the resource before anything else."""
    page = held(key)
    if said_by(key) != said:
        return False
    if page is None or said is None:
        forget(RESOURCE, key)
        return True
    index_counted(RESOURCE, key, bags)
    describe(RESOURCE, said.itself)
    if said.itself.is_open:
        learn(bags)
    for pk, words in files.items():
        index_counted(FILE, pk, words)
    for other in StoredFile.objects.filter(page=page).exclude(pk__in=files).values_list("pk", flat=True):
        forget(FILE, other)
    if page.live:
        touch(page)  # its row may show a picture now that it did not before
    return True


def held(key: int) -> ResourcePage | None:
    """The resource, if there is one, held for the transaction: who publishes it comes before or after."""
    ResourcePage.objects.select_for_update(of=("self",)).filter(pk=key).first()
    found: ResourcePage | None = ResourcePage.objects.filter(pk=key).first()
    return found


def index_left_over() -> None:
    """What a worker that died has left: resources that offer a file which has been read, and is not found."""
    read = ResourceFile.objects.filter(page__live=True, stored__text_state=TextState.READ)
    waiting = StoredFile.objects.filter(text_state=TextState.WAITING).values("page")
    left = read.exclude(stored__in=known(FILE)).exclude(page__in=waiting)
    for key in set(left.values_list("page", flat=True)[:MOST_AT_ONCE]):
        index_resource(key)
