"""One's own registrations, each with when it takes place."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from agenda.enums import EventState
from agenda.models import Event, Occurrence
from agenda.registration.domain.line import with_position
from agenda.registration.models import Registration, RegistrationQuerySet
from intranet.members.models import User

POSTPONED = Q(desk__event__state=EventState.POSTPONED)
MOST_OVER = 60
"""How many that are over are listed: the latest."""


class Dated(NamedTuple):
    """A registration, when that takes place for which it is, and where in the line one stands."""

    row: Registration
    begins: datetime
    ends: datetime
    position: int


def registrations_of(user: User) -> RegistrationQuerySet:
    """Those in force of what `user` sees, with `ahead` in line, and with `begins` and `ends` of the next date, else of the last."""
    rows = Registration.objects.own(user).living().filter(desk__event__in=Event.objects.visible_to(user))
    named = rows.select_related("desk__event", "desk__occurrence", "certificate", "person", "organisation")
    of_all = Occurrence.objects.filter(event=OuterRef("desk__event"), is_cancelled=False)
    next_one, last_one = of_all.filter(end__gt=timezone.now()).order_by("start"), of_all.order_by("-start")
    return with_position(named).annotate(
        begins=moment("start", next_one, last_one), ends=moment("end", next_one, last_one)
    )


def moment(name: str, next_one: QuerySet[Occurrence], last_one: QuerySet[Occurrence]) -> Case:
    """Of the date alone, where it is one date that they registered for."""
    of_event = Coalesce(
        Subquery(next_one.values(name)[:1]), Subquery(last_one.values(name)[:1]), F(f"desk__event__{name}")
    )
    return Case(When(desk__occurrence=None, then=of_event), default=F(f"desk__occurrence__{name}"))


def coming(user: User) -> list[Dated]:
    """Those that are not over, the next first; what is postponed is not, whenever it would have been. One statement."""
    rows: Any = registrations_of(user)
    return dated(rows.filter(Q(ends__gt=timezone.now()) | POSTPONED).order_by("begins", "pk"))


def over(user: User) -> list[Dated]:
    """The latest first. One statement."""
    rows: Any = registrations_of(user)
    ended = rows.confirmed().filter(ends__lte=timezone.now()).exclude(POSTPONED)
    return dated(ended.order_by("-ends", "-pk")[:MOST_OVER])


def dated(rows: Iterable[Any]) -> list[Dated]:
    found = [Dated(row, row.begins, row.ends, row.ahead + 1) for row in rows]
    for row, *_moments in found:
        if row.desk.occurrence is not None:
            row.desk.occurrence.event = row.desk.event
    return found
