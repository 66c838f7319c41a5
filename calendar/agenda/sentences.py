"""When, where and how often, as people say it."""

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from agenda.enums import EventVisibility, Mode
from agenda.models import Event, Occurrence
from agenda.rhythms import repetition_words
from intranet.templatetags.intranet import day_words, hour_words


def when_of(event: Event) -> str:
    """The first date: «dijous 16 d'abril, 10.00–13.30» (Europe/Madrid)."""
    return span_words(event.start, event.end, all_day=event.all_day)


def when_of_date(occurrence: Occurrence) -> str:
    return span_words(occurrence.start, occurrence.end, all_day=occurrence.event.all_day)


def span_words(start: datetime, end: datetime, *, all_day: bool) -> str:
    """In Europe/Madrid. An end at midnight is that of the day before."""
    first, last = timezone.localtime(start), timezone.localtime(end)
    last_day = timezone.localdate(end - timedelta(microseconds=1))
    if all_day:
        return day_words(first) if first.date() == last_day else days_words(first.date(), last_day)
    if first.date() == last_day:
        return f"{day_words(first)}, {hour_words(first)}–{hour_words(last)}"
    return _("from %(start)s to %(end)s") % {
        "start": f"{day_words(first)}, {hour_words(first)}",
        "end": f"{day_words(last)}, {hour_words(last)}",
    }


def days_words(first: date, last: date) -> str:
    return _("from %(start)s to %(end)s") % {"start": day_words(first), "end": day_words(last)}


def place_of(event: Event) -> str:
    """The place and its address, in one line; nothing for what is online alone."""
    if event.mode == Mode.ONLINE:
        return ""
    return ", ".join(part for part in (event.venue, event.address) if part)


def organiser_of(event: Event) -> str:
    """The council or the group that does it; nothing for what is the network's own.

    A private group is named to its readers alone, whatever was said of the event before the group was private.
    """
    if event.organisation is not None:
        return event.organisation.full_name
    if event.group is None or (event.group.is_private and event.visibility != EventVisibility.GROUP):
        return ""
    return event.group.name


def repetition_of(event: Event) -> str:
    """How it repeats, in one sentence; nothing for what happens once."""
    return "" if event.repeat is None else repetition_words(event.repeat, event.local_start.date())
