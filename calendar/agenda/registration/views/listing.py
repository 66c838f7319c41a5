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

OFFERED, COMING, WAITING, CANCELLED = "offered", "coming", "waiting", "cancelled"
CANCELLED_TONE, POSTPONED_TONE = "danger", "warning"


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
    off_tone: str

    @property
    def place(self) -> str:
        """The section in which it stands."""
        if self.off_tone == CANCELLED_TONE:
            return CANCELLED
        if self.has_offer:
            return OFFERED
        return WAITING if self.row.state == RegistrationState.WAITING else COMING


@require_safe
def own_registrations(request: PersonRequest) -> HttpResponse:
    """Two statements for any number."""
    ahead = [line_of(row) for row in coming(request.user)]
    context = {
        "offers": [line for line in ahead if line.place == OFFERED],
        "coming": [line for line in ahead if line.place == COMING],
        "waiting": [line for line in ahead if line.place == WAITING],
        "off": [line for line in ahead if line.place == CANCELLED],
        "over": [line_of(row) for row in over(request.user)],
    }
    return render(request, "agenda/registration/own_registrations.html", context)


def line_of(dated: Dated) -> Line:
    row, begins, ends, position = dated
    off, off_tone = off_words(row)
    has_offer = not off and row.offer_until is not None and row.offer_until > timezone.now()
    tone, icon = ("brand", "ticket") if has_offer else TONES[RegistrationState(row.state)]
    more = offer_words(row) if has_offer else ""
    if not has_offer and row.is_confirmed and row.waits_for:
        more = line_words(row.waits_for, position)
    certificate = certificate_of(row)
    return Line(
        row=row,
        begins=begins,
        when="" if off_tone == POSTPONED_TONE else span_words(begins, ends, all_day=row.desk.event.all_day),
        title=standing_words(row, position=position, has_offer=has_offer).rstrip("."),
        more=more,
        tone=tone,
        icon=icon,
        has_offer=has_offer,
        url=row.desk.address("registration"),
        certificate_url=reverse("certificate", args=[certificate.code]) if certificate else "",
        off_words=off,
        off_tone=off_tone,
    )


def off_words(row: Registration) -> tuple[str, str]:
    """What has become of it, where it does not take place as it was said, and the colour of that."""
    state = row.desk.occurrence.state if row.desk.occurrence else EventState(row.desk.event.state)
    if state == EventState.SCHEDULED:
        return "", ""
    return str(state.label), POSTPONED_TONE if state == EventState.POSTPONED else CANCELLED_TONE
