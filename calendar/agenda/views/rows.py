"""Dates in a list: how each is told, under the day on which it begins."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import groupby

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda.domain.holidays import holidays_of
from agenda.domain.listing import Listed
from agenda.enums import EventKind, Mode
from agenda.sentences import names_group, place_words
from agenda.views.lines import HOME, address_of, state_of, state_words
from intranet.members.models.organisations import full_name_of
from intranet.templatetags.intranet import day_words


@dataclass(frozen=True)
class Row:
    """`hours`: its clock, as one reads it under its day. `state`: what is to be known before anything else, if it is not on."""

    title: str
    url: str
    kind: str
    mode: str
    start: datetime
    hours: str
    until: str
    place: str
    organiser: str
    state: str
    state_label: str

    @property
    def kind_label(self) -> str:
        return str(EventKind(self.kind).label)

    @property
    def mode_label(self) -> str:
        return str(Mode(self.mode).label)


@dataclass(frozen=True)
class Day:
    """The dates that begin on one day."""

    day: date
    holiday: str
    is_today: bool
    rows: list[Row]

    @property
    def name(self) -> str:
        return str(self.day)

    @property
    def weekday(self) -> str:
        return capfirst(words_of_day(self.day, timezone.localdate().year).partition(" ")[0])

    @property
    def date_words(self) -> str:
        """Without its weekday: «16 d'abril»."""
        return words_of_day(self.day, timezone.localdate().year).partition(" ")[2]


@lru_cache(maxsize=512)
def words_of_day(day: date, _this_year: int) -> str:
    return day_words(day)


def days_of(dates: Iterable[Listed]) -> list[Day]:
    """`dates`, in their order, by the day on which they begin."""
    today = timezone.localdate()
    return [
        Day(day, holidays_of(day.year).get(day, ""), day == today, rows_of(found, day=day))
        for day, found in groupby(dates, key=lambda one: one.first_day)
    ]


def rows_of(dates: Iterable[Listed], *, day: date) -> list[Row]:
    """As they are read on `day`."""
    return [row_of(one, day) for one in dates]


def row_of(one: Listed, day: date) -> Row:
    state = state_of(one)
    return Row(
        title=one.title,
        url=address_of(one),
        kind=one.kind,
        mode=one.mode,
        start=one.start.astimezone(HOME),
        hours=hours_of(one, day),
        until=until_words(one),
        place=place_words(one.mode, one.venue, one.address),
        organiser=organiser_words(one),
        state=state,
        state_label=state_words(state, one),
    )


def organiser_words(one: Listed) -> str:
    """As `agenda.sentences.organiser_of`."""
    if one.organisation:
        return full_name_of(one.organisation_kind, one.organisation)
    return one.group if one.group and names_group(one.visibility, one.group_access) else ""


def hours_of(one: Listed, day: date) -> str:
    """«10.00–13.30»; on the further days of several, that it goes on."""
    if one.first_day < day:
        return _("goes on")
    if one.all_day:
        return _("all day")
    if one.last_day > one.first_day:
        return clock(one.start)
    return f"{clock(one.start)}–{clock(one.end)}"


def clock(moment: datetime) -> str:
    """As `hour_words`, which takes longer."""
    at = moment.astimezone(HOME)
    return f"{at.hour:02}.{at.minute:02}"


def until_words(one: Listed) -> str:
    """For what lasts several days, its last one."""
    if one.last_day == one.first_day:
        return ""
    if one.all_day:
        return _("until %(day)s") % {"day": day_words(one.last_day)}
    moment = f"{day_words(one.last_day)}, {clock(one.end)}"
    return _("until %(day)s") % {"day": moment}


def days_ahead(day: date, today: date) -> str:
    """«today», «tomorrow», «in 5 days»: how far a near day is."""
    number = (day - today) // timedelta(days=1)
    if number == 0:
        return _("today")
    if number == 1:
        return _("tomorrow")
    return ngettext("in %(number)d day", "in %(number)d days", number) % {"number": number}
