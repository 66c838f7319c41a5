"""What registration shows on the dashboard."""

from collections.abc import Iterable
from typing import cast

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from agenda.domain.listing import Listed
from agenda.models import Event
from agenda.registration.models import Registration
from agenda.registration.sentences import moment_words
from agenda.views.lines import address_of
from intranet.members.models import User
from intranet.members.panels import Ask
from intranet.panels import Panel

TEMPLATE = "members/panels/asks.html"


def offers(request: HttpRequest) -> Panel | None:
    """The seats that are kept for this person until they answer. One statement."""
    user = cast("User", request.user)
    rows = Registration.objects.own(user).living().offered().filter(offer_until__gt=timezone.now())
    seen = rows.filter(desk__event__in=Event.objects.visible_to(user))
    asks = [ask_of(row) for row in seen.select_related("desk__event", "desk__occurrence").order_by("offer_until")]
    return Panel(_("Seats for you"), TEMPLATE, {"asks": asks}, icon="ticket") if asks else None


def ask_of(row: Registration) -> Ask:
    """Its time is known: it is one that is on offer."""
    event, date = row.desk.event, row.desk.occurrence
    if date is not None:
        date.event = event
    until = moment_words(row.offer_until) if row.offer_until else ""
    text = _("There is a seat for you at «%(event)s», until %(when)s.") % {"event": event.title, "when": until}
    return Ask("ticket", text, row.desk.address("registration"), _("Answer"))


def own_among(user: User, dates: Iterable[Listed]) -> set[str]:
    """The addresses of those of `dates` for which `user` has a seat. One statement."""
    dates = list(dates)
    rows = Registration.objects.own(user).confirmed().filter(desk__event__in={line.pk for line in dates})
    seats = set(rows.values_list("desk__event", "desk__occurrence__original_start"))
    own = (line for line in dates if not seats.isdisjoint({(line.pk, None), (line.pk, line.original_start)}))
    return {address_of(line) for line in own}
