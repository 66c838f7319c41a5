"""`/recursos/<slug>/`: a resource, whether it can be trusted, and what others made of it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from intranet.access import to_sign_in
from intranet.pages.blocks import outline_of
from intranet.panels import panels_for
from repository.domain.downloads_shown import downloads_by_month
from repository.domain.locking import newest_words
from repository.domain.looking import Seen
from repository.models import ResourcePage
from repository.views.doors import Look, look_or_404
from repository.views.pieces import (
    credits_of,
    facts_of,
    files_of,
    files_of_words,
    leads_from,
    leads_of_words,
    near,
    story_of,
    total_size,
    uses_of,
)
from repository.views.standing import banners_of, looked_at

NEWEST = "nou"


@require_safe
def resource(request: HttpRequest, slug: str) -> HttpResponse:
    """What is not for everyone is behind the sign-in, whether it is there or not.

    `?nou=1`: to those who keep or review it, its newest words, though readers do not see them yet.
    """
    try:
        look = look_or_404(request, slug)
    except Http404:
        if request.user.is_anonymous:
            return to_sign_in(request)
        raise
    response = render(request, "repository/resource.html", context_of(request, look))
    if request.user.is_anonymous:
        patch_cache_control(response, private=True)
    return response


def context_of(request: HttpRequest, look: Look) -> dict[str, Any]:
    """Twelve statements at most for what is published, with those of the frame and of one panel, for any number of files, links, marks and collections."""
    page, seen = look
    is_newest = look.is_draft or (NEWEST in request.GET and (seen.keeps or seen.reviews))
    page = newest_words(page) if is_newest else page
    files = files_of_words(page) if is_newest else files_of(page)
    outline_of(page.body)  # gives its headings their anchors
    return {
        "page": page,
        "seen": seen,
        "is_newest": is_newest,
        "banners": banners_of(page, seen, is_newest=is_newest),
        "facts": facts_of(page),
        "story": story_of(page),
        "files": files,
        "files_size": total_size(files),
        "leads": leads_of_words(page, request.user) if is_newest else leads_from(page, request.user),
        "panels": [] if is_newest else panels_for(request, "resource:aside", page=page),
        **what_became_of_it(request, page, seen),
    }


def what_became_of_it(request: HttpRequest, page: ResourcePage, seen: Seen) -> dict[str, Any]:
    user = request.user
    is_known = user.is_authenticated and user.standing.in_network
    return {
        "is_known": is_known,
        "looked_at": looked_at(page) if is_known else "",
        "related": near(page, user) if user.is_authenticated and page.live else [],
        "credits": credits_of(page, user, names=is_known),
        "uses": uses_of(page) if is_known and page.useful_count else [],
        "downloads": downloads_by_month(page) if seen.keeps and page.download_count else [],
    }
