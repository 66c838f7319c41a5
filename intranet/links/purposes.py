"""What a link in a mail may do. Apps register their purposes in `AppConfig.ready`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from intranet.members.models import User


@dataclass(frozen=True)
class Question:
    """What the link's page asks: a heading, what will happen, and the words of its one button; none when it has happened."""

    title: "StrPromise | str"
    text: "StrPromise | str"
    button: "StrPromise | str" = ""


@dataclass(frozen=True)
class Done:
    """What was done, in a sentence. `undo_url`, if it can be undone: the link (`links.signing.link_for`) whose button takes it back."""

    said: "StrPromise | str"
    undo_url: str = ""
    undo_button: "StrPromise | str" = ""


class LinkObsoleteError(Exception):
    """There is nothing left to do: the thing is gone, or the person may not. Its text is shown to whoever followed the link."""


@dataclass(frozen=True)
class Purpose:
    """`ask(person, thing)` and `perform(person, thing)` get the thing as it was signed, a short text such as `event:12`.

    `perform` returns what was done, or only the sentence that says so. Both may raise `LinkObsoleteError`. A link that works once is refused
    afterwards; the others must bear being followed again. With `one_click` mail programs may post it by themselves
    (RFC 8058). `needs_access`: only for a person who still has access to the site.
    """

    name: str
    ask: Callable[["User", str], Question]
    perform: Callable[["User", str], Done | str]
    lifetime: timedelta = timedelta(days=30)
    works_once: bool = False
    one_click: bool = False
    needs_access: bool = True


_purposes: dict[str, Purpose] = {}


def register_purpose(purpose: Purpose) -> None:
    """Raises ValueError when another purpose has the name."""
    if _purposes.setdefault(purpose.name, purpose) != purpose:
        msg = f"There is a purpose {purpose.name!r} already."
        raise ValueError(msg)


def find_purpose(name: str) -> Purpose | None:
    return _purposes.get(name)
