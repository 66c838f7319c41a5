"""`/recursos/` and the resources of one group."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from forum.views.doors import group_door_or_404
from forum.views.group_head import head_of_group
from intranet.members.views.listings import render_listing
from intranet.members.views.requests import PersonRequest
from repository.catalogue.seeing import catalogue_for
from repository.catalogue.snippets import snippets_of
from repository.catalogue.words import files_found
from repository.views.asked import Asked
from repository.views.facet_markup import facets_markup
from repository.views.rows import found_markup, rows_of

RESULTS = "repository/list_results.html"


@require_safe
def resources(request: PersonRequest) -> HttpResponse:
    """What the person finds in the bank. At most ten statements, and as many for any number of resources."""
    asked = Asked(request, catalogue_for(request.user))
    context = {"list_url": reverse("resources"), **found_by(request, asked)}
    return render_listing(request, asked, context, page="repository/list.html", results=RESULTS)


@require_safe
def group_resources(request: PersonRequest, slug: str) -> HttpResponse:
    """`/grups/<slug>/recursos/`: what is of the group, for whoever reads it."""
    door = group_door_or_404(request, slug)
    catalogue = catalogue_for(request.user)
    asked = Asked(request, catalogue, within=catalogue.of_group(slug), without=("group",))
    context = {
        **head_of_group(request, door),
        "list_url": reverse("group_resources", args=[slug]),
        **found_by(request, asked, level=3),
    }
    if door.group.is_over:
        context["propose_url"] = ""
    return render_listing(request, asked, context, page="repository/group_list.html", results=RESULTS)


def found_by(request: PersonRequest, asked: Asked, *, level: int = 2) -> dict[str, Any]:
    page = asked.page
    return {
        "page": page,
        "kept": {"GET": asked.query},
        "rows": rows_on(asked, level),
        "facets": facets_markup(asked.facets, [request.htmx.trigger_name or ""] if request.htmx else []),
        "active": len(asked.chips),
        "in_network": request.user.standing.in_network,
        "propose_url": reverse("resource_propose") if request.user.standing.in_network else "",
    }


def rows_on(asked: Asked, level: int) -> SafeString:
    lines = asked.catalogue.lines_of(list(asked.page))
    if not asked.words or not lines:
        return rows_of(lines, level=level)
    inside, snippets = files_found(asked.words, [line.pk for line in lines]), snippets_of(asked.words, lines)
    below = {line.pk: found_markup(inside.get(line.pk, ""), snippets.get(line.pk, "")) for line in lines}
    return rows_of(lines, level=level, below=below)
