"""The Guia ABC, a learning path, reading lists, and the campaign's kits with the councils that have used them."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain
from typing import Any

from intranet.demo.days import day, moment
from intranet.demo.forum import html_of
from intranet.demo.resources import Bank
from intranet.demo.tables import texts
from intranet.members.models import User, WorkingGroup
from repository.domain.slugs import free_collection_slug
from repository.models import Chapter, Collection, CollectionItem, KitUse, Progress, ResourcePage

PLAIN = ("kind", "title", "summary", "visibility", "department")
SIZES = (19, 7, 13)  # days after which a council uses a piece


def load_collections(today: date, people: dict[str, User], groups: dict[str, WorkingGroup]) -> int:
    """How many."""
    bank = Bank(today, people, groups)
    pages = {page.title: page for page in ResourcePage.objects.defer("body")}
    entries = texts("collections")["collection"]
    for turn, entry in enumerate(entries):
        load_collection(entry, turn, bank, pages)
    return len(entries)


def load_collection(entry: dict[str, Any], turn: int, bank: Bank, pages: dict[str, ResourcePage]) -> None:
    at = moment(day(bank.today, entry["days"]))
    collection = Collection(
        slug=free_collection_slug(entry["title"]),
        owner=bank.people[entry["by"]],
        group=bank.groups.get(entry.get("group", "")),
        argument=html_of(entry["argument"]) if "argument" in entry else "",
        created_at=at,
        changed_at=at,
        **{name: entry[name] for name in PLAIN if name in entry},
    )
    collection.full_clean()
    collection.save()
    items = list(items_of(collection, entry, pages))
    CollectionItem.objects.bulk_create(items)
    told = list(chain(entry.get("items", ()), *(chapter["items"] for chapter in entry.get("chapter", ()))))
    if collection.is_kit:
        KitUse.objects.bulk_create(uses_of(items, told, turn, bank))
    Progress.objects.bulk_create(
        Progress(person=bank.people[email], item=item, done_at=at + timedelta(days=place))
        for email, number in entry.get("read", {}).items()
        for place, item in enumerate(items[:number], 1)
    )


def items_of(collection: Collection, entry: dict[str, Any], pages: dict[str, ResourcePage]) -> Iterator[CollectionItem]:
    """In order, those before the chapters first."""
    chapters: list[tuple[Chapter | None, list[Any]]] = [(None, entry.get("items", ()))]
    for position, told in enumerate(entry.get("chapter", ())):
        facts = {"title": told["title"], "text": told.get("text", ""), "position": position}
        chapters.append((Chapter.objects.create(collection=collection, **facts), told["items"]))
    for chapter, listed in chapters:
        for position, (title, words, *_rest) in enumerate(listed):
            said = {"form": words} if collection.is_kit else {"note": words}
            place = {"chapter": chapter, "position": position}
            yield CollectionItem(collection=collection, page=pages[title], **place, **said)


def uses_of(items: list[CollectionItem], told: list[Any], turn: int, bank: Bank) -> Iterator[KitUse]:
    for item, (_title, _form, number) in zip(items, told, strict=True):
        for place, seat in enumerate(bank.councils(number, turn * 3 + item.position)):
            ago = 1 + (turn * 5 + place * SIZES[place % len(SIZES)]) % 30
            yield KitUse(item=item, council=seat.organisation, by=seat.user, used_on=day(bank.today, -ago))
