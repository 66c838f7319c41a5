"""`/agenda/<id>/inscripcio/` and what lies under it: one's own registration."""

from datetime import date
from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from agenda.registration.domain.desks import times_of
from agenda.registration.domain.line import own_registration, reread, seats_of
from agenda.registration.domain.registering import register
from agenda.registration.enums import RegistrationState
from agenda.registration.forms.registering import DetailsForm, RegistrationForm
from agenda.registration.models import Registration, RegistrationDesk
from agenda.registration.sentences import line_words, standing_words
from agenda.registration.views import guests
from agenda.registration.views.doors import desk_or_404
from agenda.registration.views.drawing import SITE, drawn, drawn_mine
from agenda.registration.views.editing import saved
from agenda.registration.views.mine import Mine
from agenda.registration.views.open_desks import about_desk
from agenda.registration.views.steps import take_step
from agenda.views.doors import event_or_404
from forum.views.moderation import refill
from intranet.members.models import User
from intranet.members.views.requests import PersonRequest, asked_and_answered


@asked_and_answered
def registration(request: HttpRequest, pk: int, day: date | None = None) -> HttpResponse:
    """Where one registers; who is registered finds here how, and what they can do with it."""
    if request.user.is_anonymous:
        return guests.registration(request, pk, day)
    try:
        desk = desk_or_404(request, pk, day)
    except Http404:
        return to_its_dates(request, pk)
    here = desk.address("registration")
    if request.method != "POST" and request.path != here:
        return redirect(here)
    found = own_registration(desk, request.user)
    if found is None or not found.is_living:
        return registering(cast("PersonRequest", request), desk, found)
    if request.method == "POST":
        return redirect(here)
    return drawn_mine(request, "own", mine_of(found), may_register_colleagues=request.user.standing.in_network)


def to_its_dates(request: HttpRequest, pk: int) -> HttpResponse:
    """Where one registers for single dates, the page of the event tells for which. Raises Http404 for any other event."""
    event = event_or_404(request, pk)
    if not event.desks.exclude(occurrence=None).exists():
        raise Http404
    return redirect(event)


def mine_of(row: Registration) -> Mine:
    """Two statements, and one when its questions are shown."""
    return Mine(row, times_of(row.desk), seats_of(row.desk))


def registering(request: PersonRequest, desk: RegistrationDesk, before: Registration | None) -> HttpResponse:
    """`before`: the one that was cancelled, if there was one."""
    seats, times, typed = seats_of(desk), times_of(desk), request.POST if request.method == "POST" else None
    initial = {"mode": request.GET.get("mode")}
    form = RegistrationForm(typed, desk=desk, seats=seats, person=request.user, before=before, initial=initial)
    refill(request, form)
    if request.method == "POST" and form.is_valid() and (done := registered(request, desk, form)):
        return done
    was = Mine(before, times, seats) if before else None
    return drawn(request, "form", desk, form=form, was=was, **about_desk(times, seats))


def registered(request: PersonRequest, desk: RegistrationDesk, form: RegistrationForm) -> HttpResponse | None:
    """The way to the page that says how one is registered; None when the form has something to say first."""
    try:
        row = register(desk, form.applicant(), form.wishes(), by=request.user)
    except PermissionDenied as error:
        raise Http404 from error
    except ValidationError as error:
        form.add_error(None, error.messages)
        return None
    say(request, row)
    return redirect(desk.address("registration"))


def say(request: PersonRequest, row: Registration) -> None:
    """Who waits reads so at once, and where in the line."""
    if row.state == RegistrationState.CONFIRMED and not row.waits_for:
        messages.success(request, _("You are registered. We have sent you an e-mail with all that you need."))
        return
    position = reread(row).ahead + 1 if row.waits_for else 0  # type: ignore[attr-defined]  # the queryset's
    waits = line_words(row.waits_for, position) if row.waits_for else ""
    standing = standing_words(row, position=position, has_offer=False)
    said = " ".join(dict.fromkeys(filter(None, [standing, waits])))
    messages.info(request, f"{said} {_('We have sent you an e-mail.')}")


def own_or_404(request: PersonRequest, pk: int, day: date | None) -> Registration:
    found = own_registration(desk_or_404(request, pk, day), request.user)
    if found is None:
        raise Http404
    return found


def actor(request: PersonRequest, row: Registration) -> User | None:
    """Who acts. What was registered with their address before they had an account, they hold as by its signed address."""
    return request.user if row.person_id == request.user.pk else None


@asked_and_answered
def registration_change(request: PersonRequest, pk: int, day: date | None = None) -> HttpResponse:
    """`do=`: swap, meanwhile, accept, stop, cancel, photos-yes, photos-no."""
    row = own_or_404(request, pk, day)
    return take_step(request, mine_of(row), by=actor(request, row), layout=SITE)


@asked_and_answered
def registration_edit(request: PersonRequest, pk: int, day: date | None = None) -> HttpResponse:
    """What one wrote: answers, needs, food."""
    row = own_or_404(request, pk, day)
    mine = mine_of(row)
    if not mine.can_edit:
        return redirect(mine.home_url)
    form = DetailsForm(request.POST if request.method == "POST" else None, registration=row)
    refill(request, form)
    if request.method == "POST" and form.is_valid() and saved(request, form, by=actor(request, row)):
        return redirect(mine.home_url)
    return drawn(request, "edit", row.desk, form=form, mine=mine)
