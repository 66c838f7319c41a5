"""The way into every page of an event: what one may not see is not there."""

from datetime import date
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest

from agenda.models import Event, Occurrence
from intranet.members.views.requests import PersonRequest

if TYPE_CHECKING:
    from django.db.models import QuerySet

GREATEST_KEY = 2**63 - 1


def event_or_404(request: HttpRequest, pk: int) -> Event:
    """The event, for those who may see it. One statement."""
    return first_or_404(Event.objects.visible_to(request.user), pk)


def kept_event_or_404(request: PersonRequest, pk: int) -> Event:
    """The event, for those who may change it; for anyone else there is nothing at its address. One statement."""
    return first_or_404(Event.objects.kept_by(request.user), pk)


def first_or_404(events: "QuerySet[Event]", pk: int) -> Event:
    found = (
        events.select_related("organisation", "group", "author").filter(pk=pk).first() if pk <= GREATEST_KEY else None
    )
    if found is None:
        raise Http404
    return found


def occurrence_or_404(event: Event, day: date) -> Occurrence:
    """The date that the rule puts on `day`, in the event's time zone. One statement."""
    found = next(
        (row for row in event.occurrences.all() if row.original_start.astimezone(event.zone).date() == day), None
    )
    if found is None:
        raise Http404
    found.event = event
    return found
