"""The way into every page of an event: what one may not see is not there."""

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest

from agenda.domain.looking import sees_and_keeps
from agenda.models import Event, Occurrence
from intranet.members.models import User
from intranet.members.views.requests import PersonRequest

if TYPE_CHECKING:
    from django.db.models import QuerySet

GREATEST_KEY = 2**63 - 1


class Look(NamedTuple):
    """An event, and whether the one who sees it may change it."""

    event: Event
    keeps: bool


def event_or_404(request: HttpRequest, pk: int) -> Event:
    """The event, for those who may see it. Two statements."""
    return look_or_404(request, pk).event


def look_or_404(request: HttpRequest, pk: int) -> Look:
    """As `event_or_404`, with whether they may change it."""
    reader: User | AnonymousUser = request.user
    if reader.is_anonymous:
        return Look(first_or_404(Event.objects.visible_to(reader), pk), keeps=False)
    # Read before the rule is asked: what is shown is no newer than the answer.
    event = first_or_404(Event.objects.all(), pk)
    sees, keeps = sees_and_keeps(reader, pk)
    if not sees:
        raise Http404
    return Look(event, keeps=keeps)


def kept_event_or_404(request: PersonRequest, pk: int) -> Event:
    """The event, for those who may change it; for anyone else there is nothing at its address. One statement."""
    return first_or_404(Event.objects.kept_by(request.user).select_related("author"), pk)


def first_or_404(events: "QuerySet[Event]", pk: int) -> Event:
    found = events.select_related("organisation", "group").filter(pk=pk).first() if pk <= GREATEST_KEY else None
    if found is None:
        raise Http404
    return found


def occurrence_or_404(event: Event, day: date) -> Occurrence:
    found = occurrence_of(event, day)
    if found is None:
        raise Http404
    return found


def occurrence_of(event: Event, day: date) -> Occurrence | None:
    """The date that the rule puts on `day`, in the event's time zone. One statement."""
    return next((row for row in event.occurrences.all() if row.day == day), None)


def address_today(request: HttpRequest, event: Event, day: date) -> str:
    """Where an old address of a date leads: its series has moved since, or goes on from there as another event.

    To the date of this day there, else to the page of the event. Nowhere that the person does not see.
    """
    last = event.occurrences.order_by("original_start").last()
    if last is None or last.day < day:
        rest = list(Event.objects.visible_to(request.user).filter(continues=event).order_by("start"))
        begun = [one for one in rest if one.local_start.date() <= day]
        for found in begun[-1:] or rest[:1]:
            row = occurrence_of(found, day)
            return row.get_absolute_url() if row else address_today(request, found, day)
    return event.get_absolute_url()
