"""Of a series where one registers for each date by itself: which dates, and how many people."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from agenda.models import Event
from agenda.registration.domain.line import seats_at
from agenda.registration.models import RegistrationDesk
from agenda.sentences import when_of_date
from intranet.members.views.requests import PersonRequest


def desks_by_date(event: Event) -> list[RegistrationDesk]:
    """In the order of their dates. One statement."""
    found = event.desks.filter(occurrence__isnull=False).select_related("occurrence").order_by("occurrence__start")
    desks = list(found)
    for desk in desks:
        desk.event = event
        if desk.occurrence is not None:
            desk.occurrence.event = event
    return desks


def kept_dates(request: PersonRequest, event: Event, desks: list[RegistrationDesk]) -> HttpResponse:
    seats = seats_at(desks)
    rows = [
        (when_of_date(desk.occurrence), desk.address("attendees"), seats[desk.pk].values())
        for desk in desks
        if desk.occurrence
    ]
    trail: list[tuple[str, Any]] = [(reverse("agenda"), _("Agenda")), (event.get_absolute_url(), event.title)]
    return render(request, "agenda/registration/dates.html", {"event": event, "rows": rows, "trail": trail})
