"""`/agenda/`: the month, and one day of it."""

from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from agenda.domain.holidays import holidays_of
from agenda.domain.listing import dates_on, month_of
from agenda.feeds import feeds_of
from agenda.rules import can_announce
from agenda.views.frame import around, day_asked_for, head_for, is_day_of_the_agenda, pages_of
from agenda.views.grid import last_day_of, legend, month_after, month_before, month_name, month_table
from agenda.views.listing import agenda_list
from agenda.views.narrowing import Narrowing
from agenda.views.phones import ASKS_FOR_PHONE, is_from_phone
from agenda.views.rows import rows_of
from forum.views.kept import drawing, kept_piece
from forum.views.paging import page_asked_for
from intranet.members.views.requests import PersonRequest


@require_safe
@vary_on_headers(*ASKS_FOR_PHONE)
def agenda(request: PersonRequest) -> HttpResponse:
    """`/agenda/`: this month, or on a phone the list from today on; `?data=2026-04-16` leads to that day."""
    day = day_asked_for(request, "data")
    if day is not None:
        return redirect(Narrowing(request).address(reverse("agenda_day", args=[day])))
    if is_from_phone(request):
        return agenda_list(request)
    return month_page(request, timezone.localdate().replace(day=1))


@require_safe
def agenda_month(request: PersonRequest, first: date) -> HttpResponse:
    """`/agenda/2026/04/`."""
    return month_page(request, first)


def month_page(request: PersonRequest, first: date) -> HttpResponse:
    today, narrowing = timezone.localdate(), Narrowing(request)
    cells = month_of(request.user, first, last_day_of(first), narrowing.events)
    query = narrowing.query.urlencode()
    context = {
        "narrowing": narrowing,
        "month_name": month_name(first),
        "head": head_for(request.user),
        "box": narrowing.box(reverse("agenda_month", args=[first])),
        "bar": bar_of(first, today, narrowing),
        "table": month_table(first, cells, today=today, query=f"?{query}" if query else ""),
        "is_empty": not cells,
        "legend": legend(),
        "feeds": feeds_of(request.user),
    }
    return render(request, "agenda/month.html", context)


def bar_of(first: date, today: date, narrowing: Narrowing) -> SafeString:
    """Kept, but for what is narrowed down."""
    is_now = first == today.replace(day=1)

    def draw() -> str:
        return drawing(
            "agenda/month_bar.html",
            **around(narrowing, today if is_now else first),
            month_name=month_name(first),
            before=address_of_month(month_before(first), narrowing),
            after=address_of_month(month_after(first), narrowing),
            before_name=month_name(month_before(first)),
            after_name=month_name(month_after(first)),
            is_now=is_now,
        )

    begins = today if is_now else today.replace(day=1)
    return SafeString(draw()) if narrowing.data else kept_piece("agenda-bar", (first, begins), draw)


def address_of_month(first: date, narrowing: Narrowing) -> str:
    """Empty beyond the months that have one."""
    return narrowing.address(reverse("agenda_month", args=[first])) if is_day_of_the_agenda(first) else ""


@require_safe
def agenda_day(request: PersonRequest, day: date) -> HttpResponse:
    """`/agenda/dia/2026-04-16/`: all of one day."""
    if not is_day_of_the_agenda(day):
        raise Http404
    narrowing, page = Narrowing(request), page_asked_for(request)
    found = dates_on(request.user, day, narrowing.events, page=page)
    here = reverse("agenda_day", args=[day])
    context = {
        **around(narrowing, day),
        "may_announce": can_announce(request.user),
        "holiday": holidays_of(day.year).get(day, ""),
        "rows": rows_of(found.dates, day=day),
        "pages": pages_of(found, page, here, narrowing),
        "before": address_of_day(day, -1, narrowing),
        "after": address_of_day(day, 1, narrowing),
        "box": narrowing.box(here),
        "new_url": f"{reverse('event_new')}?{urlencode({'dia': day})}",
    }
    return render(request, "agenda/day.html", context)


def address_of_day(day: date, step: int, narrowing: Narrowing) -> str:
    """Of the day before or after; empty where the calendar ends."""
    found = day + timedelta(days=step)
    return narrowing.address(reverse("agenda_day", args=[found])) if is_day_of_the_agenda(found) else ""
