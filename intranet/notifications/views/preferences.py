"""`/compte/avisos/`: what a person is told, where, and how often."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from intranet.members.views.requests import PersonRequest
from intranet.notifications.domain.choosing import choose, kinds_for, restore_defaults, wishes_of
from intranet.notifications.domain.muted import muted_things, unmute_thing
from intranet.notifications.forms import PreferencesForm


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: PersonRequest) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = PreferencesForm(data, kinds=kinds_for(request.user), wishes=wishes_of(request.user))
    if request.method == "POST" and form.is_valid():
        choose(request.user, form.wishes)
        saved = _("It is saved: you will be told as you chose.")
        messages.success(request, saved if form.wishes.mail else _("It is saved: you get no mail of what happens."))
        return redirect("preferences")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"form": form, "muted": muted_things(request.user)}
    return render(request, "notifications/preferences.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def restore(request: PersonRequest) -> HttpResponse:
    """Asks on a page of its own, for those without JavaScript; the form asks in place."""
    if request.method != "POST":
        return render(request, "notifications/restore.html")
    restore_defaults(request.user)
    messages.success(request, _("Everything is as it was at the beginning."))
    return redirect("preferences")


@require_POST
def unmute_one(request: PersonRequest, pk: int) -> HttpResponse:
    if not unmute_thing(request.user, pk):
        raise Http404
    messages.success(request, _("You will hear of it again."))
    return redirect("preferences")
