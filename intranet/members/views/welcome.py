"""Putting the first steps away, and undoing it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from intranet.members.domain.welcoming import put_steps_away, take_steps_back
from intranet.members.views.requests import PersonRequest


@require_POST
def welcome_put_away(request: PersonRequest) -> HttpResponse:
    """`/compte/primers-passos/`."""
    put_steps_away(request.user)
    messages.success(request, render_to_string("members/welcome_undo.html", {}, request))
    return redirect("/")


@require_POST
def welcome_again(request: PersonRequest) -> HttpResponse:
    """`/compte/primers-passos/torna/`."""
    take_steps_back(request.user)
    messages.success(request, _("Here are your first steps again."))
    return redirect("/")
