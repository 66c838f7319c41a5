"""Checks, recipients, day and hour: the last page before the circular is sent."""

from collections.abc import Sequence
from datetime import date
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from home.circular.domain.checking import Problem, problems_of
from home.circular.domain.locking import ChangedMeanwhileError
from home.circular.domain.recipients import audience, sample
from home.circular.domain.sending import begin_sending, schedule, unschedule
from home.circular.enums import KILO
from home.circular.forms.sending import ScheduleForm
from home.circular.letter.writing import size_of
from home.circular.models import CircularPage
from home.circular.tasks import ask_for_links
from intranet.held import writer_field
from intranet.members.views.requests import PersonRequest, asked_and_answered
from intranet.templatetags.intranet import day_words, hour_words
from repository.keys import key_in

POINTS = 6
SEND = "envia"
UNSCHEDULE = "unschedule"
STILL_OPEN = "encara"
"""The tick with which one says that it is sent although proposals are still taken for it."""


@asked_and_answered
def circular_send(request: PersonRequest, month: date) -> HttpResponse:
    """`?envia=` and the version that was looked at sends it, once somebody has said yes; else the form says when."""
    circular = get_object_or_404(CircularPage.objects.visible_to(request.user), month=month)
    if circular.is_out:
        return redirect("circular_sending", month)
    if not circular.is_open:  # there is none this month
        raise Http404
    if request.method == "POST":
        return answered(request, circular)
    if SEND in request.GET:
        return asked(request, circular)
    ask_for_links(circular)
    return page(request, circular, ScheduleForm(circular=circular))


def answered(request: PersonRequest, circular: CircularPage) -> HttpResponse:
    if SEND in request.GET:
        return sent_off(request, circular)
    if request.POST.get("action") == UNSCHEDULE:
        return unscheduled(request, circular)
    return scheduled(request, circular)


def sent_off(request: PersonRequest, circular: CircularPage) -> HttpResponse:
    """Whoever presses twice, or at the same time as others, arrives where it is seen how it goes on."""
    seen = key_in(request.GET[SEND])
    if circular.takes_proposals() and STILL_OPEN not in request.POST:
        return page(request, circular, ScheduleForm(circular=circular), refusals=[words_of_still_open(circular)])
    try:
        begun = begin_sending(circular, by=request.user, seen=-1 if seen is None else seen)
    except ChangedMeanwhileError:
        text = _("The circular has changed since you looked at it, and has not been sent. Look at it again.")
        return page(request, circular, ScheduleForm(circular=circular), refusals=[text])
    except ValidationError as error:
        return page(request, circular, ScheduleForm(circular=circular), refusals=error.messages)
    if begun:
        messages.success(request, _("The circular is on its way. You may leave this page: the sending goes on."))
    return redirect("circular_sending", circular.month)


def words_of_still_open(circular: CircularPage) -> str:
    text = _(
        "It has not been sent: proposals are still taken for it until %(day)s at %(hour)s, as people have been told. Schedule it for "
        "later, change the deadline where it is put together, or tick that you send it all the same."
    )
    return text % {"day": day_words(circular.deadline), "hour": hour_words(circular.deadline)}


def scheduled(request: PersonRequest, circular: CircularPage) -> HttpResponse:
    form = ScheduleForm(request.POST, circular=circular)
    if not form.is_valid():
        return page(request, circular, form)
    try:
        schedule(circular, at=form.at, by=request.user)
    except ValidationError as error:
        return page(request, circular, form, refusals=error.messages)
    when = {"day": day_words(form.at), "hour": hour_words(form.at)}
    messages.success(request, _("It is scheduled: it will be sent on %(day)s at %(hour)s.") % when)
    return redirect("circular_send", circular.month)


def unscheduled(request: PersonRequest, circular: CircularPage) -> HttpResponse:
    try:
        unschedule(circular, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("It is scheduled no longer: it waits until somebody sends it."))
    return redirect("circular_send", circular.month)


def asked(request: PersonRequest, circular: CircularPage) -> HttpResponse:
    """The question as a page, for those without JavaScript."""
    people = audience()
    problems = problems_of(circular, by=request.user, size=size_of(circular), recipients=people.reached)
    context = {"circular": circular, "audience": people, "points": points_of(problems)}
    return render(request, "circular/send_confirm.html", context)


def points_of(problems: Sequence[Problem]) -> list[str]:
    """What whoever says yes should know: the errors and warnings in words, the first `POINTS` of them."""
    grave = [problem for problem in problems if problem.level != "note"]
    points = [f"{problem.entry.title} — {problem.text}" if problem.entry else problem.text for problem in grave]
    more = len(points) - POINTS
    if more > 0:
        text = ngettext("And %(number)d thing more.", "And %(number)d things more.", more)
        points[POINTS:] = [text % {"number": more}]
    return points


def page(
    request: PersonRequest, circular: CircularPage, form: ScheduleForm, *, refusals: list[str] | None = None
) -> HttpResponse:
    """With what keeps it from being sent, as it is now."""
    circular.refresh_from_db()
    if circular.is_out:  # somebody was quicker
        return redirect("circular_sending", circular.month)
    refused = bool(refusals or form.errors)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    context = {**facts_of(request, circular), "form": form, "refusals": refusals or []}
    return render(request, "circular/send.html", context, status=status)


def facts_of(request: PersonRequest, circular: CircularPage) -> dict[str, Any]:
    people = audience()
    size = size_of(circular)
    problems = problems_of(circular, by=request.user, size=size, recipients=people.reached)
    return {
        "circular": circular,
        "send_now_url": f"{reverse('circular_send', args=[circular.month])}?{SEND}={circular.content_version}",
        "audience": people,
        "sample": sample(people.wanting),
        "problems": problems,
        "points": points_of(problems),
        "is_ready": not any(problem.level == "error" for problem in problems),
        "kilobytes": size // KILO,
        "writer": writer_field(request),
    }
