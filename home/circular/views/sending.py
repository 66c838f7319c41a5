"""The sending as it goes on: who has got it, and pausing, resuming and stopping it."""

from collections.abc import Callable
from datetime import date
from http import HTTPStatus
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRefresh

from home.circular.domain.progress import failures_of, progress_of
from home.circular.domain.steering import pause, resume, retry_failed, send_to_the_rest, stop
from home.circular.enums import CircularState
from home.circular.models import CircularPage
from intranet.members.views.requests import PersonRequest, asked_and_answered

STOP = "atura"
SHOWN = "estat"
ACTIONS: dict[str, Callable[..., Any]] = {
    "pause": pause,
    "resume": resume,
    "rest": send_to_the_rest,
    "retry": retry_failed,
}
MOVING = (CircularState.SENDING, CircularState.PAUSED)
"""While numbers change by themselves: of a paused one, the mail that was being handed over."""


@asked_and_answered
def circular_sending(request: PersonRequest, month: date) -> HttpResponse:
    """`action=` one of `ACTIONS`; `?atura` asks whether it is to be stopped, and stops it."""
    circular = out_or_404(request, month)
    if not circular.is_out:
        return redirect("circular_send", month)
    if request.method == "POST":
        return answered(request, circular)
    if STOP in request.GET:
        return render(request, "circular/send_stop.html", {"circular": circular, "progress": progress_of(circular)})
    return page(request, circular)


def answered(request: PersonRequest, circular: CircularPage) -> HttpResponse:
    act = stop if STOP in request.GET else ACTIONS.get(request.POST.get("action", ""))
    if act is None:
        raise Http404
    try:
        act(circular, by=request.user)
    except ValidationError as error:
        circular.refresh_from_db()
        return page(request, circular, refusals=error.messages)
    return redirect("circular_sending", circular.month)


@require_safe
def circular_sending_state(request: PersonRequest, month: date) -> HttpResponse:
    """The numbers, and whose has failed, alone. When it stands otherwise than `?estat=` says, the whole page comes anew, with its buttons."""
    circular = out_or_404(request, month)
    shown = request.GET.get(SHOWN, "")
    if request.htmx and shown != circular.state:
        return HttpResponseClientRefresh()
    return render(request, "circular/send_progress.html", facts_of(circular))


def out_or_404(request: PersonRequest, month: date) -> CircularPage:
    found: CircularPage = get_object_or_404(CircularPage.objects.visible_to(request.user), month=month)
    return found


def page(request: PersonRequest, circular: CircularPage, *, refusals: list[str] | None = None) -> HttpResponse:
    context = {**facts_of(circular), "refusals": refusals or []}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refusals else HTTPStatus.OK
    return render(request, "circular/sending.html", context, status=status)


def facts_of(circular: CircularPage) -> dict[str, Any]:
    progress = progress_of(circular)
    failures = failures_of(circular) if progress.failed else []
    return {
        "circular": circular,
        "progress": progress,
        "failures": failures,
        "more_failures": progress.failed - len(failures),
        "is_moving": circular.state in MOVING,
    }
