"""The archive by year, and one circular as a page."""

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from home.circular.domain.archive import open_to_proposals, shelf_of, years_out
from home.circular.domain.reading import reading_context
from home.circular.models import CircularPage
from home.circular.rules import can_compose
from home.circular.views.compose_doors import circular_or_404
from intranet.frame import Link
from intranet.members.feeds import feed_token
from intranet.members.views.requests import PersonRequest


@require_safe
def circulars(request: PersonRequest) -> HttpResponse:
    """`/circular/`: the latest ones."""
    return archive(request, years_out(), None)


@require_safe
def circulars_of_year(request: PersonRequest, year: int) -> HttpResponse:
    """`/circular/2025/`, if there are any."""
    years = years_out()
    if year not in years:
        raise Http404
    return archive(request, years, year)


def archive(request: PersonRequest, years: list[int], year: int | None) -> HttpResponse:
    """As many statements for any number of them."""
    composes = can_compose(request.user)
    context = {
        "years": tabs_of(years, year) if len(years) > 1 else [],
        "year": year,
        "shelf": shelf_of(request.user, year),
        "taking": open_to_proposals(),
        "unsent": list(CircularPage.objects.unsent()) if composes else [],
        "feed_url": reverse("circular_feed", args=[feed_token(request.user)]),
    }
    return render(request, "circular/archive.html", context)


def tabs_of(years: list[int], chosen: int | None) -> list[Link]:
    latest = Link(pgettext("circulars", "The latest"), reverse("circulars"), is_current=chosen is None)
    return [
        latest,
        *(Link(str(one), reverse("circulars_of_year", args=[one]), is_current=one == chosen) for one in years),
    ]


@require_safe
def circular(request: PersonRequest, month: date) -> HttpResponse:
    """One month's; before it is out, coordination alone looks at it. As many statements for any number of entries."""
    found = circular_or_404(request, month)
    context = {**reading_context(found, request.user), "composes": can_compose(request.user)}
    return render(request, "circular/circular.html", context)
