"""Where people without an account register, for what takes them; anyone else without one is asked to sign in."""

from datetime import date
from typing import Any

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from agenda.registration.domain.desks import times_of
from agenda.registration.domain.guests import register_guest
from agenda.registration.domain.line import seats_of
from agenda.registration.domain.pace import TooManyRequestsError
from agenda.registration.forms.guests import GuestForm
from agenda.registration.models import RegistrationDesk
from agenda.registration.rules import takes_guests
from agenda.registration.views.doors import desk_or_404
from agenda.registration.views.drawing import drawn
from agenda.registration.views.open_desks import about_desk
from intranet.access import to_sign_in
from intranet.held import writer_of

SENT = "enviat"


def registration(request: HttpRequest, pk: int, day: date | None) -> HttpResponse:
    """A form that was drawn for somebody of the network is held until they have signed in again."""
    try:
        desk = desk_or_404(request, pk, day)
    except Http404:
        return to_sign_in(request)
    if not takes_guests(desk) or (request.method == "POST" and writer_of(request) is not None):
        return to_sign_in(request)
    here = desk.address("registration")
    if request.method == "POST":
        return sent(request, desk)
    if request.path != here:
        return redirect(here)
    if SENT in request.GET:
        return drawn(request, "guest_sent", desk)
    return form_page(request, desk, form_for(request, desk))


def form_for(request: HttpRequest, desk: RegistrationDesk) -> GuestForm:
    typed = request.POST if request.method == "POST" else None
    return GuestForm(typed, desk=desk, seats=seats_of(desk), initial={"mode": request.GET.get("mode")})


def form_page(request: HttpRequest, desk: RegistrationDesk, form: GuestForm) -> HttpResponse:
    context: dict[str, Any] = about_desk(times_of(desk), seats_of(desk))
    return drawn(request, "guest", desk, form=form, **context)


def sent(request: HttpRequest, desk: RegistrationDesk) -> HttpResponse:
    """The answer is the same whether the address was registered already or not, and to programs."""
    form = form_for(request, desk)
    if form.is_valid() and (form.is_by_a_program or noted(request, desk, form)):
        return redirect(f"{desk.address('registration')}?{SENT}=1")
    return form_page(request, desk, form)


def noted(request: HttpRequest, desk: RegistrationDesk, form: GuestForm) -> bool:
    """Not so when the form has something to say first."""
    computer = get_adapter().get_client_ip(request)
    try:
        register_guest(desk, form.applicant(), form.wishes(), computer=computer)
    except PermissionDenied as error:
        raise Http404 from error
    except ValidationError as error:
        form.add_error(None, error.messages)
        return False
    except TooManyRequestsError as error:
        form.add_error(None, str(error))
        return False
    return True
