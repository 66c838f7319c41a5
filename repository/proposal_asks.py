"""What the dashboard asks of those who review resources, and of those whose resource came back or whose words are wanted."""

from typing import cast

from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intranet.members.models import User
from intranet.members.panels import Ask
from intranet.panels import Panel
from repository.enums import Consent, Review
from repository.models import Credit, ResourcePage
from repository.models.queries import reviewed_by


def proposals(request: HttpRequest) -> Panel | None:
    """Two statements; none for guests."""
    user = cast("User", request.user)
    if not user.standing.in_network:
        return None
    waiting = ResourcePage.objects.filter(reviewed_by(user)).order_by().values("pk")
    returned = Q(owner=user, review=Review.RETURNED)
    mine = ResourcePage.objects.filter(returned | Q(pk__in=waiting)).order_by()
    numbers = mine.aggregate(returned=Count("pk", returned), waiting=Count("pk", Q(review=Review.WAITING)))
    wanted = Credit.objects.filter(person=user, consent=Consent.ASKED).exclude(page__owner=user)
    keys = list(wanted.values_list("pk", flat=True))
    asks = [*waiting_asks(numbers["waiting"]), *returned_asks(numbers["returned"]), *consent_asks(keys)]
    return Panel(_("Resource bank"), "members/panels/asks.html", {"asks": asks}, icon="library") if asks else None


def waiting_asks(number: int) -> list[Ask]:
    if not number:
        return []
    text = ngettext("%(number)d resource waits for a review.", "%(number)d resources wait for a review.", number)
    return [Ask("hourglass", text % {"number": number}, reverse("resources_to_review"), _("Look at them"))]


def returned_asks(number: int) -> list[Ask]:
    if not number:
        return []
    text = ngettext(
        "%(number)d of your resources was returned with a remark.",
        "%(number)d of your resources were returned with a remark.",
        number,
    )
    return [Ask("undo-2", text % {"number": number}, f"{reverse('resources_kept')}?estat=retornats", _("Mend it"))]


def consent_asks(keys: list[int]) -> list[Ask]:
    text = _("Somebody wants to make a resource of what you wrote.")
    return [Ask("handshake", text, reverse("resource_consent", args=[key]), _("Answer")) for key in keys]
