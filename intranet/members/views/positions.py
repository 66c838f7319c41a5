"""A council's people, kept by its managers: what each one is, when it ends, who takes over."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from intranet.members.domain.colleagues import recently_ended
from intranet.members.domain.handover import Handover, handover_words, seats_kept, seats_to_pass_on
from intranet.members.domain.positions import change_position, end_position, reopen_position, stays_in_network
from intranet.members.forms.positions import EndPositionForm, PositionForm
from intranet.members.models import Organisation, Position, User
from intranet.members.rules import can_manage, has_access
from intranet.members.views.requests import PersonRequest, asked_and_answered
from intranet.templatetags.intranet import day_words


def managed(request: PersonRequest, slug: str, pk: int) -> Position:
    """The position, open or with an end, for those who manage it; for others there is nothing here."""
    organisation = get_object_or_404(Organisation.objects.visible_to(request.user), slug=slug)
    if not can_manage(request.user, organisation):
        raise Http404
    return get_object_or_404(organisation.positions.select_related("user", "organisation", "successor"), pk=pk)


@asked_and_answered
def position_edit(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """`/municipis/<slug>/persones/<id>/`."""
    position = managed(request, slug, pk)
    if not position.is_open():
        raise Http404
    person = position.user
    form = PositionForm(request.POST or None, instance=position)
    if request.method == "POST" and form.is_valid():
        try:
            change_position(position, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("What %(name)s does here is up to date.") % {"name": person.full_name})
            return redirect(position.organisation)
    context = {"form": form, "position": position, "person": person, "trail": trail_to(position.organisation)}
    return render(request, "members/position_edit.html", context, status=status_of(form))


@asked_and_answered
def position_end(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """`/municipis/<slug>/persones/<id>/finalitza/`."""
    position = managed(request, slug, pk)
    if position.has_ended():
        return redirect("position_reopen", slug, pk)
    seats = seats_to_pass_on(position.user, by=request.user)
    form = EndPositionForm(request.POST or None, position=position, has_seats=bool(seats))
    if request.method == "POST" and form.is_valid():
        try:
            handover = end_position(position, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return ended(request, position, handover)
    context = {
        "form": form,
        "position": position,
        "trail": trail_to(position.organisation),
        "seats": seats,
        "kept": seats_kept(position.user, by=request.user),
        "is_own": position.user == request.user,
        "stays": stays_in_network(position.user, on=timezone.localdate(), without=position),
        "is_guest": position.user.standing.guest,
    }
    return render(request, "members/position_end.html", context, status=status_of(form))


def ended(request: PersonRequest, position: Position, handover: Handover) -> HttpResponse:
    """Say so and offer to undo it; those who ended their own access are outside now."""
    if position.user == request.user and not has_access(User.objects.get(pk=request.user.pk)):
        logout(request)
        return redirect("account_inactive")
    undo = reverse("position_reopen", args=[position.organisation.slug, position.pk])
    message = format_html('{} <a href="{}">{}</a>', end_words(position), undo, _("Undo it"))
    messages.success(request, message)
    for sentence in handover_words(handover):
        messages.warning(request, sentence)
    return redirect(position.organisation)


def end_words(position: Position) -> str:
    words = {"name": position.user.full_name, "day": day_words(position.ends_on) if position.ends_on else ""}
    if position.has_ended():
        return _("%(name)s is no longer here.") % words
    return _("From %(day)s on, %(name)s will no longer be here.") % words


@asked_and_answered
def position_reopen(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """`/municipis/<slug>/persones/<id>/reobre/`: undoes an end, while it is recent."""
    position = managed(request, slug, pk)
    is_recent = not position.has_ended() or recently_ended(position.organisation).filter(pk=pk).exists()
    if position.ends_on is None or not is_recent:
        raise Http404
    if request.method == "POST":
        try:
            reopen_position(position, by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("%(name)s is here again.") % {"name": position.user.full_name})
        return redirect(position.organisation)
    takes_back = position.successions.exists()
    context = {"position": position, "takes_back": takes_back, "trail": trail_to(position.organisation)}
    return render(request, "members/position_reopen.html", context)


def trail_to(organisation: Organisation) -> list[tuple[str, str]]:
    return [(reverse("organisations"), _("Councils")), (organisation.get_absolute_url(), organisation.full_name)]


def status_of(form: PositionForm | EndPositionForm) -> int:
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
