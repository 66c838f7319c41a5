"""The editor's tools, for pages that come without them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe


@require_safe
@cache_control(private=True, max_age=600)
def editor_tools(request: HttpRequest) -> HttpResponse:
    """`/editor/`: the same for everyone who writes; names and images are offered too."""
    return render(request, "richtext/tools.html", {"mentions": True, "upload": True})
