"""One change to what stands in a collection: a button of its editing page, or a piece that was dragged."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import ModelForm
from django.http import Http404
from django.shortcuts import get_object_or_404

from intranet.members.views.requests import PersonRequest
from repository.domain.ordering import (
    DOWN,
    UP,
    add_chapter,
    describe_item,
    edit_chapter,
    move_chapter,
    move_item,
    place_item,
    remove_chapter,
    remove_item,
    sections_of,
)
from repository.enums import PieceForm
from repository.forms.collections import ChapterForm, ItemForm
from repository.keys import key_in
from repository.models import Chapter, Collection, CollectionItem, ResourcePage


@dataclass(frozen=True)
class Refused:
    """A form that has something to say; `key`: of which item or chapter, None for a new one."""

    form: ModelForm[Any]
    key: int | None


Done = str | Refused
"""An anchor of the editing page, or what was refused."""


def editing_context(request: PersonRequest, found: Collection) -> dict[str, Any]:
    return {
        "collection": found,
        "sections": sections_of(found, seen_by=request.user),
        "chapter_form": ChapterForm(prefix="nou"),
        "piece_forms": PieceForm.choices,
        "refused": None,
    }


def act(request: PersonRequest, found: Collection) -> Done:
    """What the button says; without one, nothing. Whoever may not any more, or names what is not there, finds nothing."""
    action = ACTIONS.get(request.POST.get("accio", ""))
    if action is None:
        return "#contingut"
    try:
        return action(request, found)
    except PermissionDenied as error:
        raise Http404 from error


def item_of(request: PersonRequest, found: Collection, name: str = "peca") -> CollectionItem:
    seen = ResourcePage.objects.shown_to(request.user).values("pk")
    items = found.items.filter(page__in=seen).select_related("page")
    item = get_object_or_404(items, pk=key_in(request.POST.get(name, "")))
    item.collection = found
    return item


def chapter_of(request: PersonRequest, found: Collection) -> Chapter:
    chapter: Chapter = get_object_or_404(found.chapters, pk=key_in(request.POST.get("capitol", "")))
    chapter.collection = found
    return chapter


def move(direction: str) -> Callable[[PersonRequest, Collection], Done]:
    def moved(request: PersonRequest, found: Collection) -> Done:
        item = item_of(request, found)
        move_item(item, by=request.user, direction=direction)
        return f"#peca-{item.pk}"

    return moved


def move_whole(direction: str) -> Callable[[PersonRequest, Collection], Done]:
    def moved(request: PersonRequest, found: Collection) -> Done:
        chapter = chapter_of(request, found)
        move_chapter(chapter, by=request.user, direction=direction)
        return f"#capitol-{chapter.pk}"

    return moved


def place(request: PersonRequest, found: Collection) -> Done:
    """A piece that was dragged: into which chapter, before which piece."""
    item = item_of(request, found)
    chapter = chapter_of(request, found) if request.POST.get("capitol") else None
    before = item_of(request, found, "abans") if request.POST.get("abans") else None
    place_item(item, by=request.user, chapter=chapter, before=before)
    return f"#peca-{item.pk}"


def take_out(request: PersonRequest, found: Collection) -> Done:
    remove_item(item_of(request, found), by=request.user)
    return "#contingut"


def describe(request: PersonRequest, found: Collection) -> Done:
    item = item_of(request, found)
    form = ItemForm(request.POST, instance=item)
    if not form.is_valid():
        return Refused(form, item.pk)
    given = form.cleaned_data
    describe_item(item, by=request.user, note=given["note"], form=given.get("form", ""))
    return f"#peca-{item.pk}"


def new_chapter(request: PersonRequest, found: Collection) -> Done:
    form = ChapterForm(request.POST, prefix="nou", instance=Chapter(collection=found))
    if not form.is_valid():
        return Refused(form, None)
    chapter = add_chapter(found, by=request.user, **form.cleaned_data)
    return f"#capitol-{chapter.pk}"


def reword_chapter(request: PersonRequest, found: Collection) -> Done:
    chapter = chapter_of(request, found)
    form = ChapterForm(request.POST, instance=chapter)
    if not form.is_valid():
        return Refused(form, chapter.pk)
    edit_chapter(chapter, by=request.user, **form.cleaned_data)
    return f"#capitol-{chapter.pk}"


def drop_chapter(request: PersonRequest, found: Collection) -> Done:
    remove_chapter(chapter_of(request, found), by=request.user)
    return "#contingut"


ACTIONS: dict[str, Callable[[PersonRequest, Collection], Done]] = {
    "amunt": move(UP),
    "avall": move(DOWN),
    "posa": place,
    "treu": take_out,
    "nota": describe,
    "capitol": new_chapter,
    "capitol-text": reword_chapter,
    "capitol-amunt": move_whole(UP),
    "capitol-avall": move_whole(DOWN),
    "capitol-treu": drop_chapter,
}
