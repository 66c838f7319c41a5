"""Events as calendar programs read them (iCalendar, RFC 5545 and RFC 7986)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, vCalAddress, vText, vUri
from icalendar import Event as Component

from agenda.enums import EventState, EventVisibility, Frequency, Review
from agenda.models import Event, Occurrence
from agenda.sentences import organiser_of, place_of
from agenda.zones import stretches_of, timezone_text
from intranet.mail import absolute

PRODUCT = "-//XMESS//Intranet//CA"
REFRESH = timedelta(hours=1)


@dataclass(frozen=True)
class Told:
    """What a calendar is told of an event beside its row. `departures` are its dates that no rule could tell."""

    event: Event
    departures: Sequence[Occurrence]
    categories: Sequence[str]
    co_organisers: Sequence[str]
    may_join: bool


def calendar_of(name: str, texts: Iterable[str], zones: Mapping[str, Iterable[int]]) -> bytes:
    """The calendar that holds what `event_text` worded. `zones`: the years in which something begins in each time zone."""
    calendar = Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("METHOD", "PUBLISH")
    calendar.add("NAME", name)
    calendar.add("X-WR-CALNAME", name)
    calendar.add("X-WR-TIMEZONE", settings.TIME_ZONE)
    calendar.add("REFRESH-INTERVAL", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", "PT1H")
    head, _end, tail = calendar.to_ical().decode().partition("END:VCALENDAR")
    worded = (timezone_text(zone, *stretches_of(years)) for zone, years in sorted(zones.items()))
    return "".join([head, *worded, *texts, "END:VCALENDAR", tail]).encode()


def event_text(told: Told) -> str:
    """All VEVENT of one event: the one that holds its rule, and one for each date that departs from it."""
    return "".join(component.to_ical().decode() for component in components_of(told))


def components_of(told: Told) -> Iterator[Component]:
    event = told.event
    if event.repeat is None:
        (row,) = told.departures or (None,)
        start, end = (row.start, row.end) if row else (event.start, event.end)
        yield component_of(told, start, end, is_cancelled=row is not None and row.is_cancelled)
        return
    series = component_of(told, event.start, event.end)
    series.add("RRULE", rule_of(event))
    if gone := [written(event, row.original_start) for row in told.departures if row.is_cancelled]:
        series.add("EXDATE", gone)
    yield series
    for row in told.departures:
        if not row.is_cancelled:
            date_of_series = component_of(told, row.start, row.end)
            date_of_series.add("RECURRENCE-ID", written(event, row.original_start))
            yield date_of_series


def component_of(told: Told, start: datetime, end: datetime, *, is_cancelled: bool = False) -> Component:
    event, component = told.event, Component()
    state = EventState.CANCELLED if is_cancelled and event.is_on else EventState(event.state)
    component.add("UID", f"{event.uid}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}")
    component.add("DTSTAMP", event.changed_at)
    component.add("LAST-MODIFIED", event.changed_at)
    component.add("CREATED", event.created_at)
    component.add("SEQUENCE", event.sequence)
    component.add("DTSTART", written(event, start))
    component.add("DTEND", written(event, end))
    component.add("STATUS", status_of(event, state))
    component.add("SUMMARY", title_of(event, state))
    component.add("DESCRIPTION", description_of(told))
    component.add("URL", absolute(event.get_absolute_url()))
    component.add("CLASS", "PUBLIC" if event.visibility == EventVisibility.PUBLIC else "PRIVATE")
    component.add("CATEGORIES", list(told.categories))
    component.add("ORGANIZER", address_of(event))
    if place := place_of(event) or event.get_mode_display():
        component.add("LOCATION", place)
    if event.join_url and told.may_join:
        video = {"VALUE": "URI", "FEATURE": "VIDEO", "LABEL": _("Join online")}
        component.add("CONFERENCE", vUri(event.join_url), parameters=video)
    return component


def written(event: Event, at: datetime) -> datetime | date:
    """A moment by the clock of the event's zone; a day, where it is whole days that count."""
    local = at.astimezone(event.zone)
    return local.date() if event.all_day else local


def rule_of(event: Event) -> dict[str, object]:
    """RRULE (RFC 5545 §3.8.5.3). The n-th weekday in the way that most programs read: `BYDAY=2TH`."""
    repeat = event.repeat
    if repeat is None:
        return {}
    parts = dict(repeat.parts(event.local_start.date()))
    days, position = parts.pop("byday", None), parts.pop("bysetpos", None)
    if isinstance(days, list):
        parts["byday"] = [f"{position or ''}{day}" for day in days]
    until = repeat.ends_at(event.zone)
    end: dict[str, object] = {"count": repeat.count} if repeat.count else {}
    if until is not None:
        end["until"] = until.date() if event.all_day else until.astimezone(UTC)
    interval = {"interval": repeat.interval} if repeat.interval > 1 else {}
    return {"freq": Frequency(repeat.frequency).value, **interval, **parts, **end}


def status_of(event: Event, state: EventState) -> str:
    """What is postponed has no date yet: calendars take it off, or strike it out, until it has one."""
    if state != EventState.SCHEDULED or event.review == Review.WITHDRAWN:
        return "CANCELLED"
    return "CONFIRMED" if event.is_published else "TENTATIVE"


def title_of(event: Event, state: EventState) -> str:
    """With its state, for programs that show what is cancelled like all the rest."""
    if state == EventState.SCHEDULED:
        return event.title
    return f"{state.label}: {event.title}"


def description_of(told: Told) -> str:
    event = told.event
    organisers = ", ".join(name for name in (organiser_of(event), *told.co_organisers, event.other_organisers) if name)
    contact = " · ".join(part for part in (event.contact_name, event.contact_email, event.contact_phone) if part)
    lines = [
        event.reason if not event.is_on else "",
        event.summary,
        f"{event.get_mode_display()} · {event.get_kind_display()}",
        _("Organised by: %(names)s") % {"names": organisers} if organisers else "",
        _("Contact: %(contact)s") % {"contact": contact} if contact else "",
        _("To join: %(link)s") % {"link": event.join_url} if event.join_url and told.may_join else "",
        absolute(event.get_absolute_url()),
    ]
    return "\n\n".join(line for line in lines if line)


def address_of(event: Event) -> vCalAddress:
    """Whom to write to: the contact, else the network."""
    organiser = vCalAddress(f"mailto:{event.contact_email or settings.CONTACT_EMAIL}")
    organiser.params["CN"] = vText(organiser_of(event) or settings.SITE_NAME)
    return organiser
