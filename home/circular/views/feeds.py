"""`/circular/rss/<token>/`: without signing in, for whoever holds the token."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from home.circular.feeds import etag_of, feed_of, items_for_feed
from intranet.members.feeds import person_of

# Kept by the person's own program, and asked for anew each time.
HEADERS = {"Cache-Control": "private, no-cache", "X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}


@require_safe
def circular_feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """A wrong token and a person without access answer the same: nothing here."""
    person = person_of(token)
    if person is None:
        raise Http404
    items = items_for_feed(person)
    etag = etag_of(items)
    response: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(feed_of(items), content_type="application/rss+xml; charset=utf-8")
        response["ETag"] = etag
    for name, value in HEADERS.items():
        response[name] = value
    return response
