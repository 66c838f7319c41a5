"""The screen on which a circular is put together: whole, in pieces for htmx, and the page of one entry."""

from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from home.circular.domain.wording import said_now
from home.circular.forms.composing import DeadlineForm, IntroForm, RejectForm, WordsForm
from home.circular.models import CircularEntry, CircularPage
from home.circular.views.compose_acts import Done
from home.circular.views.compose_board import FILTER, Board
from intranet.held import writer_field
from intranet.members.views.requests import PersonRequest

SEEN = "v"
"""Which version of the circular somebody has before them."""


def show(request: PersonRequest, circular: CircularPage, **forms: Any) -> HttpResponse:
    context: dict[str, Any] = {
        "circular": circular,
        "board": Board(circular, request.user, section=request.GET.get(FILTER, ""), weighs=True),
        "intro_form": IntroForm(circular=circular),
        "deadline_form": DeadlineForm(circular=circular),
        "writer": writer_field(request),
        **forms,
    }
    refused = any(form.errors for form in forms.values() if hasattr(form, "errors")) or forms.get("conflict")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "circular/compose.html", context, status=status)


def changed(
    request: PersonRequest,
    circular: CircularPage,
    done: Done,
    *,
    stale: bool = False,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """For htmx: the pieces of the screen that are others now."""
    circular.refresh_from_db()
    board = Board(circular, request.user, section=request.GET.get(FILTER, ""))
    anew = stale or done.anew
    whole = {"circular": circular, "board": board, "done": done, "anew": anew, "partial": True}
    return render(request, "circular/compose_changed.html", whole, status=status)


def show_entry(
    request: PersonRequest,
    entry: CircularEntry,
    *,
    words_form: WordsForm | None = None,
    conflict: object = None,
    reason_refused: str = "",
) -> HttpResponse:
    """The page of one entry; `reason_refused`: why leaving it out was not possible."""
    reject_form = RejectForm(request.POST if reason_refused else None, entry=entry)
    if reason_refused and reject_form.is_valid():
        reject_form.add_error("reason", reason_refused)
    context: dict[str, Any] = {
        "circular": entry.circular,
        "entry": entry,
        "form": words_form or WordsForm(entry=entry),
        "reject_form": reject_form,
        "conflict": conflict,
        "said": said_now(entry) if entry.source_changed else None,
        "partial": bool(request.htmx),
        "writer": writer_field(request),
    }
    refused = reason_refused or conflict or context["form"].errors
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    template = "circular/compose_words.html" if request.htmx else "circular/compose_entry.html"
    return render(request, template, context, status=status)
