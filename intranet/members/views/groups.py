"""`/grups/`: the working groups, a group's home and its people."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from intranet.members.domain.groups import members_of, with_people
from intranet.members.domain.places import place_of
from intranet.members.enums import GroupRole, GroupState
from intranet.members.filters.groups import GroupFilter
from intranet.members.group_actions import main_action
from intranet.members.group_tabs import tabs_of
from intranet.members.models import GroupMembership, User, WorkingGroup
from intranet.members.views.listings import render_listing
from intranet.members.views.requests import PersonRequest
from intranet.panels import panels_for

if TYPE_CHECKING:
    from intranet.members.domain.groups import GroupWithPeople


@dataclass(frozen=True)
class Card:
    group: "GroupWithPeople"
    people: list[User]


@dataclass(frozen=True)
class Band:
    """Groups under one heading."""

    title: str
    cards: list[Card]


@dataclass(frozen=True)
class SeatLine:
    """A seat in the list, and where it is changed, for those who may."""

    seat: GroupMembership
    edit_url: str


@require_safe
def groups(request: PersonRequest) -> HttpResponse:
    listing = GroupFilter(request.GET, viewer=request.user)
    found = list(with_people(listing.qs, viewer=request.user))
    context = {"bands": bands_of(found), "total": len(found), "in_network": request.user.standing.in_network}
    page, results = "members/group_list.html", "members/group_results.html"
    return render_listing(request, listing, context, page=page, results=results)


def bands_of(found: "list[GroupWithPeople]") -> list[Band]:
    """The viewer's own groups first, whatever their state; then the active ones, the proposed, the closed."""
    cards = [Card(group, [seat.user for seat in group.faces]) for group in found]
    mine = [card for card in cards if card.group.is_mine]
    rest = [card for card in cards if not card.group.is_mine]
    titles = {
        GroupState.ACTIVE: _("Other groups") if mine else _("Active groups"),
        GroupState.PROPOSED: _("Proposed groups"),
        GroupState.CLOSED: _("Closed groups"),
    }
    bands = [Band(title, [card for card in rest if card.group.state == state]) for state, title in titles.items()]
    return [band for band in (Band(_("My groups"), mine), *bands) if band.cards]


@require_safe
def group(request: PersonRequest, slug: str) -> HttpResponse:
    """`/grups/<slug>/`: what the group is; what happens in it, the sections tell in their panels."""
    context = group_context(request, slug)
    found, readable = context["group"], context["content_visible"]
    context["coordinators"] = members_of(found, viewer=request.user).filter(role=GroupRole.COORDINATOR)
    for place in ("main", "aside"):
        context[f"{place}_panels"] = panels_for(request, f"group:{place}", group=found) if readable else []
    return render(request, "members/group_detail.html", context)


@require_safe
def group_members(request: PersonRequest, slug: str) -> HttpResponse:
    """`/grups/<slug>/membres/`."""
    context = group_context(request, slug)
    found, door = context["group"], context["place"].door
    context["seats"] = members_of(found, viewer=request.user)
    context["lines"] = [
        SeatLine(seat, reverse("group_seat", args=[slug, seat.pk]) if door.moderates else "")
        for seat in context["seats"]
    ]
    return render(request, "members/group_members.html", context)


def group_context(request: PersonRequest, slug: str) -> dict[str, Any]:
    """What stands around each of the group's pages; other sections use it for their tabs too."""
    shown = WorkingGroup.objects.visible_to(request.user)
    found: GroupWithPeople = get_object_or_404(with_people(shown, viewer=request.user), slug=slug)
    place = place_of(request.user, found)
    moderates, readable = place.door.moderates, place.door.may_read
    asking = GroupMembership.objects.filter(group=found).waiting().count() if moderates else 0
    return {
        "group": found,
        "place": place,
        "moderates": moderates,
        "asking": asking,
        "main_action": main_action(place.door),
        "people": [seat.user for seat in found.faces],
        "more": max(0, found.member_count - len(found.faces)),
        "partners": shown.filter(partners=found),
        "content_visible": readable,
        "tabs": tabs_of(found, path=request.path, content_visible=readable),
    }
