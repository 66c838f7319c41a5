"""What the organisers write to some of those who registered."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext

from agenda.registration.domain.messaging import send_message, with_address
from agenda.registration.forms.messages import MessageForm
from agenda.registration.models import RegistrationDesk
from agenda.registration.views.organising import of_kept_desk, organised
from agenda.registration.views.selecting import ALL, TICKED, Selection, selection_in
from forum.views.moderation import refill
from intranet.held import writer_field
from intranet.members.views.requests import PersonRequest, asked_and_answered

FEW = 8
"""Names that are shown, and former messages."""


@asked_and_answered
@of_kept_desk
def attendees_message(request: PersonRequest, desk: RegistrationDesk) -> HttpResponse:
    """`…/inscrits/missatge/`: to those whom the query or the form says, everyone in force unless it says any."""
    sent = (request.POST if request.method == "POST" else request.GET).copy()
    if TICKED not in sent:
        sent.setdefault(ALL, "1")
    selection = selection_in(sent, desk)
    form = MessageForm(request.POST or None)
    refill(request, form)
    is_sent = request.method == "POST" and request.POST.get("action") == "send"
    if is_sent and form.is_valid() and (done := written(request, selection, form)):
        return done
    to = with_address(selection.rows)
    number, everyone = to.count(), len(selection.keys)
    context: dict[str, Any] = {
        "selection": selection,
        "number": number,
        "unreachable": everyone - number,
        "some": list(to.select_related("person")[:FEW]),
        "rest": max(0, number - FEW),
        "preview": form.cleaned_data if request.method == "POST" and form.is_valid() else None,
        "before": list(desk.messages.select_related("by")[:FEW]),
        "writer": writer_field(request),
    }
    return organised(request, desk, "message", tab="attendees_message", form=form, **context)


def written(request: PersonRequest, selection: Selection, form: MessageForm) -> HttpResponse | None:
    try:
        message = send_message(selection.desk, selection.keys, by=request.user, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return None
    number = message.recipients.count()
    said = ngettext(
        "The message is on its way to %(count)d person.", "The message is on its way to %(count)d people.", number
    )
    messages.success(request, said % {"count": number})
    return redirect(selection.back)
