"""What councils tried and how it went: across the network, and in one group."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from forum.filters.experiences import ExperienceFilter
from forum.views.doors import group_door_or_404
from forum.views.group_head import head_of_group
from intranet.members.views.listings import render_listing
from intranet.members.views.requests import PersonRequest

PER_PAGE = 20


@require_safe
def experiences(request: PersonRequest) -> HttpResponse:
    """`/experiencies/`. A page beyond the last is the last."""
    listing = ExperienceFilter(request.GET, viewer=request.user)
    context = {"new_url": reverse("experience_start")}
    return answer(request, listing, context, page="forum/experience_list.html")


@require_safe
def group_experiences(request: PersonRequest, slug: str) -> HttpResponse:
    """`/grups/<slug>/experiencies/`."""
    door = group_door_or_404(request, slug)
    listing = ExperienceFilter(request.GET, viewer=request.user, group=door.group)
    context = head_of_group(request, door)
    context["new_url"] = reverse("experience_new", args=[slug]) if door.may_write else ""
    return answer(request, listing, context, page="forum/experience_group.html")


def answer(request: PersonRequest, listing: ExperienceFilter, context: dict[str, Any], *, page: str) -> HttpResponse:
    """The page of `listing` that is asked for; links to others keep the parameters that count, and no empty ones."""
    context |= {
        "page": Paginator(listing.qs, PER_PAGE).get_page(request.GET.get("pagina")),
        "kept": {"GET": listing.query},
        "list_url": request.path,
    }
    return render_listing(request, listing, context, page=page, results="forum/experience_results.html")
