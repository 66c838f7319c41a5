"""`/circular/<month>/compon/`: the screen on which coordination puts the circular together."""

from datetime import date
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from home.circular.domain.months import skip
from home.circular.domain.wording import set_deadline
from home.circular.enums import CircularState, EntryState
from home.circular.forms.composing import DeadlineForm
from home.circular.models import CircularPage
from home.circular.tasks import ask_for_links
from home.circular.views.compose_acts import Done, DoneMeanwhileError, GoneError, RefusedError, act
from home.circular.views.compose_board import FILTER, Board
from home.circular.views.compose_doors import circular_or_404
from home.circular.views.compose_screen import SEEN, changed, show, show_entry
from intranet.access import redirect as lead_to
from intranet.members.views.requests import PersonRequest, asked_and_answered

SKIP = "salta"


@asked_and_answered
def circular_compose(request: PersonRequest, month: date) -> HttpResponse:
    """`?seccio=` shows the candidates of one section, `?salta=` asks whether there is to be none that month.

    A button says in its name what it does, in its value with which entry.
    """
    circular = circular_or_404(request, month)
    if circular.state == CircularState.SKIPPED:
        messages.info(request, _("There is no circular that month: nothing is put together any more."))
        return lead_to(request, reverse("circulars"))
    if SKIP in request.GET:
        return skipped(request, circular)
    if request.method != "POST":
        ask_for_links(circular)
        return show(request, circular)
    if "termini" in request.POST:
        return deadline_set(request, circular)
    return answered(request, circular)


def skipped(request: PersonRequest, circular: CircularPage) -> HttpResponse:
    """Asks first: the same as a page, for those without JavaScript."""
    if not circular.is_open:
        return redirect("circular_compose", circular.month)
    if request.method != "POST":
        return render(request, "circular/compose_skip.html", {"circular": circular})
    try:
        skip(circular, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("circular_compose", circular.month)
    text = _("There will be no «%(title)s»: what was proposed for it has gone on to the next one.")
    messages.success(request, text % {"title": circular.title})
    return redirect("circulars")


def deadline_set(request: PersonRequest, circular: CircularPage) -> HttpResponse:
    form = DeadlineForm(request.POST, circular=circular)
    if form.is_valid():
        try:
            set_deadline(circular, by=request.user, deadline=form.deadline)
        except ValidationError as error:
            form.add_error("day", error.messages)
        else:
            messages.success(request, _("The deadline is changed."))
            return redirect("circular_compose", circular.month)
    return show(request, circular, deadline_form=form)


def answered(request: PersonRequest, circular: CircularPage) -> HttpResponse:
    """What was pressed is done, and said. Whoever has something else before them than what is there gets all of it anew."""
    stale = request.POST.get(SEEN, "") not in {"", str(circular.version)}
    status = HTTPStatus.OK
    try:
        done = act(request, circular)
    except GoneError:
        done = Done("", anew=True)
        messages.warning(
            request, _("It is not here any more: somebody else has decided on it, moved it or taken it back.")
        )
    except DoneMeanwhileError as error:
        waits = error.entry.state == EntryState.WAITING
        done = Done("", at=f"#{'proposta' if waits else 'entrada'}-{error.entry.pk}", anew=True)
        messages.warning(request, meanwhile(error))
    except RefusedError as error:
        if error.entry and "rebutja" in request.POST and not request.htmx:
            return show_entry(request, error.entry, reason_refused=error.text)
        done, status = Done("", anew=stale), HTTPStatus.UNPROCESSABLE_ENTITY
        messages.error(request, error.text)
    if done.text:
        messages.success(request, with_undo(request, circular, done))
    if request.htmx:
        return changed(request, circular, done, stale=stale, status=status)
    query = Board(circular, request.user, section=request.GET.get(FILTER, "")).query
    address = reverse("circular_compose", args=[circular.month])
    return HttpResponseRedirect(f"{address}{query}{done.at}", status=HTTPStatus.SEE_OTHER)


def meanwhile(error: DoneMeanwhileError) -> str:
    """What somebody else has done with the entry, so that nothing was done now."""
    now, before = error.entry, error.seen.state if error.seen else ""
    told = {"title": now.title, "name": now.decided_by or _("Somebody")}
    if now.state == EntryState.WAITING and (before == EntryState.WAITING or now.changed_since_accepted):
        return (
            _("«%(title)s» has changed meanwhile, and is not accepted yet. Read what it says now, and decide.") % told
        )
    if now.state == before:
        return _("Somebody has just moved «%(title)s», so nothing was done. Look where it stands now.") % told
    return {
        EntryState.ACCEPTED: _("%(name)s has just accepted «%(title)s», so nothing was done."),
        EntryState.REJECTED: _("%(name)s has just left «%(title)s» out, so nothing was done."),
        EntryState.WAITING: _("Somebody has just put «%(title)s» back among the candidates, so nothing was done."),
    }[EntryState(now.state)] % told


def with_undo(request: PersonRequest, circular: CircularPage, done: Done) -> str:
    if done.undo is None:
        return done.text
    return render_to_string("circular/compose_undo.html", {"circular": circular, "done": done}, request)


@never_cache
@require_safe
def circular_compose_state(request: PersonRequest, month: date) -> HttpResponse:
    """Whether somebody else has changed something since version `?v=`; 204 if not. `?mida`: the length, with the letter weighed."""
    circular = circular_or_404(request, month)
    if "mida" in request.GET:
        board = Board(circular, request.user, weighs=True)
        return render(request, "circular/compose_meter.html", {"board": board, "circular": circular})
    if request.GET.get(SEEN, "") == str(circular.version):
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return render(request, "circular/compose_news.html", {"circular": circular})
