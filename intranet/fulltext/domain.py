"""Telling of what can be found, and finding it."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from hashlib import blake2b
from types import ModuleType
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from intranet.fulltext import postgresql, sqlite
from intranet.fulltext.kinds import Document, findable
from intranet.fulltext.models import Entry, KnownWord
from intranet.fulltext.words import bag_of, is_worth_knowing, joined, stem_of, wanted_in

# How much of a text is looked at, in letters, and how much of the index its words may fill, in bytes: together less than the
# megabyte that PostgreSQL allows.
LONGEST_TEXT = 2_000_000
ROOM = {"heading": 20_000, "text": 200_000, "files": 600_000}
MOST = 1_000
AT_ONCE = 500
LONGEST_TITLE = 255
HALF = 16
"""A digest is in two parts, so many letters each: of what a thing says itself, and of what its files say."""

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
    """As `index`, with what one narrows down by; its words become known if the whole network reads it.

    Who calls it has held the thing since before it was read. Otherwise `index_things`.
    """
    held = hold([kind], [document.key])
    remember(write(kind, [(document, words_of(document))], held))


def index_things(kind: str, keys: Collection[int]) -> None:
    """Have the things of `kind` with these `keys` found as they are now, and no longer those that are not there to be found."""
    remember(index_as_read([kind], keys, lambda: ((kind, document) for document in findable(kind).documents(keys))))


def words_of(document: Document) -> Bags:
    return bags_of(heading=document.title, text=document.text, files=document.files)


@transaction.atomic
def index_as_read(
    kinds: Collection[str],
    keys: Collection[int],
    read: Callable[[], Iterable[tuple[str, Document]]],
    *,
    count: Callable[[Document], Bags] = words_of,
) -> set[str]:
    """Have what `read` tells of `keys` found in each of `kinds`, and no longer what it tells nothing of.

    Their entries are held before it reads: of two who change a thing at once, the second reads what the first wrote, and puts
    nothing back that has been hidden meanwhile. Returns the words that may become known: the caller's to remember.
    """
    held, heard = hold(kinds, keys), set[str]()
    told: defaultdict[str, list[Counted]] = defaultdict(list)
    for kind, document in read():
        told[kind].append((document, count(document)))
    for kind in kinds:
        heard |= write(kind, told[kind], held)
        there = {document.key for document, _bags in told[kind]}
        Entry.objects.filter(kind=kind, key__in=set(keys) - there).delete()
    return heard


Counted = tuple[Document, Bags]
Held = dict[tuple[str, int], str]


def hold(kinds: Collection[str], keys: Collection[int]) -> Held:
    """The entries of these, made where there are none, are the transaction's until it ends. Each with its digest.

    In one order, so that those who want the same ones wait for each other in turn. (SQLite has one writer anyway.)
    """
    entries = Entry.objects.filter(kind__in=kinds, key__in=keys).order_by("kind", "key").select_for_update()
    rows = entries.values_list("kind", "key", "digest")
    held = {(kind, key): digest for kind, key, digest in rows}
    missing = {(kind, key) for kind in kinds for key in keys} - held.keys()
    if missing:
        new = [Entry(kind=kind, key=key) for kind, key in sorted(missing)]
        Entry.objects.bulk_create(new, AT_ONCE, ignore_conflicts=True)
        held = {(kind, key): digest for kind, key, digest in rows.all()}
    return held


def write(kind: str, counted: Sequence[Counted], held: Held) -> set[str]:
    """All of them at once. Returns the words of those that the whole network reads."""
    for with_files in (True, False):
        entries = [
            (
                document.key,
                columns_of(document) | {"digest": digest_of(document, held.get((kind, document.key), ""))},
                bags,
            )
            for document, bags in counted
            if (document.files is not None) == with_files
        ]
        if entries:
            store().write_many(kind, entries)
    return {word for document, bags in counted if document.is_open for word in heard_in(bags)}


def digest_of(document: Document, before: str = "") -> str:
    """A text that changes with all that is told of a thing; what its files say as it was `before`, where that stays as it is."""
    own = "\0".join(map(str, (document.title, document.text, *columns_of(document).values())))
    return half_of(own) + (before[HALF:] if document.files is None else half_of(document.files))


def half_of(text: str) -> str:
    return blake2b(text.encode(), digest_size=HALF // 2).hexdigest()


def describe(kind: str, document: Document) -> None:
    Entry.objects.filter(kind=kind, key=document.key).update(**columns_of(document))


def columns_of(document: Document) -> dict[str, Any]:
    """Of its entry: how it is called, and what one narrows down by."""
    return {
        "title": document.title[:LONGEST_TITLE],
        "address": document.address,
        "group": document.group,
        "organisation": document.organisation,
        "day": document.day,
        "last_day": document.last_day,
        "subjects": commas(document.subjects),
        "source": document.source,
        "is_open": document.is_open,
    }


def commas(keys: Iterable[int]) -> str:
    """«,3,17,»: each between commas, so that one of them is found in one way."""
    return "".join(f",{key}" for key in keys) + "," if keys else ""


def learn(bags: Bags) -> None:
    remember(heard_in(bags))


def heard_in(bags: Bags) -> set[str]:
    """The words of `bags` that may be proposed, as they stand there: nobody is proposed a stem."""
    words = {word for bag in bags.values() for word in bag if is_worth_knowing(word)}
    return words - {stem for word in words if (stem := stem_of(word)) != word}


def remember(words: Collection[str]) -> None:
    """They become known once the transaction has ended: whoever writes waits for nobody else's words, and fails for none."""
    if words:
        transaction.on_commit(lambda: know(words), robust=True)


def know(words: Iterable[str]) -> None:
    """In order: two that learn the same ones never wait for each other in a ring."""
    KnownWord.objects.bulk_create((KnownWord(word=word) for word in sorted(words)), AT_ONCE, ignore_conflicts=True)


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
    if entry.digest:
        Entry.objects.filter(pk=entry.pk).update(digest="")  # of what it was told before
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
