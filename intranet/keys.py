"""The keys of the site: which there are, and whether single ones do anything (WCAG 2.1.4). The choice is a cookie of this browser.

Without JavaScript there are none, and the page that tells of them works all the same.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods

from intranet.theme import COOKIE_AGE

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from intranet.members.models import User

COOKIE = "keys"
OFF = "off"
CTRL = pgettext_lazy("key", "Ctrl")
ENTER = pgettext_lazy("key", "Enter")
ESCAPE = pgettext_lazy("key", "Esc")


@dataclass(frozen=True)
class Key:
    """What a key does. Several `names` beside each other are one key or the other; `with_` is held down meanwhile."""

    names: "tuple[StrPromise | str, ...]"
    does: "StrPromise"
    with_: "StrPromise | str" = ""


@dataclass(frozen=True)
class Keys:
    """The keys of one place; `are_single`: they are among those that can be switched off."""

    label: "StrPromise"
    order: int
    keys: tuple[Key, ...]
    are_single: bool = True
    visible: "Callable[[User], bool]" = lambda _user: True


EVERYWHERE = Keys(
    _("On every page"),
    10,
    (
        Key(("/",), pgettext_lazy("key", "go to the search box")),
        Key(("?",), pgettext_lazy("key", "show these keys")),
    ),
)
SEARCHING = Keys(
    _("In the search box"),
    20,
    (
        Key(("↓", "↑"), pgettext_lazy("key", "go through the suggestions")),
        Key((ENTER,), pgettext_lazy("key", "open the suggestion, or search")),
        Key((ESCAPE,), pgettext_lazy("key", "close the suggestions")),
    ),
    are_single=False,
)
WRITING = Keys(
    _("Where you write"),
    30,
    (
        Key(("B", "I"), pgettext_lazy("key", "bold, italics"), CTRL),
        Key(("K",), pgettext_lazy("key", "make it a link"), CTRL),
        Key(("F10",), pgettext_lazy("key", "go to the buttons; the arrows go through them"), "Alt"),
        Key((ESCAPE,), pgettext_lazy("key", "back to the text")),
    ),
    are_single=False,
)
_places: dict[int, Keys] = {place.order: place for place in (EVERYWHERE, SEARCHING, WRITING)}


def register_keys(place: Keys) -> None:
    """Have the keys of a place told, from `AppConfig.ready`; lower `order` comes first. Raises ValueError when it is taken."""
    if _places.setdefault(place.order, place) != place:
        msg = f"There are other keys with the order {place.order} already."
        raise ValueError(msg)


def are_off(request: HttpRequest) -> bool:
    """Whether single keys are switched off in this browser."""
    return request.COOKIES.get(COOKIE) == OFF


@require_http_methods(["GET", "HEAD", "POST"])
def keyboard(request: HttpRequest) -> HttpResponse:
    """`/dreceres/`: all keys, and switching the single ones off and on."""
    if request.method == "POST":
        return switch(request)
    user = cast("User", request.user)
    places = [place for _order, place in sorted(_places.items()) if place.visible(user)]
    return render(request, "keys/page.html", {"places": places, "are_off": are_off(request)})


def switch(request: HttpRequest) -> HttpResponse:
    response = redirect("keyboard")
    if request.POST.get(COOKIE) == OFF:
        response.set_cookie(COOKIE, OFF, COOKIE_AGE, secure=request.is_secure(), httponly=True, samesite="Lax")
    else:
        response.delete_cookie(COOKIE)
    return response
