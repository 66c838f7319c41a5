"""The sign-in sheet on paper."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agenda.models import Occurrence
from agenda.registration.models import RegistrationDesk
from agenda.registration.sheets import date_of_sheet, sheet_pdf
from agenda.registration.views.doors import desk_at
from agenda.registration.views.papers import paper
from agenda.views.doors import kept_event_or_404, occurrence_or_404
from intranet.members.views.requests import PersonRequest

EVERYONE = "tothom"
DATE = "data"


@require_safe
def sign_in_sheet(request: PersonRequest, pk: int, day: date | None = None) -> HttpResponse:
    """`/agenda/<id>/inscrits/full-de-signatures.pdf`: of the date in the address or in `?data=`, else of the next; `?tothom` with those online."""
    event = kept_event_or_404(request, pk)
    chosen = day or day_asked_for(request)
    desk = desk_at(event, chosen)
    shown = occurrence_or_404(event, chosen) if chosen else date_of_sheet(desk)
    if shown is None:
        messages.info(request, _("There is no date that takes place: there is nothing to sign."))
        return redirect(desk.address("attendees"))
    shown.event = event
    return paper(
        request,
        lambda: sheet_pdf(desk, shown, everyone=EVERYONE in request.GET),
        *named(desk, shown),
        back=desk.address("attendees"),
    )


def day_asked_for(request: PersonRequest) -> date | None:
    """None for what makes no sense."""
    try:
        return date.fromisoformat(request.GET.get(DATE, ""))
    except ValueError:
        return None


def named(desk: RegistrationDesk, shown: Occurrence) -> tuple[str, str, str]:
    return _("Sign-in sheet"), desk.event.title, str(shown.first_day)
