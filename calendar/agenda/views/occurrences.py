"""One date of an event, or this one and those that follow: moved, cancelled, restored."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agenda.domain.series import cancel_occurrence, move_occurrence, restore_occurrence
from agenda.forms.occurrences import FOLLOWING, CancelForm, MoveForm
from agenda.forms.spans import clocks_of
from agenda.models import Event, Occurrence
from agenda.registration.domain.concerned import number_to_tell
from agenda.sentences import when_of_date
from agenda.views.doors import address_today, kept_event_or_404, occurrence_or_404
from forum.views.moderation import refill
from intranet.held import writer_field
from intranet.members.views.requests import PersonRequest, asked_and_answered

REACH = "reach"
MEANWHILE = gettext_lazy("This date has been changed meanwhile: here is what holds now.")
DateView = Callable[[PersonRequest, int, date], HttpResponse]


def led_on(view: DateView) -> DateView:
    """Whoever looks for a date that is gone is led to where it is now, as by pressing twice, or while somebody else moves it."""

    @wraps(view)
    def led(request: PersonRequest, pk: int, day: date) -> HttpResponse:
        try:
            return view(request, pk, day)
        except (Http404, Event.DoesNotExist, Occurrence.DoesNotExist):
            there = address_today(request, kept_event_or_404(request, pk), day)
            if request.method == "POST":
                messages.info(request, MEANWHILE)
            return redirect(there)

    return led


def kept_date_or_404(request: PersonRequest, pk: int, day: date) -> Occurrence:
    return occurrence_or_404(kept_event_or_404(request, pk), day)


def drawn(request: PersonRequest, name: str, event: Event, *, form: Form | None = None, **context: Any) -> HttpResponse:
    """One of the pages at which dates are kept; a refused form answers so, with all that was typed."""
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form is not None and form.errors else HTTPStatus.OK
    trail = [(reverse("agenda"), _("Agenda")), (event.get_absolute_url(), event.title)]
    context |= {"event": event, "form": form, "trail": trail, "writer": writer_field(request)}
    return render(request, f"agenda/{name}.html", context, status=status)


def said_with_undo(request: PersonRequest, said: str, undo: str) -> None:
    messages.success(request, format_html('{} <a href="{}">{}</a>', said, undo, _("Undo")))


@asked_and_answered
@led_on
def occurrence_move(request: PersonRequest, pk: int, day: date) -> HttpResponse:
    """`…/<date>/mou/`; its query may hold what the form begins with, as the way back of another move does."""
    row = kept_date_or_404(request, pk, day)
    if row.is_cancelled:
        messages.info(request, _("This date is cancelled: restore it first."))
        return redirect(row)
    form = MoveForm(request.POST or None, occurrence=row)
    if request.method == "GET" and request.GET:
        prefill(form, request)
    refill(request, form)
    is_preview = request.POST.get("action") == "preview"
    foreseen = form.foresee() if is_preview else None
    if request.method == "POST" and not is_preview and form.is_valid() and (done := moved(request, row, form)):
        return done
    return drawn(request, "occurrence_move", row.event, form=form, occurrence=row, foreseen=foreseen)


def prefill(form: MoveForm, request: PersonRequest) -> None:
    for name, field in form.fields.items():
        if not field.widget.value_omitted_from_data(request.GET, request.FILES, name):
            form.initial[name] = field.widget.value_from_datadict(request.GET, request.FILES, name)


def moved(request: PersonRequest, row: Occurrence, form: MoveForm) -> HttpResponse | None:
    """The way to where the date is now; None when no dates can be made of it, and the form says why."""
    before = query_back(row, following=form.is_following)
    start, end = form.cleaned_data["start"], form.cleaned_data["end"]
    try:
        event = move_occurrence(row, start=start, end=end, by=request.user, following=form.is_following)
    except ValidationError as error:
        form.refuse(error)
        return None
    now = Occurrence.objects.select_related("event").get(pk=row.pk)
    words = _("From here on it is at another moment: %(when)s.") if form.is_following else _("It is now %(when)s.")
    undo = f"{reverse('occurrence_move', args=[event.pk, now.day])}?{before}"
    said_with_undo(request, words % {"when": when_of_date(now)}, undo)
    return redirect(now)


def query_back(row: Occurrence, *, following: bool) -> str:
    """With which the form of a move begins with where `row` is now."""
    clocks = clocks_of(row.start, row.end, row.event.zone, all_day=row.event.all_day)
    query = {REACH: FOLLOWING} if following else {}
    for name, clock in clocks.items():
        query |= {f"{name}_0": str(clock.day), f"{name}_1": f"{clock.hour:%H:%M}" if clock.hour else ""}
    return urlencode(query)


@asked_and_answered
@led_on
def occurrence_cancel(request: PersonRequest, pk: int, day: date) -> HttpResponse:
    """`…/<date>/anulla/`. What happens once is cancelled as a whole."""
    row = kept_date_or_404(request, pk, day)
    if not row.event.frequency:
        return redirect("event_state", pk)
    if row.is_cancelled:
        return redirect("occurrence_restore", pk, day)
    form = CancelForm(request.POST or None, occurrence=row)
    refill(request, form)
    if request.method == "POST" and form.is_valid():
        reason, following = form.cleaned_data["reason"], form.is_following
        rows = cancel_occurrence(row, by=request.user, reason=reason, following=following)
        said = ngettext("%(count)d date is cancelled.", "%(count)d dates are cancelled.", len(rows))
        undo = reverse("occurrence_restore", args=[pk, day]) + (f"?{REACH}={FOLLOWING}" if following else "")
        said_with_undo(request, said % {"count": len(rows)}, undo)
        return redirect(row)
    number = number_to_tell(row.event, row)
    return drawn(request, "occurrence_cancel", row.event, form=form, occurrence=row, number=number)


@asked_and_answered
@led_on
def occurrence_restore(request: PersonRequest, pk: int, day: date) -> HttpResponse:
    """`…/<date>/restaura/`; `?reach=following` with those that were cancelled together with it."""
    row = kept_date_or_404(request, pk, day)
    following = request.GET.get(REACH) == FOLLOWING
    if request.method == "POST":
        rows = restore_occurrence(row, by=request.user, following=following)
        said = ngettext("%(count)d date goes ahead after all.", "%(count)d dates go ahead after all.", len(rows))
        if rows:
            said_with_undo(request, said % {"count": len(rows)}, reverse("occurrence_cancel", args=[pk, day]))
        return redirect(row)
    if not row.is_cancelled:
        return redirect(row)
    return drawn(request, "occurrence_restore", row.event, occurrence=row, following=following)
