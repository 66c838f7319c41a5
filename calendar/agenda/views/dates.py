"""What one is told while one fills in when it takes place: nothing is saved here."""

from datetime import date

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from agenda.domain.clashes import clashes_of
from agenda.forms.occurrences import MoveForm
from agenda.forms.when import WHEN, WhenMixin
from agenda.keys import key_in
from agenda.models import Event
from agenda.views.doors import kept_event_or_404, occurrence_or_404
from intranet.members.views.requests import PersonRequest

# What one has not come to yet is no mistake.
NOT_TYPED_YET = {"required", "no_hour", "no_day"}


class WhenForm(WhenMixin, forms.ModelForm[Event]):
    """The part of a form that says when, by itself."""

    class Meta:
        model = Event
        fields = WHEN


@require_safe
def event_dates(request: PersonRequest) -> HttpResponse:
    """`/agenda/nou/dates/`: what was chosen, in words, and the next dates."""
    form = WhenForm(request.GET)
    foreseen = None if form.errors else form.foreseen
    context = {"foreseen": foreseen, "errors": wrong_so_far(form), "days": form.days_of_month()}
    return render(request, "agenda/when_changed.html", context)


@require_safe
def move_dates(request: PersonRequest, pk: int, day: date) -> HttpResponse:
    """`…/<date>/mou/dates/`: the same of a date that moves with those that follow."""
    form = MoveForm(request.GET, occurrence=occurrence_or_404(kept_event_or_404(request, pk), day))
    context = {"foreseen": form.foresee(), "errors": wrong_so_far(form)}
    return render(request, "agenda/when_said.html", context)


@require_safe
def event_clashes(request: PersonRequest) -> HttpResponse:
    """`/agenda/nou/coincidencies/`: what else takes place then; `?event=` is the one that is being changed."""
    form = WhenForm(request.GET)
    spans = [] if form.errors else form.spans()
    clashes = clashes_of(spans, user=request.user, apart_from=key_in(request.GET.get("event", "")))
    return render(request, "agenda/clashes.html", {"clashes": clashes})


def wrong_so_far(form: forms.Form | WhenForm) -> list[str]:
    """The errors of what is typed; none while something is missing."""
    errors = [error for field in form.errors.as_data().values() for error in field]
    if any(error.code in NOT_TYPED_YET for error in errors):
        return []
    return [message for error in errors for message in error.messages]
