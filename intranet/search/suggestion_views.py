"""`/cerca/suggeriments/`: what the search box shows below itself while one types."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from intranet.fulltext.words import LONGEST_QUERY
from intranet.members.models import User
from intranet.search.suggestions import suggest


@require_safe
def search_suggestions(request: HttpRequest) -> HttpResponse:
    """A list for `js/search-suggestions.js`, without a page around it, nor what pages ask for."""
    words = " ".join(request.GET.get("q", "").replace("\0", "").split())[:LONGEST_QUERY]
    suggestions = suggest(cast("User", request.user), words)
    return HttpResponse(render_to_string("search/suggestions.html", {"words": words, "suggestions": suggestions}))
