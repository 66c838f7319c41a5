"""`/recursos/rss/<token>/`: without signing in, for whoever holds the token; `?ambits=meus`: of the person's subjects."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from intranet.members.feeds import person_of
from repository.feeds import etag_of, feed_of, resources_for_feed

# Kept by the person's own program, and asked for anew each time.
HEADERS = {"Cache-Control": "private, no-cache", "X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}


@require_safe
def resources_feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """A wrong token and a person without access answer the same: nothing here."""
    person = person_of(token)
    if person is None:
        raise Http404
    resources = resources_for_feed(person, is_own=request.GET.get("ambits") == "meus")
    etag = etag_of(resources)
    response: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(feed_of(resources), content_type="application/rss+xml; charset=utf-8")
        response["ETag"] = etag
    for name, value in HEADERS.items():
        response[name] = value
    return response
