"""`/agenda/<id>/inscripcio/companys/`: those of one's own council are registered in one go."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda.keys import key_in
from agenda.registration.domain.changing import cancel
from agenda.registration.domain.colleagues import Outcome, register_colleagues
from agenda.registration.domain.company import colleagues_of
from agenda.registration.domain.desks import times_of
from agenda.registration.domain.line import seats_of
from agenda.registration.enums import Channel
from agenda.registration.forms.colleagues import ColleaguesForm
from agenda.registration.models import RegistrationDesk
from agenda.registration.views.doors import desk_or_404
from agenda.registration.views.drawing import drawn
from agenda.registration.views.open_desks import about_desk
from forum.views.moderation import refill
from intranet.members.views.requests import PersonRequest, asked_and_answered

NAME, UNDO = "registration_colleagues", "anulla"


@asked_and_answered
def registration_colleagues(request: PersonRequest, pk: int, day: date | None = None) -> HttpResponse:
    desk = desk_or_404(request, pk, day)
    here = desk.address(NAME)
    if request.method != "POST" and request.path != here:
        return redirect(here)
    if UNDO in request.GET:
        return undoing(request, desk, here)
    seats, typed = seats_of(desk), request.POST if request.method == "POST" else None
    form = ColleaguesForm(typed, desk=desk, seats=seats, colleagues=colleagues_of(request.user, desk))
    refill(request, form)
    if request.method == "POST" and form.is_valid() and registered(request, desk, form):
        return redirect(here)
    times = times_of(desk)
    said = about_desk(times, seats) | {"undo_name": UNDO, "may_undo": times.can_cancel}
    return drawn(request, "colleagues", desk, form=form, **said)


def undoing(request: PersonRequest, desk: RegistrationDesk, here: str) -> HttpResponse:
    """`?anulla=`: a colleague whom one has registered by mistake. It asks first; of anyone else there is nothing to undo."""
    own = desk.registrations.living().filter(registered_by=request.user, channel=Channel.COLLEAGUE)
    key = key_in(request.GET[UNDO])
    row = own.filter(pk=key).select_related("person").first() if key is not None else None
    if row is None:
        return redirect(here)
    row.desk = desk
    if request.method != "POST":
        question = _("Cancel the registration of %(name)s?") % {"name": row.who}
        return drawn(request, "colleague_undo", desk, question=question, back=here)
    try:
        cancel(row, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The registration of %(name)s is cancelled.") % {"name": row.who})
    return redirect(here)


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
            "%(number)d person is registered: %(names)s. We have written to them.",
            "%(number)d people are registered: %(names)s. We have written to them.",
            number,
        )
        names = ", ".join(row.who for row in outcome.registered)
        messages.success(request, text % {"number": number, "names": names})
    if outcome.without_seat:
        names = ", ".join(person.full_name for person in outcome.without_seat)
        messages.warning(request, _("There was no seat for: %(names)s.") % {"names": names})
    if outcome.refused:
        names = ", ".join(person.full_name for person in outcome.refused)
        messages.warning(request, _("The activity is not for: %(names)s.") % {"names": names})
