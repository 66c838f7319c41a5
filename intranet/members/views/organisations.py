"""`/municipis/`: who takes part in the network, and one organisation's page."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from intranet.catalan import sort_key
from intranet.frame import Link
from intranet.members.domain.colleagues import colleagues_of, recently_ended
from intranet.members.enums import COUNCIL_KINDS, OrganisationKind
from intranet.members.filters.organisations import (
    ARRANGEMENTS,
    BY_COMARCA,
    BY_NAME,
    OrganisationFilter,
)
from intranet.members.models import Organisation
from intranet.members.rules import can_manage
from intranet.members.views.listings import render_listing
from intranet.members.views.requests import PersonRequest
from intranet.panels import Panel, panels_for


@dataclass(frozen=True)
class Row:
    organisation: Organisation
    line: str


@dataclass(frozen=True)
class Band:
    """Councils under one heading; A to Z they are all in one, which needs none."""

    title: str
    rows: list[Row]


@require_safe
def organisations(request: PersonRequest) -> HttpResponse:
    listing = OrganisationFilter(request.GET, viewer=request.user)
    found = list(listing.qs.with_logos())
    councils = [organisation for organisation in found if organisation.kind in COUNCIL_KINDS]
    agents = [organisation for organisation in found if organisation.kind not in COUNCIL_KINDS]
    context = {
        "arrangements": arrangement_links(listing),
        "bands": arranged(councils, listing.arrangement),
        "agents": [Row(agent, line_of(agent, BY_NAME)) for agent in agents],
        "council_count": len(councils),
        "agent_count": len(agents),
    }
    page, results = "members/organisation_list.html", "members/organisation_results.html"
    return render_listing(request, listing, context, page=page, results=results)


def arrangement_links(listing: OrganisationFilter) -> list[Link]:
    """The same search, arranged in another way."""
    links = []
    for value, label in ARRANGEMENTS:
        query = listing.query.copy()
        query["agrupa"] = value
        links.append(Link(label, f"?{query.urlencode()}", is_current=value == listing.arrangement))
    return links


def arranged(councils: Iterable[Organisation], arrangement: str) -> list[Band]:
    """Councils, in order of name, in bands by place; the places in Catalan order, those without one at the end."""

    def place(council: Organisation) -> str:
        return council.comarca if arrangement == BY_COMARCA else council.get_province_display()

    def order(council: Organisation) -> tuple[bool, str]:
        return not place(council), sort_key(place(council), article_last=True)

    if arrangement == BY_NAME:
        rows = [Row(council, line_of(council, arrangement)) for council in councils]
        return [Band("", rows)] if rows else []
    return [
        Band(name or _("Place not known"), [Row(council, line_of(council, arrangement)) for council in band])
        for name, band in groupby(sorted(councils, key=order), key=place)
    ]


def line_of(organisation: Organisation, arrangement: str) -> str:
    """What stands under the name: what neither it nor the heading says already."""
    parts = []
    if organisation.kind not in {OrganisationKind.TOWN_COUNCIL, OrganisationKind.ATENEU}:
        parts.append(organisation.get_kind_display())
    if arrangement != BY_COMARCA:
        parts.append(organisation.comarca)
    if arrangement == BY_NAME:
        parts.append(organisation.get_province_display())
    if organisation.joined_year:
        parts.append(pgettext("organisation", "since %(year)d") % {"year": organisation.joined_year})
    return " · ".join(part for part in dict.fromkeys(parts) if part)


@require_safe
def organisation(request: PersonRequest, slug: str) -> HttpResponse:
    shown = Organisation.objects.visible_to(request.user)
    found = get_object_or_404(shown.with_logos(), slug=slug)
    manages = can_manage(request.user, found)
    context = {
        "organisation": found,
        "is_council": found.kind in COUNCIL_KINDS,
        "facts": facts_of(found),
        "positions": colleagues_of(found, viewer=request.user),
        "manages": manages,
        "ended": recently_ended(found) if manages else [],
        "mentor": shown.with_logos().filter(mentored=found).first(),
        "mentored": shown.with_logos().filter(mentor=found),
        "panels": panels_of(found, request),
    }
    return render(request, "members/organisation_detail.html", context)


def panels_of(found: Organisation, request: PersonRequest) -> list[Panel]:
    """What other sections show of it, and after that what they show to coordination alone."""
    panels = panels_for(request, "organisation:main", organisation=found)
    if request.user.standing.cares_for_members:
        panels += panels_for(request, "organisation:coordination", organisation=found)
    return panels


def facts_of(found: Organisation) -> list[tuple[str, str]]:
    population = number_format(found.population, force_grouping=True) if found.population else ""
    return [
        (_("County (comarca)"), found.comarca),
        (_("Province"), found.get_province_display()),
        (_("Population"), population),
        (_("INE code"), found.ine_code),
        (_("In the network since"), str(found.joined_year or "")),
    ]
