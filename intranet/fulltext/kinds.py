"""What can be found: each section says of its things what their words are, who may find them, and how they read in a list.

The index holds words, and by what one narrows down. Who may find a thing is asked of its section at each search
(`Findable.visible`), never kept: what is restricted or removed is found by nobody from that moment on.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from django.urls import Resolver404, resolve
from django.utils.safestring import SafeString

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django_stubs_ext import StrPromise

    from intranet.fulltext.words import Sought
    from intranet.members.models import User


class Document(NamedTuple):
    """What stands in the index of one thing: its words, and what one narrows down by.

    `files` None: what its files say stays as it is. `is_open`: the whole network reads it, so that its words may be proposed
    to whoever mistypes one. `last_day`: until when it lasts, if longer than its `day`. `source`: of what only passes on something
    else that can be found, the kind as which that is shown and its key there, «event:12»; between spaces, if it is found as several.
    """

    key: int
    title: str
    address: str
    text: str = ""
    files: str | None = ""
    group: int | None = None
    organisation: int | None = None
    day: date | None = None
    subjects: tuple[int, ...] = ()
    is_open: bool = True
    last_day: date | None = None
    source: str = ""


def thing_name(kind: str, thing: int) -> str:
    """How `Document.source` names a thing, by the kind as which it is shown."""
    return f"{kind}:{thing}"


class Found(NamedTuple):
    """How one thing reads among what was found. `facts`: what and when in few words; `mark`: the name of an icon of its own.

    `snippet`: markup, and so made of what people wrote by `intranet.fulltext.telling.excerpt` alone, or by what escapes as it does.
    """

    thing: int
    title: str
    address: str
    facts: tuple[str, ...] = ()
    snippet: SafeString = SafeString("")
    mark: str = ""


@dataclass(frozen=True)
class Findable:
    """One kind of thing that can be found.

    `documents(keys)`: of those keys, or of all (None). `visible(user)`: rows of two columns, the key in the index and that of the
    thing it is shown as (a post is shown as its topic), of what `user` may find; evaluated once for many users, with blanks
    (`intranet.statements`), so it must not ask the database while it is built, and ask of `user` only `pk` and `standing`.
    `rows(user, things, sought)`: of those things, each with the key of its best document. `shown_as`: another kind, if this one is but a
    part of it. `addresses`: the named addresses of its things, each with how to tell the thing's key from the address' arguments.
    """

    kind: str
    label: "StrPromise"
    one: "StrPromise"
    icon: str
    order: int
    documents: Callable[[Collection[int] | None], Iterable[Document]]
    visible: "Callable[[User], QuerySet[Any, Any]]"
    rows: "Callable[[User, Mapping[int, int], Sought], Iterable[Found]]"
    shown_as: str = ""
    addresses: Mapping[str, Callable[[Mapping[str, Any]], int | None]] | None = None

    @property
    def shown_kind(self) -> str:
        return self.shown_as or self.kind


_kinds: dict[str, Findable] = {}


def register_findable(findable: Findable) -> None:
    """Have things of a kind found, from `AppConfig.ready`."""
    _kinds[findable.kind] = findable


def findables() -> list[Findable]:
    return sorted(_kinds.values(), key=lambda one: one.order)


def findable(kind: str) -> Findable:
    return _kinds[kind]


def thing_at(path: str) -> tuple[str, int] | None:
    """Which thing the address `path` of this site shows: its kind and key; nothing for an address that shows no such thing."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    arguments: dict[Any, Any] = {**dict(enumerate(match.args)), **match.kwargs}  # of Wagtail's pages by their place
    for one in findables():
        told = (one.addresses or {}).get(match.view_name)
        key = told(arguments) if told else None
        if key is not None:
            return one.shown_kind, key
    return None
