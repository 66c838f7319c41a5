"""`/grups/<slug>/canal/<token>.xml`: without signing in, for whoever holds the token."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from forum.feeds import etag_of, feed_of, posts_for_feed
from intranet.members.doors import door_of
from intranet.members.feeds import person_of

# Kept by the person's own program, and asked for anew each time.
HEADERS = {"Cache-Control": "private, no-cache", "X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}


@require_safe
def group_feed(request: HttpRequest, slug: str, token: str) -> HttpResponseBase:
    """A wrong token, a person without access and a group that they do not read all answer the same: nothing here."""
    person = person_of(token)
    door = door_of(person, slug) if person else None
    if door is None or not door.may_read:
        raise Http404
    posts = posts_for_feed(door.group)
    etag = etag_of(door.group, posts)
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(feed_of(door.group, posts), content_type="application/rss+xml; charset=utf-8")
        response["ETag"] = etag
    for name, value in HEADERS.items():
        response[name] = value
    return response
