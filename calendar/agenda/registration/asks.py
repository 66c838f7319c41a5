"""The seats that are kept for a person until they answer, as the dashboard asks about them."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.db.models import CharField, Exists, F, OuterRef, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils.translation import gettext as _

from agenda.models import Event
from agenda.registration.models import Registration
from agenda.registration.sentences import moment_words
from intranet.asks import Ask, Source, register_asks
from intranet.catalan import inner
from intranet.members.models import User
from intranet.unions import NOW, Row, listed, moment_of


def register() -> None:
    register_asks(Source("offers", 0, offers, rows_of_offers))


def rows_of_offers(user: User) -> "QuerySet[Registration]":
    """By the event; of a desk for one date, with what names that date: when it begins and the event's time zone."""
    rows = Registration.objects.own(user).living().offered().filter(offer_until__gt=NOW)
    seen = Event.objects.visible_to(user).filter(pk=OuterRef("desk__event"))
    begins = Cast("desk__occurrence__original_start", TextField())
    date = Concat(begins, Value("|"), "desk__event__time_zone", output_field=CharField())
    return listed(
        rows.filter(Exists(seen)), key="desk__event", label="desk__event__title", second=date, at=F("offer_until")
    )


def offers(_user: User, rows: list[Row]) -> Iterable[Ask]:
    for row in rows:
        until = moment_words(row.at) if row.at else ""
        text = _("There is a seat for you at «%(event)s», until %(when)s.") % {"event": inner(row.label), "when": until}
        yield Ask("ticket", text, address_of(row), _("Answer"), row.at)


def address_of(row: Row) -> str:
    """As `RegistrationDesk.address`."""
    begins, _bar, zone = row.second.partition("|")
    at = moment_of(begins) if begins else None
    day = (at.astimezone(ZoneInfo(zone)).date(),) if at else ()
    return reverse("registration", args=[row.key, *day])
