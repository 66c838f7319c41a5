"""What leaves the site of those who registered: the list as a spreadsheet, and its totals."""

from collections.abc import Iterator
from typing import Any

from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agenda.registration.attendee_table import lines_of
from agenda.registration.domain.desks import dates_of, times_of
from agenda.registration.domain.totals import Part, Totals, totals_of
from agenda.registration.filters import AttendeesFilter
from agenda.registration.models import RegistrationDesk
from agenda.registration.tables import xlsx_of
from agenda.registration.views.organising import of_kept_desk, organised
from intranet.members.views.requests import PersonRequest
from intranet.spreadsheets import csv_of

CSV, XLSX = "csv", "xlsx"
TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
FORMAT = "format"


@require_safe
@of_kept_desk
def attendees_export(request: PersonRequest, desk: RegistrationDesk, *, kind: str) -> HttpResponseBase:
    """`…/inscrits/exporta/csv/` or `xlsx/`, as the list is narrowed down. It holds all that the organisers may know."""
    if kind not in TYPES:
        raise Http404
    lines = lines_of(desk, AttendeesFilter(request.GET, desk=desk).qs)
    return download(lines, kind, desk=desk, name=_("registered"))


def download(lines: Iterator[list[Any]], kind: str, *, desk: RegistrationDesk, name: str) -> HttpResponseBase:
    """Streamed, and kept by nobody on the way."""
    response: HttpResponseBase
    if kind == CSV:
        response = StreamingHttpResponse(csv_of(lines), content_type=TYPES[CSV])
    else:
        response = FileResponse(xlsx_of(lines, name=name.capitalize()), content_type=TYPES[XLSX])
    filename = f"{slugify(f'{name} {desk.event.title}')[:80]}-{timezone.localdate():%Y-%m-%d}.{kind}"
    disposition = content_disposition_header(as_attachment=True, filename=filename)
    response["Content-Disposition"] = disposition or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
@of_kept_desk
def attendees_totals(request: PersonRequest, desk: RegistrationDesk) -> HttpResponseBase:
    """`…/inscrits/resum/`, to be printed; `?format=csv` as a spreadsheet. Without what people need or eat."""
    totals = totals_of(desk)
    if request.GET.get(FORMAT) == CSV:
        return download(total_lines(totals), CSV, desk=desk, name=_("totals"))
    dates = dates_of(desk).filter(is_cancelled=False).count()
    context = {
        "totals": totals,
        "parts": [part for part in parts_of(totals) if part[1]],
        "is_over": times_of(desk).is_over,
        "dates": dates,
    }
    return page_of(request, desk, context)


def page_of(request: PersonRequest, desk: RegistrationDesk, context: dict[str, Any]) -> HttpResponse:
    return organised(request, desk, "totals", tab="attendees_totals", **context)


def parts_of(totals: Totals) -> list[tuple[str, list[Part]]]:
    return [
        (_("By council or organisation"), totals.councils),
        (_("By county"), totals.comarques),
        (_("By mode"), totals.modes),
    ]


def total_lines(totals: Totals) -> Iterator[list[Any]]:
    yield [_("What"), _("Which"), _("Registered"), _("Attended"), _("Did not come"), _("Waiting")]
    whole = (_("All together"), [Part(_("All together"), totals.whole)])
    for what, parts in (whole, *parts_of(totals)):
        for part in parts:
            total = part.total
            numbers = [total.registered, total.attended, total.missing, total.waiting]
            yield [what, part.label, *numbers]
