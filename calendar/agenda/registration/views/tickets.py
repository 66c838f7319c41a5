"""`/inscripcio/<ticket>/`: one registration by its signed address, without signing in.

Opening it changes nothing, since mail scanners open every link. The ticket is the credential: a page of another site that
sends a form would have to know it.
"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from io import BytesIO

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from agenda.registration.domain.desks import times_of
from agenda.registration.domain.line import reread, seats_of
from agenda.registration.domain.reaching import is_reached
from agenda.registration.forms.registering import DetailsForm
from agenda.registration.letter_ics import FILE_NAME, appointment_at
from agenda.registration.tickets import find_registration
from agenda.registration.views.drawing import TICKET, drawn, drawn_mine
from agenda.registration.views.editing import saved
from agenda.registration.views.mine import Mine
from agenda.registration.views.steps import DO, take_step
from intranet.mail import absolute
from intranet.members.views.requests import asked_and_answered

LEFT = ("cancel", "photos-no")
TicketView = Callable[[HttpRequest, Mine], HttpResponse]


def by_ticket(view: TicketView) -> Callable[[HttpRequest, str], HttpResponse]:
    """For whoever holds the address; for any other, a page that says what to do."""

    @csrf_exempt
    @never_cache
    @wraps(view)
    def answered(request: HttpRequest, ticket: str) -> HttpResponse:
        found = find_registration(ticket)
        if found is None:
            response = render(request, "agenda/registration/ticket_unknown.html", status=HTTPStatus.NOT_FOUND)
        else:
            row = reread(found)
            mine = Mine(row, times_of(row.desk), seats_of(row.desk), by_ticket=True)
            response = view(request, mine) if is_reached(row) else shut_out(request, mine)
        # Where a page leads to is not told the address. Not `no-referrer`: forms sent from the page would lose their origin.
        response["Referrer-Policy"] = "strict-origin"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return answered


def shut_out(request: HttpRequest, mine: Mine) -> HttpResponse:
    """For whom the activity is not any more: nothing of it, and no more to do than to take back what is theirs."""
    is_left = request.path == mine.change_url and request.POST.get(DO) in LEFT
    if request.method == "POST" and is_left:
        return take_step(request, mine, by=None, layout=TICKET)
    status = HTTPStatus.OK if request.path == mine.home_url else HTTPStatus.NOT_FOUND
    context = {"layout": TICKET, "mine": mine}
    return render(request, "agenda/registration/ticket_shut_out.html", context, status=status)


@by_ticket
@require_safe
def ticket(request: HttpRequest, mine: Mine) -> HttpResponse:
    return drawn_mine(request, "ticket", mine, layout=TICKET)


@by_ticket
@asked_and_answered
def ticket_edit(request: HttpRequest, mine: Mine) -> HttpResponse:
    """What one wrote: answers, needs, food."""
    if not mine.can_edit:
        return redirect(mine.home_url)
    form = DetailsForm(request.POST if request.method == "POST" else None, registration=mine.row)
    if request.method == "POST" and form.is_valid() and saved(request, form, by=None):
        return redirect(mine.home_url)
    return drawn(request, "edit", mine.row.desk, form=form, layout=TICKET, mine=mine)


@by_ticket
@asked_and_answered
def ticket_change(request: HttpRequest, mine: Mine) -> HttpResponse:
    """`do=`: as on the site, and confirm."""
    return take_step(request, mine, by=None, layout=TICKET)


@by_ticket
@require_safe
def ticket_qr(_request: HttpRequest, mine: Mine) -> HttpResponse:
    """Shown at the entrance: the camera of whoever stands there opens the page that lets them in."""
    if not mine.shows_code:
        raise Http404
    drawing = BytesIO()
    code = segno.make(absolute(reverse("check_in_code", args=[mine.row.code])), error="m")
    code.save(drawing, kind="svg", scale=8, border=2, omitsize=True)
    return HttpResponse(drawing.getvalue(), content_type="image/svg+xml")


@by_ticket
@require_safe
def ticket_ics(_request: HttpRequest, mine: Mine) -> HttpResponse:
    if not mine.is_for_the_calendar:
        raise Http404
    response = HttpResponse(appointment_at(mine.row.desk).text(mine.row), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
    return response
