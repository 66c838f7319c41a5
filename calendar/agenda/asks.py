"""What the dashboard asks of those who review announcements, and of those whose announcement came back."""

from typing import cast

from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda.enums import Review
from agenda.models import Event
from agenda.rules import can_review
from intranet.members.models import User
from intranet.members.panels import Ask
from intranet.panels import Panel


def announcements(request: HttpRequest) -> Panel | None:
    """How many wait for a review, and how many of one's own were returned. One statement; none for guests."""
    user = cast("User", request.user)
    if not user.standing.in_network:
        return None
    returned = Q(review=Review.RETURNED)
    if can_review(user):
        returned &= Q(author=user)  # coordination keeps nearly everything: the rest is for its authors to mend
    kept = Event.objects.kept_by(user).filter(Q(review=Review.WAITING) | returned).order_by()
    numbers = kept.aggregate(waiting=Count("pk", Q(review=Review.WAITING)), returned=Count("pk", returned))
    asks = returned_asks(numbers["returned"])
    if can_review(user):
        asks += waiting_asks(numbers["waiting"])
    return Panel(_("Agenda"), "members/panels/asks.html", {"asks": asks}, icon="calendar") if asks else None


def waiting_asks(number: int) -> list[Ask]:
    if not number:
        return []
    text = ngettext(
        "%(number)d announcement waits for a review.", "%(number)d announcements wait for a review.", number
    )
    return [Ask("hourglass", text % {"number": number}, reverse("events_to_review"), _("Look at them"))]


def returned_asks(number: int) -> list[Ask]:
    if not number:
        return []
    text = ngettext(
        "%(number)d of your announcements was returned with a remark.",
        "%(number)d of your announcements were returned with a remark.",
        number,
    )
    return [Ask("undo-2", text % {"number": number}, f"{reverse('events_kept')}?estat=retornats", _("Mend it"))]
