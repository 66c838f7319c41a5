"""What the dashboard asks of those who review announcements, and of those whose announcement came back."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext

from agenda.enums import Review
from agenda.models import Event
from agenda.rules import can_announce, can_review
from intranet.asks import Ask, Source, register_asks
from intranet.members.models import User
from intranet.unions import Row, counted


def register() -> None:
    register_asks(
        Source("events_waiting", 30, waiting_asks, rows_of_waiting, is_duty=True),
        Source("events_returned", 25, returned_asks, rows_of_returned),
    )


def rows_of_waiting(user: User) -> "QuerySet[Event] | None":
    if not can_review(user):
        return None
    return counted(Event.objects.kept_by(user).filter(review=Review.WAITING))


def rows_of_returned(user: User) -> "QuerySet[Event] | None":
    if not can_announce(user):
        return None
    returned = Event.objects.kept_by(user).filter(review=Review.RETURNED)
    if can_review(user):
        returned = returned.filter(
            author=user
        )  # coordination keeps nearly everything: the rest is for its authors to mend
    return counted(returned)


def waiting_asks(_user: User, rows: list[Row]) -> Iterable[Ask]:
    for row in rows:
        text = ngettext(
            "%(number)d announcement waits for a review.", "%(number)d announcements wait for a review.", row.number
        )
        action = npgettext("announcements", "Look at it", "Look at them", row.number)
        yield Ask("hourglass", text % {"number": row.number}, reverse("events_to_review"), action)


def returned_asks(_user: User, rows: list[Row]) -> Iterable[Ask]:
    for row in rows:
        text = ngettext(
            "%(number)d of your announcements was returned with a remark.",
            "%(number)d of your announcements were returned with a remark.",
            row.number,
        )
        url = f"{reverse('events_kept')}?estat=retornats"
        yield Ask("undo-2", text % {"number": row.number}, url, _("Mend it"))
