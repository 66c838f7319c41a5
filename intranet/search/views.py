"""`/cerca/`: one search over what the intranet holds."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from intranet.members.models import User
from intranet.search.results import LONGEST_SEARCH, search_for


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_SEARCH]
    kinds = search_for(cast("User", request.user), words)
    context = {"words": words, "kinds": kinds, "count": sum(kind.count for kind in kinds)}
    return render(request, "search/results.html", context)
