"""For what a person is registered, on the dashboard."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from agenda.registration.models import Registration
from intranet.glances import register_glance
from intranet.members.models import User
from intranet.unions import listed

OWN_DATES, OWN_EVENTS = "own_dates", "own_events"
FEW = 12


def register() -> None:
    register_glance(OWN_DATES, rows_of_dates)
    register_glance(OWN_EVENTS, rows_of_events)


def rows_of_dates(user: User) -> "QuerySet[Any, Any]":
    """The next dates, by key, for which the person has a seat at their own desk."""
    return ahead(user, "desk__occurrence")


def rows_of_events(user: User) -> "QuerySet[Any, Any]":
    """The next dates of events for all of whose dates they have one."""
    return ahead(user, "desk__event__occurrences", desk__occurrence=None)


def ahead(user: User, date: str, **condition: None) -> "QuerySet[Any, Any]":
    rows = Registration.objects.own(user).confirmed()
    rows = rows.filter(**condition, **{f"{date}__last_day__gte": timezone.localdate()})
    return listed(rows, key=f"{date}__pk").order_by(f"{date}__first_day", f"{date}__start")[:FEW]
