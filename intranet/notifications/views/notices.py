"""`/avisos/`: what waits for a person and what they have been told, in one place; and the number on the bell."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Page
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from intranet.asks import panels_of_asks
from intranet.frame import Frame
from intranet.members.views.listings import render_listing, wants_results_only
from intranet.members.views.requests import PersonRequest
from intranet.notifications.domain.opening import place_of, take_back
from intranet.notifications.domain.reading import Line, lines_of, mark_all_read, mark_read
from intranet.notifications.filters import NoticeFilter
from intranet.templatetags.intranet import day_words

PAGE, RESULTS = "notifications/notices.html", "notifications/results.html"
# Of whom asks again, what it shows already.
SEEN = "Notices-Seen"
MOST_DIGITS = 18  # of a key, in any database


@dataclass(frozen=True)
class Day:
    title: str
    lines: list[Line]


@never_cache
@require_safe
def notices(request: PersonRequest) -> HttpResponse:
    """The page; for htmx the list alone, and no answer at all while nothing has changed."""
    context = context_of(request)
    if request.htmx and request.headers.get(SEEN) == context["seen"]:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    if not wants_results_only(request):
        context["panels"] = panels_of_asks(request.user)
    return render_listing(request, context["listing"], context, page=PAGE, results=RESULTS)


def context_of(request: PersonRequest) -> dict[str, Any]:
    listing = NoticeFilter(request.GET)
    page = lines_of(
        request.user,
        unread_only=listing.unread_only,
        section=listing.section_label,
        page=request.GET.get("pagina", 1),
    )
    query = listing.query.copy()
    if page.number > 1:
        query["pagina"] = str(page.number)
    return {
        "listing": listing,
        "page": page,
        "days": days_of(list(page)),
        "query": f"?{query.urlencode()}" if query else "",
        "seen": " ".join(f"{line.newest_id}{'+' if line.unread else ''}" for line in page) or "-",
        # «All» are those that the person has seen listed: nothing that came since.
        "up_to": newest_on(page) if page.number == 1 and not listing.section_label else None,
    }


def newest_on(page: "Page[Line]") -> int:
    return max((line.newest_id for line in page), default=0)


def days_of(lines: list[Line]) -> list[Day]:
    return [Day(day_title(day), list(found)) for day, found in groupby(lines, key=lambda line: line.day)]


def day_title(day: date) -> str:
    today = timezone.localdate()
    if day == today:
        return pgettext("day as a heading", "Today")
    if day == today - timedelta(days=1):
        return pgettext("day as a heading", "Yesterday")
    return capfirst(day_words(day))


@never_cache
@require_safe
def bell(request: HttpRequest) -> HttpResponse:
    """The number alone, asked for in the background: whoever is signed out meanwhile is not taken from what they do."""
    if not Frame(request).is_inside:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return render(request, "components/bell-count.html")


@never_cache
@require_safe
def notice(request: PersonRequest, pk: int) -> HttpResponse:
    """Goes to the exact place, and marks the line as read when somebody really goes there."""
    place = place_of(request.user, pk)
    if place is None:
        raise Http404
    if is_a_visit(request):
        mark_read(request.user, fold=place.fold)
    return HttpResponseRedirect(place.url)


def is_a_visit(request: HttpRequest) -> bool:
    """No fetching ahead (Sec-Purpose, and its forerunners) and, where the browser says so, for a window and not a script."""
    purposes = " ".join(request.headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Moz"))
    ahead = "prefetch" in purposes or "preview" in purposes
    return request.method == "GET" and not ahead and request.headers.get("Sec-Fetch-Dest", "document") == "document"


@require_POST
def mark(request: PersonRequest) -> HttpResponse:
    """`fold=` one line, or all `up_to=` one; the address carries the filters of the list that it was sent from."""
    fold, up_to = request.POST.get("fold", ""), request.POST.get("up_to", "")
    if "\0" in fold or not (fold or (up_to.isdecimal() and len(up_to) <= MOST_DIGITS)):
        raise BadRequest
    at = mark_read(request.user, fold=fold) if fold else mark_all_read(request.user, up_to=int(up_to))
    if at is not None:
        # The button that was pressed is gone; when its line is too, the way back is the next thing.
        done = {"at": at.isoformat(), "all": not fold, "focus": not fold or "unread" in request.GET}
        done["undo_url"] = reverse("notices_undo") + query_of(request)
        messages.success(request, render_to_string("notifications/undo.html", done, request))
    return list_again(request, fold=fold)


@require_POST
def undo(request: PersonRequest) -> HttpResponse:
    """`at=` the moment at which lines were marked as read: they are unread again."""
    take_back(request.user, at=moment_of(request.POST.get("at", "")))
    messages.success(request, _("Undone: what you had marked is unread again."))
    return list_again(request)


def moment_of(text: str) -> datetime:
    """An aware moment, in UTC. Raises BadRequest for anything else, and for what no calendar has."""
    try:
        at = parse_datetime(text)
        if at is None or timezone.is_naive(at):
            raise BadRequest
        return at.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise BadRequest from error


def query_of(request: HttpRequest) -> str:
    query = request.GET.urlencode()
    return f"?{query}" if query else ""


def list_again(request: PersonRequest, *, fold: str = "") -> HttpResponse:
    """The list as it is now: for htmx in place, with the message and the bell; else the whole page."""
    if not request.htmx:
        return redirect(reverse("notices") + query_of(request))
    context = {**context_of(request), "partial": True, "acted_on": fold, "with_messages": True}
    return render(request, RESULTS, context)
