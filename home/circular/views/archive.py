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
from intranet.frame import Link
from intranet.members.feeds import feed_token
from intranet.members.views.requests import PersonRequest

YEAR = "any"


@require_safe
def circulars(request: PersonRequest) -> HttpResponse:
    """`/circular/`: the latest circulars, `?any=2025` those of a year. As many statements for any number of them."""
    years = years_out()
    asked = request.GET.get(YEAR)
    year = next((year for year in years if str(year) == asked), None)
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
    return [latest, *(Link(str(one), f"?{YEAR}={one}", is_current=one == chosen) for one in years)]


@require_safe
def circular(request: PersonRequest, month: date) -> HttpResponse:
    """One month's; before it is out, coordination alone looks at it. As many statements for any number of entries."""
    found = CircularPage.objects.visible_to(request.user).filter(month=month).first()
    if found is None:
        raise Http404
    context = {**reading_context(found, request.user), "composes": can_compose(request.user)}
    return render(request, "circular/circular.html", context)
