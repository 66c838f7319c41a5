"""What stands in a collection, where, and why: resources and chapters, put, moved and taken out."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from intranet.members.models import User
from repository.collection_rules import takes
from repository.domain.collecting import lock_kept_collection, touch
from repository.models import Chapter, Collection, CollectionItem, ResourcePage

MOST_ITEMS = 200
MOST_CHAPTERS = 40
UP, DOWN = "up", "down"


@transaction.atomic
def add_resource(
    collection: Collection, page: ResourcePage, *, by: User, chapter: Chapter | None = None, note: str = ""
) -> CollectionItem:
    """At the end of the chapter; what is in it already stays where it is. Raises PermissionDenied, and ValidationError."""
    collection = lock_kept_collection(collection, by=by)
    if not ResourcePage.objects.shown_to(by).filter(pk=page.pk).exists():
        raise PermissionDenied
    if not takes(collection, page):
        raise ValidationError(
            _("It is of a private group: only a collection of that group or one for yourself holds it.")
        )
    if present := collection.items.filter(page=page).first():
        return present
    if collection.items.count() >= MOST_ITEMS:
        raise ValidationError(_("This collection is full: begin another one."))
    last = collection.items.filter(chapter=chapter).last()
    item = CollectionItem(
        collection=collection, page=page, chapter=chapter, note=note, position=last.position + 1 if last else 0
    )
    item.full_clean()
    item.save()
    touch(collection)
    return item


def lock_with(item: CollectionItem, *, by: User) -> Collection:
    """The collection of `item`, held. Raises PermissionDenied, also when somebody has taken the item out meanwhile."""
    collection = lock_kept_collection(item.collection, by=by)
    if not collection.items.filter(pk=item.pk).exists():
        raise PermissionDenied
    return collection


def lock_with_chapter(chapter: Chapter, *, by: User) -> Collection:
    """As `lock_with`."""
    collection = lock_kept_collection(chapter.collection, by=by)
    if not collection.chapters.filter(pk=chapter.pk).exists():
        raise PermissionDenied
    return collection


@transaction.atomic
def remove_item(item: CollectionItem, *, by: User) -> None:
    """The resource stays in the bank. Raises PermissionDenied."""
    collection = lock_with(item, by=by)
    item.delete()
    touch(collection)


@transaction.atomic
def describe_item(item: CollectionItem, *, by: User, note: str, form: str) -> None:
    """Say why it is there and, in a kit, what it is. Raises PermissionDenied, and ValidationError."""
    collection = lock_with(item, by=by)
    item.note, item.form = note, form if collection.is_kit else ""
    item.full_clean()
    item.save(update_fields=["note", "form"])
    touch(collection)


@transaction.atomic
def move_item(item: CollectionItem, *, by: User, direction: str) -> None:
    """One place up or down among those that `by` sees, over the border of its chapter too. Raises PermissionDenied."""
    collection = lock_with(item, by=by)
    sections = sections_of(collection, seen_by=by)
    here = next(place for place, (_chapter, items) in enumerate(sections) if item in items)
    chapter, items = sections[here]
    turn = items.index(item) + (-1 if direction == UP else 1)
    if 0 <= turn < len(items):
        put(item, chapter, beside=items[turn], after=direction == DOWN)
    elif 0 <= (next_one := here + (-1 if direction == UP else 1)) < len(sections):
        chapter, items = sections[next_one]
        put(item, chapter, beside=items[-1 if direction == UP else 0] if items else None, after=direction == UP)
    touch(collection)


@transaction.atomic
def place_item(item: CollectionItem, *, by: User, chapter: Chapter | None, before: CollectionItem | None) -> None:
    """Put it into `chapter`, before another one there or at its end. Raises PermissionDenied."""
    collection = lock_with(item, by=by)
    put(item, chapter, beside=before, after=False)
    touch(collection)


def sections_of(collection: Collection, *, seen_by: User) -> list[tuple[Chapter | None, list[CollectionItem]]]:
    """What stands before the chapters, then each of them, with what one sees of it."""
    seen = ResourcePage.objects.shown_to(seen_by).values("pk")
    items = list(collection.items.filter(page__in=seen).select_related("page").defer("page__body"))
    chapters: list[Chapter | None] = [None, *collection.chapters.all()]
    return [
        (chapter, [item for item in items if item.chapter_id == (chapter.pk if chapter else None)])
        for chapter in chapters
    ]


def put(item: CollectionItem, chapter: Chapter | None, *, beside: CollectionItem | None, after: bool) -> None:
    """Give all of the chapter their numbers anew, with `item` next to `beside`; without that, at the end."""
    others = [one for one in item.collection.items.filter(chapter=chapter) if one != item]
    at = others.index(beside) + after if beside in others else len(others)
    item.chapter = chapter
    number([*others[:at], item, *others[at:]])


def number(items: Sequence[CollectionItem]) -> None:
    for position, one in enumerate(items):
        one.position = position
    CollectionItem.objects.bulk_update(items, ["chapter", "position"])


@transaction.atomic
def add_chapter(collection: Collection, *, by: User, title: str, text: str = "") -> Chapter:
    """At the end. Raises PermissionDenied, and ValidationError."""
    collection = lock_kept_collection(collection, by=by)
    chapters = list(collection.chapters.all())
    if len(chapters) >= MOST_CHAPTERS:
        raise ValidationError(_("There are many chapters already: join some of them."))
    chapter = Chapter(collection=collection, title=title, text=text, position=len(chapters))
    chapter.full_clean()
    chapter.save()
    number_chapters([*chapters, chapter])
    touch(collection)
    return chapter


@transaction.atomic
def edit_chapter(chapter: Chapter, *, by: User, title: str, text: str) -> None:
    """Raises PermissionDenied, and ValidationError."""
    collection = lock_with_chapter(chapter, by=by)
    chapter.title, chapter.text = title, text
    chapter.full_clean()
    chapter.save(update_fields=["title", "text"])
    touch(collection)


@transaction.atomic
def move_chapter(chapter: Chapter, *, by: User, direction: str) -> None:
    """With all that is in it. Raises PermissionDenied."""
    collection = lock_with_chapter(chapter, by=by)
    chapters = list(collection.chapters.all())
    here = chapters.index(chapter)
    there = max(0, min(here + (-1 if direction == UP else 1), len(chapters) - 1))
    chapters.insert(there, chapters.pop(here))
    number_chapters(chapters)
    touch(collection)


@transaction.atomic
def remove_chapter(chapter: Chapter, *, by: User) -> None:
    """What is in it stands at the end of the chapter above, or before all of them. Raises PermissionDenied."""
    collection = lock_with_chapter(chapter, by=by)
    chapters: list[Chapter | None] = [None, *collection.chapters.all()]
    above = chapters[chapters.index(chapter) - 1]
    kept = [*collection.items.filter(chapter=above), *collection.items.filter(chapter=chapter)]
    for one in kept:
        one.chapter = above
    number(kept)
    chapter.delete()
    touch(collection)


def number_chapters(chapters: Sequence[Chapter]) -> None:
    for position, one in enumerate(chapters):
        one.position = position
    Chapter.objects.bulk_update(chapters, ["position"])
