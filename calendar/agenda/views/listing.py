"""`/agenda/llista/`: the agenda day by day, and that of one group."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from agenda.domain.listing import dates_before, dates_from, dates_going_on
from agenda.domain.wording import Narrowed, of_group
from agenda.feeds import feed_of_group, feeds_of
from agenda.rules import can_announce
from agenda.views.frame import around, day_asked_for, head_for, pages_of
from agenda.views.narrowing import Narrowing
from agenda.views.rows import days_of, rows_of
from forum.views.doors import group_door_or_404
from forum.views.group_head import head_of_group
from forum.views.paging import page_asked_for
from intranet.members.views.requests import PersonRequest

BACKWARDS = "passats"


@require_safe
def agenda_list(request: PersonRequest) -> HttpResponse:
    """`?des-de=2026-04-16` from that day on, `?sentit=passats` backwards from it, `?pagina=N`; today unless told."""
    narrowing = Narrowing(request)
    day = day_asked_for(request, "des-de") or timezone.localdate()
    begins = {} if day == timezone.localdate() else {"des-de": str(day)}
    here = reverse("agenda_list")
    context = {
        **around(narrowing, day),
        "may_announce": can_announce(request.user),
        "head": head_for(request.user),
        **listed(request, day, narrowing.events, begins, narrowing, path=here),
        "is_today": not begins,
        "ahead_url": narrowing.address(here, **begins),
        "past_url": narrowing.address(here, **begins, sentit=BACKWARDS),
        "box": narrowing.box(here, **begins),
        "feeds": feeds_of(request.user),
    }
    return render(request, "agenda/list.html", context)


@require_safe
def group_agenda(request: PersonRequest, slug: str) -> HttpResponse:
    """`/grups/<slug>/agenda/`."""
    door = group_door_or_404(request, slug)
    here = reverse("group_agenda", args=[slug])
    narrowing = Narrowing.none(request)
    context = {
        **head_of_group(request, door),
        **listed(request, timezone.localdate(), of_group(door.group), {}, narrowing),
        "ahead_url": here,
        "past_url": f"{here}?sentit={BACKWARDS}",
        "feeds": [feed_of_group(request.user, door.group)],
        "new_url": f"{reverse('event_new')}?grup={slug}" if door.moderates and not door.group.is_over else "",
    }
    return render(request, "agenda/group.html", context)


def listed(
    request: PersonRequest,
    day: date,
    narrowed: Narrowed,
    begins: dict[str, str],
    narrowing: Narrowing,
    *,
    path: str = "",
) -> dict[str, Any]:
    """The page that is asked for, in its direction; what began before `day` and goes on stands before the rest.

    `path`: where the others are, if not here.
    """
    page, is_past = page_asked_for(request), request.GET.get("sentit") == BACKWARDS
    found = (dates_before if is_past else dates_from)(request.user, day, narrowed, page=page)
    going_on = dates_going_on(request.user, day, narrowed) if page == 1 and not is_past else []
    more = {**begins, "sentit": BACKWARDS} if is_past else begins
    return {
        "days": days_of(found.dates),
        "going_on": rows_of(going_on, day=day),
        "is_past": is_past,
        "pages": pages_of(found, page, path or request.path, narrowing, **more),
    }
