"""Telling of what can be found, and finding it."""

from collections import Counter
from collections.abc import Collection, Iterable
from types import ModuleType

from django.db import connection, transaction
from django.db.models import QuerySet

from intranet.fulltext import postgresql, sqlite
from intranet.fulltext.kinds import Document, findable
from intranet.fulltext.models import Entry, KnownWord
from intranet.fulltext.words import bag_of, is_worth_knowing, joined, wanted_in

# How much of a text is looked at, in letters, and how much of the index its words may fill, in bytes: together less than the
# megabyte that PostgreSQL allows.
LONGEST_TEXT = 2_000_000
ROOM = {"heading": 20_000, "text": 200_000, "files": 600_000}
MOST = 1_000
LONGEST_TITLE, LONGEST_ADDRESS = 255, 300

Bags = dict[str, Counter[str]]
"""The words of a thing by its parts, counted: for long texts that takes seconds, in which nothing should be held."""


def store() -> ModuleType:
    return postgresql if connection.vendor == "postgresql" else sqlite


def index(kind: str, key: int, *, heading: str, text: str = "", files: str | None = "") -> None:
    """Have the thing of this `kind` and `key` found by its words: those of its heading before those of its text and its files.

    Without `files` (None), their words stay as they are.
    """
    index_counted(kind, key, bags_of(heading=heading, text=text, files=files))


@transaction.atomic
def index_document(kind: str, document: Document) -> None:
    """As `index`, with what one narrows down by; its words become known if the whole network reads it."""
    bags = bags_of(heading=document.title, text=document.text, files=document.files)
    index_counted(kind, document.key, bags)
    describe(kind, document)
    if document.is_open:
        learn(bags)


def index_things(kind: str, keys: Collection[int]) -> None:
    """Have the things of `kind` with these `keys` found as they are now, and no longer those that are not there to be found."""
    told = findable(kind).documents(keys)
    there = set()
    for document in told:
        index_document(kind, document)
        there.add(document.key)
    Entry.objects.filter(kind=kind, key__in=set(keys) - there).delete()


def describe(kind: str, document: Document) -> None:
    Entry.objects.filter(kind=kind, key=document.key).update(
        title=document.title[:LONGEST_TITLE],
        address=document.address[:LONGEST_ADDRESS],
        group=document.group,
        organisation=document.organisation,
        day=document.day,
        subjects=commas(document.subjects),
    )


def commas(keys: Iterable[int]) -> str:
    """«,3,17,»: each between commas, so that one of them is found in one way."""
    return "".join(f",{key}" for key in keys) + "," if keys else ""


def learn(bags: Bags) -> None:
    words = sorted({word for bag in bags.values() for word in bag if is_worth_knowing(word)})
    KnownWord.objects.bulk_create((KnownWord(word=word) for word in words), 500, ignore_conflicts=True)


def bags_of(*, heading: str, text: str = "", files: str | None = "") -> Bags:
    given = {"heading": heading, "text": text} | ({} if files is None else {"files": files})
    return {part: bag_of(words[:LONGEST_TEXT], room=ROOM[part]) for part, words in given.items()}


def with_files(bags: Bags, files: Iterable[Bags]) -> Bags:
    """`bags` of a thing with all the words of its `files`, which are counted already."""
    return bags | {"files": joined((bag for file in files for bag in file.values()), room=ROOM["files"])}


@transaction.atomic
def index_counted(kind: str, key: int, bags: Bags) -> None:
    """As `index`, of words that are counted already."""
    entry, _is_new = Entry.objects.get_or_create(kind=kind, key=key)
    store().write(entry.pk, bags)


def forget(kind: str, key: int) -> None:
    Entry.objects.filter(kind=kind, key=key).delete()


def known(kind: str) -> "QuerySet[Entry, int]":
    """The keys of what can be found, as a part of another statement."""
    return Entry.objects.filter(kind=kind).values_list("key", flat=True)


def matching(kind: str, query: str, *, limit: int = MOST, among: Collection[int] | None = None) -> list[int]:
    """The keys of what holds every word of `query`, whatever somebody typed, the best first; `among` these keys, if given.

    A word is found in all its forms and without its accents; the last one may be only begun. One statement, none for no words.
    """
    return _keys(kind, query, every=True, limit=limit, among=among)


def matching_some(kind: str, query: str, *, limit: int = MOST) -> list[int]:
    """As `matching`, with one of the words at least: for when nothing holds them all. Whoever shows it says so."""
    return _keys(kind, query, every=False, limit=limit)


def _keys(kind: str, query: str, *, every: bool, limit: int, among: Collection[int] | None = None) -> list[int]:
    wanted = wanted_in(query)
    if not wanted or (among is not None and not among):
        return []
    found: list[int] = store().keys(kind, wanted, every=every, limit=limit, among=among)
    return found
