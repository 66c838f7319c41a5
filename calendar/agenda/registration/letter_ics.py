"""The appointment that goes with a mail: a calendar object of the registration's own (RFC 5545, RFC 5546 §3.2).

Its UID stays the same as long as the registration lives, its SEQUENCE grows with every change of the event and of the
registration. Why it is a REQUEST, and whose: docs/decisions/0023.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.mime.base import MIMEBase
from email.mime.text import MIMEText
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, vCalAddress, vText
from icalendar import Event as Component

from agenda.calendars import departures_of
from agenda.enums import Mode
from agenda.ics import PRODUCT, Told, component_of, components_of
from agenda.models import Event, Occurrence
from agenda.registration.letters import takes_part
from agenda.registration.models import Registration, RegistrationDesk
from agenda.sentences import organiser_of
from agenda.zones import stretches_of, timezone_text

REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"
FILE_NAME = "cita.ics"


@dataclass(frozen=True)
class Appointment:
    """What is the same for all who registered at a desk: its dates that no rule could tell."""

    desk: RegistrationDesk
    departures: Sequence[Occurrence] = ()

    def part(self, registration: Registration, *, is_on: bool, title: str = "") -> MIMEBase:
        """To be attached: that they take part, or, unless `is_on`, that they do not any more. `title`: by which they know it."""
        method = REQUEST if is_on else CANCEL
        part = MIMEText(self.text(registration, method, title=title).decode(), "calendar", "utf-8")
        part.set_param("method", method)
        part.set_param("name", FILE_NAME)
        part.add_header("Content-Disposition", "attachment", filename=FILE_NAME)
        return part

    def text(self, registration: Registration, method: str = PUBLISH, *, title: str = "") -> bytes:
        """The calendar that holds the dates of one registration; PUBLISH is for a file that one takes oneself."""
        event = self.desk.event
        components = list(self.components(registration.mode))
        if method == CANCEL:
            del components[1:]  # the whole of it, whatever dates there were
        for component in components:
            make_own(component, registration, event)
            if method == CANCEL:
                put(component, "STATUS", "CANCELLED")
                strip(component, title or event.title)
        calendar = Calendar()
        calendar.add("PRODID", PRODUCT)
        calendar.add("VERSION", "2.0")
        calendar.add("METHOD", method)
        head, _end, tail = calendar.to_ical().decode().partition("END:VCALENDAR")
        zone = timezone_text(event.time_zone, *stretches_of({event.start.year, components[0].start.year}))
        texts = [component.to_ical().decode() for component in components]
        return "".join([head, zone, *texts, "END:VCALENDAR", tail]).encode()

    def components(self, mode: str) -> Iterator[Component]:
        """One date, or all of the event, as the agenda words them; with the link to join for those who are online."""
        event, date = self.desk.event, self.desk.occurrence
        kind = str(event.get_kind_display())
        told = Told(event, self.departures, [kind], [], may_join=mode == Mode.ONLINE)
        if date is None:
            yield from components_of(told)
        else:
            yield component_of(told, date.start, date.end, is_cancelled=date.is_cancelled)


def appointment_at(desk: RegistrationDesk) -> Appointment:
    """One statement, or none for one date."""
    return Appointment(desk, [] if desk.occurrence_id else departures_of([desk.event_id])[desk.event_id])


def calendar_text(registration: Registration) -> bytes:
    """As a file to be taken from a page."""
    return appointment_at(registration.desk).text(registration)


def make_own(component: Component, registration: Registration, event: Event) -> None:
    """Theirs, by the mode in which they take part. The organiser of the object is the network: the same at every change."""
    organiser = vCalAddress(f"mailto:{settings.CONTACT_EMAIL}")
    organiser.params["CN"] = vText(organiser_of(event) or settings.SITE_NAME)
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    put(component, "UID", f"registration-{registration.pk}@{host}")
    put(component, "SEQUENCE", event.sequence + registration.sequence)
    put(component, "DTSTAMP", max(event.changed_at, registration.changed_at))
    put(component, "ORGANIZER", organiser)
    put(component, "ATTENDEE", attendee_of(registration))
    if registration.mode == Mode.ONLINE:
        put(component, "LOCATION", event.join_url or str(Mode.ONLINE.label))
    put(component, "DESCRIPTION", f"{takes_part(registration.mode)}.\n\n{component['DESCRIPTION']}")


def attendee_of(registration: Registration) -> vCalAddress:
    """Who has said yes already: no program needs to ask them, or to answer for them."""
    attendee = vCalAddress(f"mailto:{registration.address}")
    facts = {"CN": registration.who, "CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT", "PARTSTAT": "ACCEPTED"}
    for name, value in {**facts, "RSVP": "FALSE"}.items():
        attendee.params[name] = vText(value)
    return attendee


def strip(component: Component, title: str) -> None:
    """Of what takes place no more for them, nothing but what names it."""
    put(component, "SUMMARY", title)
    for name in ("DESCRIPTION", "LOCATION", "CONFERENCE", "URL"):
        component.pop(name, None)


def put(component: Component, name: str, value: object) -> None:
    component.pop(name, None)
    component.add(name, value)
