"""`/agenda/inscripcions/`: one's own registrations, those that want an answer first."""

from datetime import datetime
from typing import NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from agenda.enums import EventState
from agenda.registration.domain.listing import Dated, coming, over
from agenda.registration.enums import RegistrationState
from agenda.registration.models import Registration
from agenda.registration.sentences import line_words, offer_words, standing_words
from agenda.registration.views.mine import TONES, certificate_of
from agenda.sentences import span_words
from intranet.members.views.requests import PersonRequest


class Line(NamedTuple):
    """One registration as the list shows it."""

    row: Registration
    begins: datetime
    when: str
    title: str
    more: str
    tone: str
    icon: str
    has_offer: bool
    url: str
    certificate_url: str
    off_words: str


@require_safe
def own_registrations(request: PersonRequest) -> HttpResponse:
    """Two statements for any number."""
    ahead = [line_of(row) for row in coming(request.user)]
    context = {
        "offers": [line for line in ahead if line.has_offer],
        "coming": [line for line in ahead if not line.has_offer and line.row.state != RegistrationState.WAITING],
        "waiting": [line for line in ahead if not line.has_offer and line.row.state == RegistrationState.WAITING],
        "over": [line_of(row) for row in over(request.user)],
    }
    return render(request, "agenda/registration/own_registrations.html", context)


def line_of(dated: Dated) -> Line:
    row, begins, ends, position = dated
    has_offer = row.offer_until is not None and row.offer_until > timezone.now()
    tone, icon = ("brand", "ticket") if has_offer else TONES[RegistrationState(row.state)]
    more = offer_words(row) if has_offer else ""
    if not has_offer and row.is_confirmed and row.waits_for:
        more = line_words(row.waits_for, position)
    certificate = certificate_of(row)
    return Line(
        row=row,
        begins=begins,
        when=span_words(begins, ends, all_day=row.desk.event.all_day),
        title=standing_words(row, position=position, has_offer=has_offer).rstrip("."),
        more=more,
        tone=tone,
        icon=icon,
        has_offer=has_offer,
        url=row.desk.address("registration"),
        certificate_url=reverse("certificate", args=[certificate.code]) if certificate else "",
        off_words=off_words(row),
    )


def off_words(row: Registration) -> str:
    """What has become of it, where it does not take place."""
    state = row.desk.occurrence.state if row.desk.occurrence else EventState(row.desk.event.state)
    return "" if state == EventState.SCHEDULED else str(state.label)
