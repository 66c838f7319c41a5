"""What the dashboard asks of those who review resources, and of those whose resource came back or whose words are wanted."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext

from intranet.asks import Ask, Source, register_asks
from intranet.members.models import User
from intranet.unions import Row, counted, listed
from repository.enums import Consent, Review
from repository.models import Credit, ResourcePage


def register() -> None:
    register_asks(
        Source("resources_waiting", 30, waiting_asks, rows_of_waiting, is_duty=True),
        Source("resources_returned", 25, returned_asks, rows_of_returned),
        Source("consents", 12, consent_asks, rows_of_consents),
    )


def rows_of_waiting(user: User) -> "QuerySet[ResourcePage] | None":
    if not user.standing.in_network:
        return None
    return counted(ResourcePage.objects.reviewed_by(user))


def rows_of_returned(user: User) -> "QuerySet[ResourcePage] | None":
    if not user.standing.in_network:
        return None
    return counted(ResourcePage.objects.filter(owner=user, review=Review.RETURNED))


def rows_of_consents(user: User) -> "QuerySet[Credit]":
    """Guests too have written what is wanted."""
    others = Q(page__owner=None) | ~Q(page__owner=user)
    asked = Credit.objects.filter(others, person=user, consent=Consent.ASKED)
    return listed(asked, key="pk")


def waiting_asks(_user: User, rows: list[Row]) -> Iterable[Ask]:
    for row in rows:
        text = ngettext(
            "%(number)d resource waits for a review.", "%(number)d resources wait for a review.", row.number
        )
        action = npgettext("resources", "Look at it", "Look at them", row.number)
        yield Ask("hourglass", text % {"number": row.number}, reverse("resources_to_review"), action)


def returned_asks(_user: User, rows: list[Row]) -> Iterable[Ask]:
    for row in rows:
        text = ngettext(
            "%(number)d of your resources was returned with a remark.",
            "%(number)d of your resources were returned with a remark.",
            row.number,
        )
        url = f"{reverse('resources_kept')}?estat=retornats"
        yield Ask("undo-2", text % {"number": row.number}, url, _("Mend it"))


def consent_asks(_user: User, rows: list[Row]) -> Iterable[Ask]:
    """Who was asked first, first; nothing is said of the resource before they open it."""
    text = _("Somebody wants to make a resource of what you wrote.")
    for row in sorted(rows, key=lambda row: row.key):
        yield Ask("handshake", text, reverse("resource_consent", args=[row.key]), _("Answer"))
