"""What becomes of an event as a whole."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from agenda.domain.states import cancel_event, postpone_event, restore_event
from agenda.enums import EventState
from agenda.forms.occurrences import StateForm
from agenda.models import Event
from agenda.registration.domain.concerned import number_to_tell
from agenda.views.doors import kept_event_or_404
from agenda.views.occurrences import drawn, said_with_undo
from forum.views.moderation import refill
from intranet.members.views.requests import PersonRequest, asked_and_answered

RESTORE = "restore"


@asked_and_answered
def event_state(request: PersonRequest, pk: int) -> HttpResponse:
    """`/agenda/<id>/estat/`: cancel or postpone it, and say why; or take that back (`action=restore`)."""
    event = kept_event_or_404(request, pk)
    if request.method == "POST" and request.POST.get("action") == RESTORE:
        restore_event(event, by=request.user)
        said_with_undo(request, _("It goes ahead after all."), request.path)
        return redirect(event)
    initial = {} if event.is_on else {"state": event.state, "reason": event.reason}
    form = StateForm(request.POST or None, initial=initial)
    refill(request, form)
    if request.method == "POST" and form.is_valid():
        return set_back(request, event, form)
    return drawn(request, "event_state", event, form=form, number=number_to_tell(event))


def set_back(request: PersonRequest, event: Event, form: StateForm) -> HttpResponse:
    is_cancelled = form.cleaned_data["state"] == EventState.CANCELLED
    verb, said = (cancel_event, _("It is cancelled.")) if is_cancelled else (postpone_event, _("It is postponed."))
    verb(event, by=request.user, reason=form.cleaned_data["reason"])
    said_with_undo(request, said, reverse("event_state", args=[event.pk]))
    return redirect(event)
