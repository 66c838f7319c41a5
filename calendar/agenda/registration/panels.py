"""For what a person is registered, on the dashboard."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from agenda.domain.wording import as_one_rule
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
    return ahead(user, "desk__event__occurrences", as_one_rule(Q(desk__occurrence=None)))


def ahead(user: User, date: str, *condition: Any) -> "QuerySet[Any, Any]":
    """In two steps, and with the condition as one rule: SQLite would rather begin with all the desks."""
    own = Registration.objects.own(user).confirmed().order_by().values("pk")
    rows = Registration.objects.filter(*condition, pk__among_rows=own)
    rows = rows.filter(**{f"{date}__last_day__gte": timezone.localdate()})
    return listed(rows, key=f"{date}__pk").order_by(f"{date}__first_day", f"{date}__start")[:FEW]
