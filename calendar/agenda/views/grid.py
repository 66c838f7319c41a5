"""The month as a printed one: a table of weeks, with what each day holds. On phones its days are read one under the other."""

from calendar import Calendar
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache

from django.urls import reverse
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from agenda.domain.holidays import holidays_of
from agenda.domain.listing import Cell
from agenda.enums import EventKind
from agenda.views.lines import line_markup
from forum.views.kept import drawing, kept_piece

WEEKS = Calendar(firstweekday=0)
MONDAY_TO_SUNDAY = range(7)
SATURDAY = 5


def month_name(first: date) -> str:
    """«Abril de 2026»."""
    return capfirst(date_format(first, pgettext("month and year", "F Y")))


def last_day_of(first: date) -> date:
    return month_after(first) - timedelta(days=1)


def month_after(first: date) -> date:
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1)


def month_before(first: date) -> date:
    return (first - timedelta(days=1)).replace(day=1)


def month_table(first: date, cells: Mapping[date, Cell], *, today: date, query: str) -> SafeString:
    """`query`: what the links to a day take along."""
    rows = []
    for week in WEEKS.monthdatescalendar(first.year, first.month):
        drawn = (day_markup(day, cells.get(day), today, query) if day.month == first.month else AWAY for day in week)
        rows.append(f"<tr>{''.join(drawn)}</tr>")
    return mark_safe(f"{table_head(first, bool(cells))}<tbody>{''.join(rows)}</tbody></table>")  # noqa: S308 - escaped piece by piece


AWAY = '<td class="day" data-away></td>'


@lru_cache(maxsize=64)
def table_head(first: date, has_dates: bool) -> str:  # noqa: FBT001 - one of the two that are kept
    names = "".join(
        f'<th scope="col"><abbr title="{WEEKDAYS[turn]}">{WEEKDAYS_ABBR[turn]}</abbr></th>' for turn in MONDAY_TO_SUNDAY
    )
    caption = escape(month_name(first))
    empty = "" if has_dates else " data-empty"
    return f'<table class="month"{empty}><caption class="visually-hidden">{caption}</caption><thead><tr>{names}</tr></thead>'


def day_markup(day: date, cell: Cell | None, today: date, query: str) -> str:
    opening, closing = day_head(day, day == today)
    if cell is None:
        return f"{opening}{closing}</td>".replace("<td ", "<td data-empty ", 1)
    lines = "".join(line_markup(line, day) for line in cell.lines)
    return f'{opening}{query}{closing}<ul role="list">{lines}</ul>{more_markup(day, cell.more, query)}</td>'


@lru_cache(maxsize=512)
def day_head(day: date, is_today: bool) -> tuple[str, str]:  # noqa: FBT001 - as above
    """The day's number, which leads to the day, in two halves: its link takes along what the month is narrowed down to."""
    name = holidays_of(day.year).get(day, "")
    kinds = [("today", is_today), ("holiday", bool(name)), ("weekend", day.weekday() >= SATURDAY)]
    given = " ".join(f"data-{kind}" for kind, holds in kinds if holds)
    current = f' aria-current="date"><span class="visually-hidden">{_("Today")}, </span>' if is_today else ">"
    month = date_format(day, "E")
    opening = f'<td class="day" {given}><p class="day__head"><a href="{day_address(day)}'
    closing = (
        f'"{current}<time datetime="{day}"><span class="day__name">{WEEKDAYS[day.weekday()]} </span>{day.day}'
        f'<span class="day__name"> {month}</span></time></a>{holiday_markup(name)}</p>'
    )
    return opening, closing


def holiday_markup(name: str) -> str:
    return f'<span class="day__holiday">{escape(name)}</span>' if name else ""


def more_markup(day: date, more: int, query: str) -> str:
    return f'<a class="day__more" href="{day_address(day)}{query}">{more_words(more)}</a>' if more > 0 else ""


@lru_cache(maxsize=512)
def more_words(more: int) -> str:
    return ngettext("+%(number)d more", "+%(number)d more", more) % {"number": more}


@lru_cache(maxsize=512)
def day_address(day: date) -> str:
    return reverse("agenda_day", args=[day])


def legend() -> SafeString:
    """What the edges and the symbols mean, kept."""
    return kept_piece("agenda-legend", (0,), lambda: drawing("agenda/legend.html", kinds=EventKind.choices))
