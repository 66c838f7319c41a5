"""How a date looks in a list. Written by hand, as the lines of the month are (`agenda.views.lines`)."""

from collections.abc import Iterable
from functools import lru_cache
from html import escape

from django.utils.safestring import SafeString, mark_safe

from agenda.enums import EventKind, Mode
from agenda.views.lines import SIGNS
from agenda.views.rows import Row
from intranet.templatetags.intranet import icon_markup

# Of each state, the tone and the symbol of its tag.
TAGS = {"cancelled": ("danger", "circle-x"), "postponed": ("warning", "clock"), "draft": ("info", "eye-off")}


def list_markup(rows: Iterable[Row], level: int) -> SafeString:
    """`level`: of the heading that each title is."""
    found = "".join(f"<li>{row_markup(row, level)}</li>" for row in rows)
    return mark_safe(f'<ul class="date-rows" role="list">{found}</ul>')  # noqa: S308 - escaped piece by piece


def row_markup(row: Row, level: int) -> str:
    title, state = escape(row.title), row.state
    given = f' data-state="{state}"' if state else ""
    name = f"<s>{title}</s>" if state == "cancelled" else title
    items = f"<li>{kind_words(row.kind)}</li>{item(row.until)}{mode_markup(row)}{item(row.organiser)}"
    return (
        f'<article class="date-row" data-kind="{row.kind}"{given}><p class="date-row__hours">'
        f'<time datetime="{row.start.isoformat()}">{escape(row.hours)}</time></p><div class="date-row__body">'
        f'<h{level} class="date-row__title"><a href="{row.url}">{name}</a>{tag_markup(row)}</h{level}>'
        f'<ul role="list">{items}</ul></div></article>'
    )


def item(words: str) -> str:
    return f"<li>{escape(words)}</li>" if words else ""


@lru_cache(maxsize=16)
def kind_words(kind: str) -> str:
    return escape(str(EventKind(kind).label))


@lru_cache(maxsize=8)
def mode_words(mode: str) -> tuple[str, str]:
    """Its symbols, and its name."""
    return "".join(icon_markup(name) for name in SIGNS[Mode(mode)]), escape(str(Mode(mode).label))


def mode_markup(row: Row) -> str:
    """Where it is; of what is also online that it is so, and of what is nowhere else the mode alone."""
    icons, name = mode_words(row.mode)
    place = escape(row.place)
    if row.place and row.mode == Mode.HYBRID:
        place = f"{name}: {place}"
    return f'<li class="date-row__mode">{icons} {place or name}</li>'


def tag_markup(row: Row) -> str:
    """As `agenda/state_tag.html`."""
    if not row.state:
        return ""
    tone, symbol = TAGS[row.state]
    return f' <span class="tag" data-tone="{tone}">{icon_markup(symbol)} {escape(row.state_label)}</span>'
