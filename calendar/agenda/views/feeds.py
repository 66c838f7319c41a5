"""`/agenda/ics/<token>.ics` and its like: without signing in, for whoever holds the token; `/agenda/<id>.ics`: one event."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agenda.calendars import Version, calendar_text, etag_of, versions_of
from agenda.feeds import events_for, group_events_for, own_events_for
from agenda.models import Event
from agenda.views.doors import GREATEST_KEY
from intranet.access import to_sign_in
from intranet.members.doors import door_of
from intranet.members.feeds import person_of
from intranet.members.models import User

# Kept by the person's own program, and asked for anew each time.
HEADERS = {"Cache-Control": "private, no-cache", "X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}


@require_safe
def agenda_feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """All that the person may see. A wrong token and a person without access answer the same: nothing here."""
    person = person_or_404(token)
    return calendar(request, settings.SITE_NAME, versions_of(events_for(person), person))


@require_safe
def own_feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """What interests the person, and what their councils and groups do."""
    person = person_or_404(token)
    name = _("My agenda · %(site)s") % {"site": settings.SITE_NAME}
    return calendar(request, name, versions_of(own_events_for(person), person))


@require_safe
def group_calendar(request: HttpRequest, slug: str, token: str) -> HttpResponseBase:
    """Of a group that the person does not read there is nothing here either."""
    person = person_or_404(token)
    door = door_of(person, slug)
    if door is None or not door.may_read:
        raise Http404
    name = f"{door.group.name} · {settings.SITE_NAME}"
    return calendar(request, name, versions_of(group_events_for(person, door.group), person))


@require_safe
def event_ics(request: HttpRequest, pk: int) -> HttpResponseBase:
    """For whoever sees the event; what is announced to everyone, without signing in."""
    reader: User | AnonymousUser = request.user
    versions = versions_of(Event.objects.visible_to(reader).filter(pk=min(pk, GREATEST_KEY)), reader)
    if not versions and reader.is_anonymous:
        return to_sign_in(request)
    if not versions:
        raise Http404
    response = calendar(request, settings.SITE_NAME, versions)
    response["Content-Disposition"] = f'attachment; filename="agenda-{pk}.ics"'
    return response


def person_or_404(token: str) -> User:
    person = person_of(token)
    if person is None:
        raise Http404
    return person


def calendar(request: HttpRequest, name: str, versions: list[Version]) -> HttpResponseBase:
    """The calendar, or word that it is still as the program has it."""
    etag = etag_of(name, versions)
    response: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(calendar_text(name, versions), content_type="text/calendar; charset=utf-8")
        response["ETag"] = etag
    for header, value in HEADERS.items():
        response[header] = value
    return response
