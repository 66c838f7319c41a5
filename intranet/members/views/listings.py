"""Lists that filter as one types: htmx asks for the results alone, everybody else for the page."""

from typing import Any, Protocol

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.cache import patch_vary_headers


class Listing(Protocol):
    """A filter that knows its own parameters, without the empty and the mistaken ones."""

    @property
    def query(self) -> QueryDict: ...


def render_listing(
    request: HttpRequest, listing: Listing, context: dict[str, Any], *, page: str, results: str
) -> HttpResponse:
    """The template `page`, or for htmx `results`, with `listing` and `partial`; the address bar then follows the search."""
    partial = wants_results_only(request)
    response = render(request, results if partial else page, {**context, "listing": listing, "partial": partial})
    patch_vary_headers(response, ["HX-Request"])
    if partial:
        response["HX-Push-Url"] = address_to_push(request, listing)
    return response


def wants_results_only(request: HttpRequest) -> bool:
    """Whether htmx asks for the list; going back in history it wants the page whole."""
    return bool(request.htmx) and not request.htmx.history_restore_request  # type: ignore[attr-defined]


def address_to_push(request: HttpRequest, listing: Listing) -> str:
    """The list's address without empty parameters; «false» when it is there already, or «back» would stay in place."""
    query = listing.query.urlencode()
    address = f"{request.path}?{query}" if query else request.path
    return "false" if request.htmx.current_url_abs_path == address else address  # type: ignore[attr-defined]
