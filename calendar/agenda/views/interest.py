"""`/agenda/<id>/interessa/`: «m'interessa», and that it does no more."""

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agenda.domain.interests import interest_of, set_interest
from agenda.models import Event
from agenda.views.doors import event_or_404
from intranet.members.views.requests import PersonRequest

CHOICES = {"1": True, "0": False}


@require_POST
def event_interest(request: PersonRequest, pk: int) -> HttpResponse:
    """`interested=` 1 or 0; back to where the button was. htmx gets the button as it is now."""
    event = event_or_404(request, pk)
    interested = CHOICES.get(request.POST.get("interested", ""))
    if interested is None:
        raise BadRequest
    try:
        set_interest(event, request.user, interested=interested)
    except PermissionDenied as error:
        raise Http404 from error
    if request.htmx:
        context = {"event": event, "interest": interest_of(event, request.user), "back": back_to(request, event)}
        return render(request, "agenda/interest_button.html", context)
    messages.success(request, said(interested=interested))
    return redirect(back_to(request, event))


def said(*, interested: bool) -> str:
    if interested:
        return _("You will hear of its changes, and be reminded the day before.")
    return _("You will hear no more of it.")


def back_to(request: PersonRequest, event: Event) -> str:
    """The page of the event or of one of its dates, where the button was."""
    back, home = request.POST.get("next", ""), event.get_absolute_url()
    return back if back.startswith(home) else home
