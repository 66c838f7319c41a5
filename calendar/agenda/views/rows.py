"""Dates in a list: how each is told, under the day on which it begins."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda.domain.holidays import holidays_of
from agenda.enums import Review
from agenda.models import Event, Occurrence
from agenda.sentences import organiser_of, place_of
from intranet.templatetags.intranet import day_words, hour_words


@dataclass(frozen=True)
class Row:
    """`hours`: its clock, as one reads it under its day. `state`: what is to be known before anything else, if it is not on."""

    occurrence: Occurrence
    url: str
    hours: str
    until: str
    place: str
    organiser: str
    state: str
    state_label: str

    @property
    def event(self) -> Event:
        return self.occurrence.event


@dataclass(frozen=True)
class Day:
    """The dates that begin on one day."""

    day: date
    holiday: str
    is_today: bool
    rows: list[Row]

    @property
    def weekday(self) -> str:
        return day_words(self.day).partition(" ")[0]

    @property
    def date_words(self) -> str:
        """Without its weekday: «16 d'abril»."""
        return day_words(self.day).partition(" ")[2]


def days_of(dates: Iterable[Occurrence]) -> list[Day]:
    """`dates`, in their order, by the day on which they begin."""
    today = timezone.localdate()
    return [
        Day(day, holidays_of(day.year).get(day, ""), day == today, rows_of(found, day=day))
        for day, found in groupby(dates, key=lambda one: one.first_day)
    ]


def rows_of(dates: Iterable[Occurrence], *, day: date) -> list[Row]:
    """As they are read on `day`."""
    return [row_of(one, day) for one in dates]


def row_of(occurrence: Occurrence, day: date) -> Row:
    event = occurrence.event
    state, label = state_of(occurrence)
    return Row(
        occurrence,
        occurrence.get_absolute_url(),
        hours_of(occurrence, day),
        until_words(occurrence),
        place_of(event),
        organiser_of(event),
        state,
        label,
    )


def state_of(occurrence: Occurrence) -> tuple[str, str]:
    """With its word: nothing for what goes ahead and is seen by all."""
    event = occurrence.event
    if event.review != Review.PUBLISHED:
        return "draft", str(Review(event.review).label)
    return ("", "") if occurrence.is_on else (occurrence.state.value, str(occurrence.state.label))


def hours_of(occurrence: Occurrence, day: date) -> str:
    """«10.00–13.30»; on the further days of several, that it goes on."""
    if occurrence.first_day < day:
        return _("goes on")
    if occurrence.event.all_day:
        return _("all day")
    if occurrence.last_day > occurrence.first_day:
        return hour_words(occurrence.start)
    return f"{hour_words(occurrence.start)}–{hour_words(occurrence.end)}"


def until_words(occurrence: Occurrence) -> str:
    """For what lasts several days, its last one."""
    if occurrence.last_day == occurrence.first_day:
        return ""
    if occurrence.event.all_day:
        return _("until %(day)s") % {"day": day_words(occurrence.last_day)}
    moment = f"{day_words(occurrence.last_day)}, {hour_words(occurrence.end)}"
    return _("until %(day)s") % {"day": moment}


def days_ahead(day: date, today: date) -> str:
    """«today», «tomorrow», «in 5 days»: how far a near day is."""
    number = (day - today) // timedelta(days=1)
    if number == 0:
        return _("today")
    if number == 1:
        return _("tomorrow")
    return ngettext("in %(number)d day", "in %(number)d days", number) % {"number": number}
