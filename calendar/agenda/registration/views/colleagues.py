"""`/agenda/<id>/inscripcio/companys/`: those of one's own council are registered in one go."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda.registration.domain.colleagues import Outcome, register_colleagues
from agenda.registration.domain.company import colleagues_of
from agenda.registration.domain.desks import times_of
from agenda.registration.domain.line import seats_of
from agenda.registration.forms.colleagues import ColleaguesForm
from agenda.registration.models import RegistrationDesk
from agenda.registration.views.doors import desk_or_404
from agenda.registration.views.drawing import drawn
from agenda.registration.views.open_desks import about_desk
from forum.views.moderation import refill
from intranet.members.views.requests import PersonRequest, asked_and_answered

NAME = "registration_colleagues"


@asked_and_answered
def registration_colleagues(request: PersonRequest, pk: int, day: date | None = None) -> HttpResponse:
    desk = desk_or_404(request, pk, day)
    here = desk.address(NAME)
    if request.method != "POST" and request.path != here:
        return redirect(here)
    seats, typed = seats_of(desk), request.POST if request.method == "POST" else None
    form = ColleaguesForm(typed, desk=desk, seats=seats, colleagues=colleagues_of(request.user, desk))
    refill(request, form)
    if request.method == "POST" and form.is_valid() and registered(request, desk, form):
        return redirect(here)
    return drawn(request, "colleagues", desk, form=form, **about_desk(times_of(desk), seats))


def registered(request: PersonRequest, desk: RegistrationDesk, form: ColleaguesForm) -> bool:
    try:
        outcome = register_colleagues(desk, form.ticked(), by=request.user)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return False
    say(request, outcome)
    return True


def say(request: PersonRequest, outcome: Outcome) -> None:
    if number := len(outcome.registered):
        text = ngettext(
            "%(number)d person is registered. We have written to them.",
            "%(number)d people are registered. We have written to them.",
            number,
        )
        messages.success(request, text % {"number": number})
    if outcome.without_seat:
        names = ", ".join(person.full_name for person in outcome.without_seat)
        messages.warning(request, _("There was no seat for: %(names)s.") % {"names": names})
    if outcome.refused:
        names = ", ".join(person.full_name for person in outcome.refused)
        messages.warning(request, _("The activity is not for: %(names)s.") % {"names": names})
