"""Beside an event, a resource or a topic: whether it is in the circular, and the way to propose it."""

from collections.abc import Sequence
from datetime import date
from typing import cast

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from agenda.models import Event, Occurrence
from forum.models import Topic
from home.circular.domain.month_words import of_month
from home.circular.domain.place_in import Place, place_of
from home.circular.domain.proposable import is_read_by_none
from home.circular.domain.sources import Source
from home.circular.enums import EntryState
from home.circular.rules import can_propose
from intranet.members.models import User
from intranet.panels import Panel
from repository.models import ResourcePage

KINDS = {"event": "esdeveniment", "resource": "recurs", "topic": "tema"}
"""What things are called in the address at which they are proposed."""
COMES = gettext_lazy("It comes among the candidates of the circular by itself.")


def circular_of_event(request: HttpRequest, *, event: Event, dates: Sequence[Occurrence], keeps: bool) -> Panel | None:
    """`dates`: those ahead. One statement, as the others here; none for whom the circular is not."""
    if not (can_propose(request.user) and event.is_published):
        return None
    place = place_of("event", event.pk)
    if event.for_circular and place.entry is None and not place.refused_in and is_on_from(place.coming, dates):
        return None if is_read_by_none(event) else panel(request, "event", event.pk, place, comes=True)
    may_propose = is_on_from(place.month, dates) and (event.for_circular or keeps)
    return panel(request, "event", event.pk, place, source=event if may_propose else None)


def is_on_from(month: date, dates: Sequence[Occurrence]) -> bool:
    return any(one.is_on and one.last_day >= month for one in dates)


def circular_of_resource(request: HttpRequest, *, page: ResourcePage) -> Panel | None:
    if not (can_propose(request.user) and page.live):
        return None
    place = place_of("resource", page.pk)
    return panel(request, "resource", page.pk, place, source=None if page.is_archived else page)


def circular_of_topic(request: HttpRequest, *, topic: Topic) -> Panel | None:
    if not can_propose(request.user) or topic.removed_at is not None:
        return None
    place = place_of("topic", topic.pk)
    return panel(request, "topic", topic.pk, place, source=topic if place.may_leave else None)


def panel(
    request: HttpRequest, name: str, key: int, place: Place, *, source: Source | None = None, comes: bool = False
) -> Panel | None:
    """`source`: what may be proposed, if it is in none yet; `comes`: nobody has to, it will be among the candidates."""
    is_own = place.author == cast("User", request.user).pk
    words = COMES if comes else words_of(place, is_own=is_own)
    may_propose = source is not None and place.entry is None and not is_read_by_none(source)
    if not words and not may_propose:
        return None
    context = {
        "words": words,
        "place": place,
        "may_take_back": is_own and place.state == EntryState.WAITING,
        "is_refused": is_own and (place.state == EntryState.REJECTED or place.refused_in is not None),
        "propose_url": reverse("circular_propose_source", args=[KINDS[name], key]) if may_propose else "",
        "of_month": of_month(place.month),
        "asks_first": name == "topic",  # rarely wanted there: a link is enough
        "csrf_token": get_token(request),
    }
    title = pgettext("beside a thing of the site", "Monthly circular")
    return Panel(title, "circular/panels/beside.html", context, icon="scroll-text")


def words_of(place: Place, *, is_own: bool) -> str:
    """How it stands; "" when there is nothing to be told: what was refused, its proposer alone is told."""
    if place.refused_in and is_own:
        return _("It was not in the circular %(of_month)s.") % {"of_month": of_month(place.refused_in)}
    if place.entry is None or place.drop_reason:
        return ""
    month = {"of_month": of_month(place.month)}
    if place.state == EntryState.REJECTED:
        return _("It is not in the circular this time.") if is_own else ""
    if place.is_out:
        return _("It came out in the circular %(of_month)s.") % month
    if place.state == EntryState.ACCEPTED:
        return _("It goes into the circular %(of_month)s.") % month
    return _("It is proposed for the circular %(of_month)s.") % month
