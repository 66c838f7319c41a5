"""`/agenda/<id>/`: all that is to be known of an event, or of one of its dates."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from agenda.domain.interests import interest_of
from agenda.domain.wording import KEY
from agenda.enums import Mode
from agenda.models import Event, Occurrence
from agenda.registration.views.cards import card_of
from agenda.rules import can_join
from agenda.sentences import place_of, repetition_of, when_of, when_of_date
from agenda.views.doors import address_today, look_or_404, occurrence_of
from agenda.views.event_facts import history_of, materials_of, organisers_of
from intranet.access import to_sign_in
from intranet.panels import panels_for
from intranet.statements import Statement

MAP = "https://www.openstreetmap.org/search?"
FEW = 6
"""Dates of a series that are shown before one asks for the rest."""


@dataclass(frozen=True)
class Dates:
    """The dates of an event, as its page lists them."""

    rows: list[Occurrence]

    @cached_property
    def ahead(self) -> list[Occurrence]:
        return [one for one in self.rows if not one.is_over]

    @property
    def over(self) -> list[Occurrence]:
        return [one for one in self.rows if one.is_over]

    @property
    def first_few(self) -> list[Occurrence]:
        return self.ahead[:FEW]

    @property
    def rest(self) -> list[Occurrence]:
        return self.ahead[FEW:]

    @property
    def next(self) -> Occurrence | None:
        """The one that people ask for: the next that takes place, else the next, else the last there was."""
        on = (one for one in self.ahead if one.is_on)
        return next(on, self.ahead[0] if self.ahead else self.rows[-1] if self.rows else None)


@require_safe
def event(request: HttpRequest, pk: int) -> HttpResponse:
    """Of a series, what holds for all its dates, and the next one."""
    return page(request, pk, None)


@require_safe
def occurrence(request: HttpRequest, pk: int, day: date) -> HttpResponse:
    """`/agenda/<id>/2026-04-16/`: as the event, at this date; where it has gone to, if it is at this day no more."""
    return page(request, pk, day)


def page(request: HttpRequest, pk: int, day: date | None) -> HttpResponse:
    """What is not for everyone is behind the sign-in, whether it is there or not."""
    try:
        found, keeps = look_or_404(request, pk)
    except Http404:
        if request.user.is_anonymous:
            return to_sign_in(request)
        raise
    asked = occurrence_of(found, day) if day else None
    if day and asked is None:
        return redirect(address_today(request, found, day))
    dates = dates_of(found)
    context = context_of(request, found, dates, asked)
    context["panels"] = panels_for(request, "event:aside", event=found, dates=dates.ahead, keeps=keeps)
    return render(request, "agenda/event.html", context | {"keeps": keeps})


def dates_of(found: Event) -> Dates:
    rows = list(found.occurrences.in_order())
    for row in rows:
        row.event = found
    return Dates(rows)


def context_of(request: HttpRequest, found: Event, dates: Dates, asked: Occurrence | None) -> dict[str, Any]:
    """Eighteen statements at most, for any number of dates, materials and changes, eleven where one does not register."""
    user, shown = request.user, asked or dates.next
    is_known = user.is_authenticated and user.standing.in_network
    place = place_of(found)
    is_over = not dates.ahead if asked is None else asked.is_over
    joins = found.mode != Mode.IN_PERSON and not is_over and can_join(user, found)
    return {
        "event": found,
        "card": card_of(request, found, dates.rows, shown),
        "shown": shown,
        "asked": asked,
        "dates": dates,
        "is_over": is_over,
        "when": when_of_date(shown) if shown else when_of(found),
        "repeats": repetition_of(found),
        "place": place,
        "map_url": f"{MAP}{urlencode({'query': place})}" if found.address else "",
        "join_url": found.join_url if joins else "",
        "organisers": organisers_of(found, links=is_known),
        "is_known": is_known,
        "subjects": list(found.subjects.all()),
        "materials": materials_of(found) if user.is_authenticated else [],
        "interest": interest_of(found, user) if user.is_authenticated else None,
        "history": history_of(found) if user.is_authenticated else [],
        "related": related_to(found, request),
    }


def related_to(found: Event, request: HttpRequest) -> list[Event]:
    """The series that this one is the rest of, and the one that is the rest of this. No statement for what happens once.

    Their keys come first: asked for the one and the other together with the rule, the database reads all events.
    """
    keys = [] if found.continues_id is None else [found.continues_id]
    if found.frequency:
        keys += [pk for (pk,) in rest_of().rows({KEY: found.pk})]
    return list(Event.objects.visible_to(request.user).filter(pk__in=keys).order_by("start")) if keys else []


@lru_cache(maxsize=1)
def rest_of() -> Statement:
    return Statement.of(Event.objects.filter(continues=KEY).order_by().values_list("pk"))
