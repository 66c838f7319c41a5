"""The way into every page of a group: what one may not know of is not there."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from intranet.members.doors import Door, door_of
from intranet.members.models import WorkingGroup
from intranet.members.views.requests import PersonRequest


def known_door_or_404(request: PersonRequest, slug: str) -> Door:
    """For those who may know of the group. One statement."""
    door = door_of(request.user, slug)
    if door is None:
        raise Http404
    return door


def moderated_door_or_404(request: PersonRequest, slug: str) -> Door:
    """For those who decide in the group who comes in. One statement."""
    door = known_door_or_404(request, slug)
    if not door.moderates:
        raise Http404
    return door


def trail_to(group: WorkingGroup) -> list[tuple[str, str]]:
    return [(reverse("groups"), _("Working groups")), (group.get_absolute_url(), group.name)]
