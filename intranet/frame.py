"""What stands around every page: the sections' bar, the bell, the person's menu, the theme.

Its one statement is that of the number on the bell (`register_counter`).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from intranet import keys, second_factor
from intranet.theme import THEMES, theme_of

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from intranet.members.models import User
    from intranet.members.standing import Standing

Visible = Callable[["User"], bool]

# The bell counts so far and says «99+» from there on.
MOST_COUNTED = 100
# How many sections fit beside each other on the narrowest phone.
MOST_UNDER_THE_THUMB = 5


@lru_cache(maxsize=128)
def address_of(place: str) -> str:
    """The address named `place`, or `place` itself if it is one. Worked out once a process: every page has a dozen."""
    return resolve_url(place)


@dataclass(frozen=True)
class Section:
    """One entry of the section bar. `url` is the name of an address, or an address that begins with a slash."""

    label: "StrPromise | str"
    url: str
    icon: str
    order: int
    visible: Visible

    @property
    def href(self) -> str:
        return address_of(self.url)


@dataclass(frozen=True)
class Link:
    """A place one may go to, and whether one is there."""

    label: "StrPromise | str"
    href: str
    icon: str = ""
    is_current: bool = False


def places_key(links: Iterable[Link], path: str) -> str:
    """What a list of links looks like on the page at `path`, in a few words: the key of its kept piece."""
    return " ".join(f"{link.href}{'=' if path == link.href else '>' if link.is_current else ''}" for link in links)


def _to_all(_user: "User") -> bool:
    return True


def _to_network(user: "User") -> bool:
    return user.standing.in_network


# The foundation's own sections; those of later floors are registered by their apps.
_sections: dict[str, Section] = {
    section.url: section
    for section in (
        Section(_("Dashboard"), "/", "layout-dashboard", 10, _to_all),
        Section(_("Groups"), "/grups/", "messages-square", 20, _to_all),
        Section(pgettext_lazy("section", "People"), "/membres/", "users", 60, _to_all),
        Section(_("Councils"), "/municipis/", "landmark", 70, _to_network),
        Section(_("News"), "/noticies/", "newspaper", 80, _to_network),
    )
}


# The person's own rooms: label, the name of an address or the address, icon.
ACCOUNT_PLACES = (
    (_("My profile"), "/compte/perfil/", "user-round"),
    (_("Notices and mail"), "/compte/avisos/", "bell"),
    (_("Sign-in and security"), "mfa_index", "shield-check"),
    (_("Password"), "account_change_password", "key-round"),
    (_("E-mail address"), "account_email", "at-sign"),
    (_("Open sessions"), "usersessions_list", "laptop"),
    (_("Privacy and my data"), "/compte/privacitat/", "lock"),
)


def register_section(label: "StrPromise | str", url: str, icon: str, order: int, visible: Visible = _to_all) -> None:
    """Add a section to the bar, from `AppConfig.ready`; lower `order` comes first.

    `visible(user)` must not query: `user.standing` is at hand.
    """
    _sections[url] = Section(label, url, icon, order, visible)


_counters: list[Callable[["User"], int]] = []


def register_counter(count: Callable[["User"], int]) -> None:
    """Have `count(user)` added to the number on the bell, from `AppConfig.ready`: how many new things there are for `user`.

    All counters together make one statement, or the frame is over its budget.
    """
    if count not in _counters:
        _counters.append(count)


def is_within(path: str, href: str) -> bool:
    """Whether `path` lies under `href`; only the front door itself lies under `/`."""
    return path == href or (href != "/" and path.startswith(href))


class Frame:
    """What `base.html` asks about the page it surrounds. Each part is worked out when it is first asked for."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def user(self) -> "User | None":
        """The person signed in; nobody when the request was refused before it was known who asks."""
        user = getattr(self.request, "user", None)
        return user if user is not None and user.is_authenticated else None

    @cached_property
    def standing(self) -> "Standing | None":
        return self.user.standing if self.user else None

    @cached_property
    def is_inside(self) -> bool:
        """With access, and with the second factor if it is asked of this person: the gate is open to them."""
        if self.user is None or not self.user.standing.has_access:
            return False
        return not second_factor.is_missing(self.request, self.user)

    @cached_property
    def sections(self) -> list[Link]:
        if not (self.user and self.is_inside):
            return []
        shown = sorted((section for section in _sections.values() if section.visible(self.user)), key=lambda s: s.order)
        path = self.request.path
        return [Link(section.label, section.href, section.icon, is_within(path, section.href)) for section in shown]

    @cached_property
    def later_sections(self) -> list[Link]:
        """Those that a phone shows behind «More»: none when all fit under the thumb."""
        return self.sections[MOST_UNDER_THE_THUMB - 1 :] if len(self.sections) > MOST_UNDER_THE_THUMB else []

    @property
    def is_in_later_section(self) -> bool:
        return any(section.is_current for section in self.later_sections)

    @property
    def sections_key(self) -> str:
        return places_key(self.sections, self.request.path)

    @property
    def account_key(self) -> str:
        """Which of the account's rooms this page is, if it is one: all that the menu's look depends on."""
        path = self.request.path
        return next((place for _label, place, _icon in ACCOUNT_PLACES if is_within(path, address_of(place))), "")

    @cached_property
    def account_links(self) -> list[Link]:
        """The person's own rooms, for the menu and for the tabs of the account's pages."""
        if not self.user:
            return []
        links = ((label, address_of(place), icon) for label, place, icon in ACCOUNT_PLACES)
        return [Link(label, href, icon, is_within(self.request.path, href)) for label, href, icon in links]

    @property
    def sees_admin(self) -> bool:
        return bool(self.is_inside and self.standing and self.standing.cares_for_members)

    @cached_property
    def unread(self) -> int:
        """How many new things the bell tells of, `MOST_COUNTED` standing for more too."""
        if not (self.user and self.is_inside):
            return 0
        return min(MOST_COUNTED, sum(count(self.user) for count in _counters))

    @cached_property
    def theme(self) -> str:
        return theme_of(self.request)

    @property
    def themes(self) -> list[dict[str, Any]]:
        return [{"value": value, "label": label, "icon": icon} for value, label, icon in THEMES]

    @cached_property
    def keys_are_off(self) -> bool:
        return keys.are_off(self.request)

    @property
    def theme_url(self) -> str:
        return address_of("theme")

    @property
    def sign_out_url(self) -> str:
        return address_of("account_logout")

    @property
    def today(self) -> date:
        return timezone.localdate()

    @property
    def path(self) -> str:
        return self.request.get_full_path()

    @property
    def site_name(self) -> str:
        name: str = settings.SITE_NAME
        return name


def frame(request: HttpRequest) -> dict[str, Frame]:
    """Context processor: `frame` in every template."""
    return {"frame": Frame(request)}
