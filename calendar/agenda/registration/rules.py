"""Who may register, and who looks after registrations. Who sees an event is `EventQuerySet.visible_to`'s."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from agenda.enums import EventState, EventVisibility
from agenda.models import Event
from agenda.registration.models import RegistrationDesk
from agenda.rules import can_keep

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from intranet.members.models import User


class DeskState(models.TextChoices):
    """Whether one can register now, and if not, why."""

    SOON = "soon", pgettext_lazy("desk", "Registration has not opened yet")
    OPEN = "open", pgettext_lazy("desk", "Registration is open")
    CLOSED = "closed", pgettext_lazy("desk", "Registration is closed")
    OFF = "off", pgettext_lazy("desk", "The activity is called off")
    POSTPONED = "postponed", pgettext_lazy("desk", "It is postponed: registrations are kept")
    OVER = "over", pgettext_lazy("desk", "The activity is over")


def state_of(
    desk: RegistrationDesk, *, begins: datetime, ends: datetime, is_on: bool, at: datetime | None = None
) -> DeskState:
    """`begins`, `ends`: of its first and its last date that takes place; `is_on`: whether any does."""
    now = at or timezone.now()
    if is_postponed(desk):
        return DeskState.POSTPONED
    if ends <= now:
        return DeskState.OVER
    if not is_on:
        return DeskState.OFF
    if not desk.has_opened(now):
        return DeskState.SOON
    return DeskState.OPEN if now < closes_at(desk, begins) else DeskState.CLOSED


def is_postponed(desk: RegistrationDesk) -> bool:
    """It has no date: that of before says neither that it is ahead nor that it is over."""
    return bool(desk.event.state == EventState.POSTPONED and desk.event.is_published)


def closes_at(desk: RegistrationDesk, begins: datetime) -> datetime:
    """When one can register no more: when it was said, and at the latest when it begins."""
    return min(desk.closes_at or begins, begins)


def changes_until(desk: RegistrationDesk, begins: datetime) -> datetime:
    """When one can change or cancel no more by oneself."""
    return min(desk.changes_until or begins, begins)


def can_organise(user: "User | AnonymousUser", event: Event) -> bool:
    """See who registered, with all that they wrote, and change it. One statement."""
    return can_keep(user, event)


def takes_guests(desk: RegistrationDesk) -> bool:
    """Whether people without an account register, by a page that is there for everyone."""
    return desk.takes_guests and desk.event.visibility == EventVisibility.PUBLIC and desk.event.is_published
