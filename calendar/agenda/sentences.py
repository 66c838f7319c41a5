"""When, where and how often, as people say it."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from agenda.enums import EventVisibility, Mode
from agenda.models import Event, Occurrence
from agenda.rhythms import repetition_words
from intranet.members.enums import GroupAccess
from intranet.templatetags.intranet import day_words, hour_words


def when_of(event: Event) -> str:
    """The first date: «dijous 16 d'abril, 10.00–13.30» (Europe/Madrid)."""
    return span_words(event.start, event.end, all_day=event.all_day)


def when_of_date(occurrence: Occurrence) -> str:
    return span_words(occurrence.start, occurrence.end, all_day=occurrence.event.all_day)


def when_of_all(event: Event) -> str:
    """As `when_of`, with the year in any year: what is kept to be compared must not change by itself."""
    return span_words(event.start, event.end, all_day=event.all_day, words=dated_words)


def when_next(event: Event) -> str:
    """The first date that is not over, of those that take place; without one, as `when_of`."""
    ahead = event.occurrences.filter(is_cancelled=False).ahead().in_order().first() if event.frequency else None
    return when_of(event) if ahead is None else span_words(ahead.start, ahead.end, all_day=event.all_day)


def span_words(
    start: datetime, end: datetime, *, all_day: bool, words: Callable[[date | datetime], str] = day_words
) -> str:
    """In Europe/Madrid. An end at midnight is that of the day before."""
    first, last = timezone.localtime(start), timezone.localtime(end)
    last_day = timezone.localdate(end - timedelta(microseconds=1))
    if all_day and first.date() == last_day:
        return words(first)
    if all_day:
        return _("from %(start)s to %(end)s") % {"start": words(first), "end": words(last_day)}
    if first.date() == last_day:
        return f"{words(first)}, {hour_words(first)}–{hour_words(last)}"
    return _("from %(start)s to %(end)s") % {
        "start": f"{words(first)}, {hour_words(first)}",
        "end": f"{words(last)}, {hour_words(last)}",
    }


def dated_words(value: date | datetime) -> str:
    """«dijous 16 d'abril de 2026»."""
    day = timezone.localtime(value).date() if isinstance(value, datetime) else value
    return date_format(day, pgettext("day of another year", "l j E Y"))


def place_of(event: Event) -> str:
    """The place and its address, in one line; nothing for what is online alone."""
    return place_words(event.mode, event.venue, event.address)


def place_words(mode: str, venue: str, address: str) -> str:
    return "" if mode == Mode.ONLINE else ", ".join(part for part in (venue, address) if part)


def organiser_of(event: Event) -> str:
    """The council or the group that does it; nothing for what is the network's own.

    A private group is named to its readers alone, whatever was said of the event before the group was private.
    """
    if event.organisation is not None:
        return event.organisation.full_name
    if event.group is None or not names_group(event.visibility, event.group.access):
        return ""
    return event.group.name


def names_group(visibility: str, access: str) -> bool:
    """Whether an event for these people names its group, which those may know."""
    return access != GroupAccess.PRIVATE or visibility == EventVisibility.GROUP


def repetition_of(event: Event) -> str:
    """How it repeats, in one sentence; nothing for what happens once."""
    return "" if event.repeat is None else repetition_words(event.repeat, event.local_start.date())
