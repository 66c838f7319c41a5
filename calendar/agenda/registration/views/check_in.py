"""At the door, with a phone: who is expected, who has come, who comes without having registered."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from agenda.keys import key_in
from agenda.registration.domain.attending import attend, came_and_expected, receive_walk_in, take_back
from agenda.registration.forms.walk_in import WalkInForm
from agenda.registration.models import Attendance, Registration, RegistrationDesk
from agenda.registration.rules import can_organise
from agenda.registration.views.door import DATE, WORDS, Door
from agenda.registration.views.organising import of_kept_desk, organised
from intranet.members.views.listings import wants_results_only
from intranet.members.views.requests import PersonRequest, asked_and_answered

PER_PAGE = 60


@asked_and_answered
@of_kept_desk
def check_in(request: PersonRequest, desk: RegistrationDesk) -> HttpResponse:
    """`…/inscrits/entrada/`: `?data=` one of several dates, `?q=` a name. A button says in its value whom it is about."""
    door = Door(desk, request.GET)
    if request.method == "POST":
        changed = checked(request, door)
        if request.htmx and changed:
            return row_alone(request, door, changed)
        return redirect(f"{door.address()}#r-{changed}" if changed else door.address())
    page = Paginator(door.rows(), PER_PAGE).get_page(request.GET.get("pagina"))
    here = Attendance.objects.filter(occurrence=door.date, registration__in=[row.pk for row in page])
    came = {one.registration_id: one for one in here}
    context: dict[str, Any] = {
        "door": door,
        "page": page,
        "rows": [(row, came.get(row.pk)) for row in page],
        "came": door.counts,
        "post_url": door.address(),
        "walk_in_url": door.address("walk_in"),
        "list_url": desk.address("attendees"),
    }
    if wants_results_only(request):
        return render(request, "agenda/registration/check_in_list.html", {**context, "desk": desk})
    return organised(request, desk, "check_in", tab="check_in", **context)


def row_alone(request: PersonRequest, door: Door, pk: int) -> HttpResponse:
    """What htmx puts in the place of the row, with the numbers: others are pressed meanwhile."""
    row = door.desk.registrations.select_related("person", "organisation").get(pk=pk)
    context = {
        "row": row,
        "here": row.attendances.filter(occurrence=door.date).first(),
        "mode": door.mode,
        "is_early": door.is_early,
        "post_url": door.address(),
        "came": door.counts,
        "partial": True,
    }
    return render(request, "agenda/registration/check_in_row.html", context)


def checked(request: PersonRequest, door: Door) -> int | None:
    """Whose attendance was noted or taken back; the button is named after what it does."""
    for do, verb in (("attend", attend), ("absent", take_back)):
        key = key_in(request.POST.get(do, ""))
        row = door.desk.registrations.filter(pk=key).first() if key is not None else None
        if row is None:
            continue
        try:
            verb(row, door.date, by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return row.pk
    return None


@asked_and_answered
@of_kept_desk
def walk_in(request: PersonRequest, desk: RegistrationDesk) -> HttpResponse:
    """`…/inscrits/entrada/sense-inscripcio/`."""
    door = Door(desk, request.GET)
    form = WalkInForm(request.POST or None, desk=desk, initial={"name": door.words})
    if request.method == "POST" and form.is_valid():
        try:
            row = receive_walk_in(desk, door.date, form.applicant, mode=form.chosen_mode, by=request.user)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("%(name)s is here: it is noted.") % {"name": row.who})
            return redirect(door.address(**{WORDS: ""}))
    here = _("Without registration")
    return organised(
        request, desk, "walk_in", tab="check_in", here=here, form=form, door=door, check_in_url=door.address()
    )


@asked_and_answered
def check_in_code(request: PersonRequest, code: str) -> HttpResponse:
    """`/agenda/entrada/<code>/`: what the camera of an organiser's phone opens; for anyone else there is nothing."""
    row = coded_or_404(request, code)
    door = Door(row.desk, request.GET)
    if request.method == "POST":
        verb = take_back if request.POST.get("do") == "absent" else attend
        try:
            verb(row, door.date, by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect(f"{request.path}?{DATE}={door.date.day}" if len(door.dates) > 1 else request.path)
    came = row.attendances.filter(occurrence=door.date).first()
    counts = came_and_expected(row.desk, door.date, row.mode)
    context = {"row": row, "door": door, "here_since": came, "came": counts, "check_in_url": door.address()}
    return organised(request, row.desk, "check_in_code", tab="check_in", here=row.who, **context)


def coded_or_404(request: PersonRequest, code: str) -> Registration:
    rows = Registration.objects.select_related("person", "organisation", "desk__event", "desk__occurrence")
    row = rows.filter(code=code.upper()).first()
    if row is None or not can_organise(request.user, row.desk.event):
        raise Http404
    if row.desk.occurrence is not None:
        row.desk.occurrence.event = row.desk.event
    return row
