"""Drafts: what is typed into a form is kept while it is typed, found again, and forgotten once it is sent."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from intranet.drafts.models import Draft

if TYPE_CHECKING:
    from intranet.members.models import User

Fields = Mapping[str, list[str]]

# What a form carries along that nobody typed: it is made anew with each form.
NOT_TYPED = frozenset({"csrfmiddlewaretoken", "writer", "key", "action", "draft_place", "draft_title"})
KEPT_DAYS = 90
MOST_BYTES = 200_000
MOST_DRAFTS = 100
TITLE = PLACE = 200  # of the model
AT = "SELECT * FROM drafts_draft WHERE person_id = %s AND place = %s"
BLOCK_END = re.compile(r"</(?:p|h\d|li|blockquote|tr|td|th)>|<br\s*/?>|<hr\s*/?>")


def fields_of(data: QueryDict) -> dict[str, list[str]]:
    """What was typed into a form, without what it carries along; {} when there is nothing but blanks."""
    typed = {name: [str(value) for value in values] for name, values in data.lists() if name not in NOT_TYPED}
    return typed if any(value.strip() for values in typed.values() for value in values) else {}


def data_of(draft: Draft) -> QueryDict:
    """The draft as the form would send it. Not bound to the form but filled in with `restoring.fill`: it is no attempt to send it."""
    return as_data(draft.fields)


def as_data(fields: Fields) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, values in fields.items():
        data.setlist(name, values)
    data._mutable = False  # noqa: SLF001 - as Django's own request parsing does
    return data


def is_form(place: str, names: frozenset[str]) -> bool:
    """Whether `place` is the address of one of the forms of these names."""
    if not place.startswith("/") or len(place) > PLACE or "\0" in place:
        return False
    try:
        return resolve(urlsplit(place).path).url_name in names
    except (Resolver404, ValueError):
        return False


def drafts_of(person: "User") -> QuerySet[Draft]:
    """The latest first."""
    return Draft.objects.filter(person=person)


def draft_of(person: "User", place: str) -> Draft | None:
    """In SQL: below each topic a form asks it, and wording it takes several times as long as the answer."""
    return next(iter(Draft.objects.raw(AT, [person.pk, place])), None)


def save_draft(person: "User", *, place: str, fields: Fields, title: str = "") -> Draft | None:
    """Keep `fields` as the draft of the form at `place`, instead of what was kept before; nothing typed is no draft.

    Raises `ValidationError` when it is too much to keep.
    """
    if not fields:
        drop_draft(person, place=place)
        return None
    if len(json.dumps(fields, ensure_ascii=False).encode()) > MOST_BYTES:
        raise ValidationError(_("This is too long to be kept as a draft."))
    if drafts_of(person).exclude(place=place).count() >= MOST_DRAFTS:
        raise ValidationError(_("You have 100 drafts already: discard some of them first."))
    kept = {"fields": clean(fields), "title": title_of(fields, title), "saved_at": timezone.now()}
    draft, _made = Draft.objects.update_or_create(person=person, place=place, defaults=kept)
    return draft


def clean(fields: Fields) -> dict[str, list[str]]:
    """Without the one character that PostgreSQL does not keep."""
    return {name.replace("\0", ""): [value.replace("\0", "") for value in values] for name, values in fields.items()}


def title_of(fields: Fields, title: str) -> str:
    typed = next(iter(fields.get("title", [])), "").strip()
    return (typed or title.strip()).replace("\0", "")[:TITLE]


def drop_draft(person: "User", *, place: str) -> None:
    """It was sent, or is not wanted any more."""
    drafts_of(person).filter(place=place).delete()


def drop_old_drafts() -> int:
    """Those that nobody has touched for 90 days. Returns how many there were."""
    old = Draft.objects.filter(saved_at__lt=timezone.now() - timedelta(days=KEPT_DAYS))
    return old.delete()[0]


@dataclass(frozen=True)
class Listed:
    """A draft in the list: what one recognises it by."""

    draft: Draft
    excerpt: str


def listed_drafts(person: "User") -> list[Listed]:
    """One statement."""
    return [Listed(draft, words_of(draft.fields)) for draft in drafts_of(person)]


def words_of(fields: Fields) -> str:
    """The longest text that was typed, without marks; not the title, which stands above it, nor what was only chosen."""
    texts = (plain(value) for name, values in fields.items() if name != "title" for value in values)
    return max((text for text in texts if " " in text), key=len, default="")


def plain(html: str) -> str:
    return unescape(strip_tags(BLOCK_END.sub(" ", html))).strip()


def drafts_as_data(person: "User") -> list[dict[str, Any]]:
    """For the file that a person takes along of their own data: what they typed, not where.

    The address and the name of the place may be those of a group that they read no longer.
    """
    return [{"fields": draft.fields, "saved_at": draft.saved_at.isoformat()} for draft in drafts_of(person)]
