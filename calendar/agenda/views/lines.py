"""How a date looks in a cell of the month. Written by hand: a month has a hundred, and a template for each takes longer."""

from datetime import date
from functools import lru_cache
from html import escape
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from agenda.domain.listing import Line, Listed
from agenda.domain.wording import day_of, moment_of
from agenda.enums import EventKind, EventState, Mode, Review
from agenda.models.events import HOME_ZONE
from intranet.templatetags.intranet import icon_markup

HOME = ZoneInfo(HOME_ZONE)
SIGNS = {Mode.IN_PERSON: ("map-pin",), Mode.ONLINE: ("video",), Mode.HYBRID: ("map-pin", "video")}


@lru_cache(maxsize=8)
def sign_of(mode: str) -> str:
    """The symbols of a mode, with its word for those who hear the page."""
    icons = "".join(icon_markup(name) for name in SIGNS[Mode(mode)])
    return f'<span class="ev__mode">{icons}<span class="visually-hidden">{Mode(mode).label}</span></span>'


@lru_cache(maxsize=16)
def kind_words(kind: str) -> str:
    return f'<span class="visually-hidden">{escape(str(EventKind(kind).label))}: </span>'


def state_of(line: Line | Listed) -> str:
    """What stands beside the title of what does not take place, or is not seen by all."""
    if line.review != Review.PUBLISHED:
        return "draft"
    if line.state == EventState.POSTPONED:
        return "postponed"
    return "cancelled" if line.is_cancelled or line.state == EventState.CANCELLED else ""


def state_words(state: str, line: Line | Listed) -> str:
    if state == "draft":
        return str(Review(line.review).label)
    words = {"cancelled": pgettext("event", "Cancelled"), "postponed": pgettext("event", "Postponed")}
    return words.get(state, "")


@lru_cache(maxsize=2)
def event_address(is_date: bool) -> str:  # noqa: FBT001 - one of the two addresses
    """With a blank for the key, and for the day."""
    given: list[int | str] = [987654321, "1987-06-05"] if is_date else [987654321]
    path = reverse("occurrence" if is_date else "event", args=given)
    return path.replace("987654321", "{0}").replace("1987-06-05", "{1}")


def address_of(line: Line | Listed) -> str:
    if not line.frequency:
        return event_address(is_date=False).format(line.pk)
    day = moment_of(line.original_start).astimezone(ZoneInfo(line.time_zone)).date()
    return event_address(is_date=True).format(line.pk, day)


def line_markup(line: Line, day: date) -> str:
    """One date in the cell of `day`."""
    state = state_of(line)
    title = escape(line.title)
    given = mark = ""
    if state:
        given, mark = f' data-state="{state}"', f'<em class="ev__state">{escape(state_words(state, line))}</em> '
        title = f"<s>{title}</s>" if state == "cancelled" else title
    return (
        f'<li class="ev" data-kind="{line.kind}"{given}><a href="{address_of(line)}">{hour_markup(line, day)}'
        f"{sign_of(line.mode)} {mark}{kind_words(line.kind)}{title}</a></li>"
    )


def hour_markup(line: Line, day: date) -> str:
    """When it begins on its first day; on the others of several, that it goes on."""
    if day_of(line.first_day) != day:
        return goes_on()
    if line.all_day:
        return ""
    at = moment_of(line.start).astimezone(HOME)
    return f'<b class="ev__hour">{at.hour:02}.{at.minute:02}</b> '


@lru_cache(maxsize=1)
def goes_on() -> str:
    return f'<span class="ev__hour" data-goes-on><span class="visually-hidden">{_("goes on")}</span></span> '
