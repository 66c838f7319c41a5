"""Which registrations one sees, and how they are counted."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Count, Q

from agenda.enums import Mode
from agenda.models.events import Event
from agenda.registration.enums import LIVING, Channel, RegistrationState

if TYPE_CHECKING:
    from datetime import datetime

    from django.contrib.auth.models import AnonymousUser

    from agenda.registration.models.registrations import Registration  # noqa: F401 - the queryset's own
    from intranet.members.models import User


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """That they are registered: those that are open to one, and those that one made for colleagues."""
        if user.is_anonymous or not user.standing.has_access:
            return self.none()
        return self.filter(opened_to(user) | Q(registered_by=user, channel=Channel.COLLEAGUE))

    def open_to(self, user: "User | AnonymousUser") -> Self:
        """All that they say, certificates included: one's own, and those of the events that one keeps."""
        if user.is_anonymous or not user.standing.has_access:
            return self.none()
        return self.filter(opened_to(user))

    def own(self, user: "User") -> Self:
        """Those of the account, and those made with its address before there was one."""
        return self.filter(own_of(user))

    def living(self) -> Self:
        return self.filter(state__in=LIVING)

    def confirmed(self) -> Self:
        return self.filter(state=RegistrationState.CONFIRMED)

    def in_line(self, mode: str) -> Self:
        """Those who wait for a seat of this mode and have not been offered one, the next first."""
        return self.filter(waits_for=mode, offer_until=None, state__in=LIVING).order_by("turn", "pk")

    def offered(self) -> Self:
        return self.exclude(offer_until=None)

    def lapsed(self, at: "datetime") -> Self:
        return self.filter(offer_until__lte=at)

    def taken(self) -> dict[str, int]:
        """How many seats of each mode are taken, those on offer included. One statement."""
        holds = {
            mode.name: Count(
                "pk",
                filter=Q(state=RegistrationState.CONFIRMED, mode=mode) | Q(waits_for=mode, offer_until__isnull=False),
            )
            for mode in (Mode.IN_PERSON, Mode.ONLINE)
        }
        found = self.order_by().aggregate(**holds)
        return {Mode[name].value: number for name, number in found.items()}


def own_of(user: "User") -> Q:
    """Of a registration's row: that it is the person's own."""
    return Q(person=user) | Q(person=None, email=user.email.lower())


def opened_to(user: "User") -> Q:
    """Of a registration's row: that it is the person's own, or of an event that they keep."""
    return own_of(user) | Q(desk__event__in=Event.objects.kept_by(user).values("pk"))
