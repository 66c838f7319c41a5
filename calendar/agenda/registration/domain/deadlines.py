"""The moments of a desk lie as many days before what it is for, wherever that moves to, in the caller's transaction."""

from datetime import datetime, timedelta

from django.db.models import F, Min, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from agenda.models import Event, Occurrence
from agenda.registration.domain.likeness import MOMENTS, days_between, shifted
from agenda.registration.models import RegistrationDesk


def beginnings(event: Event) -> dict[int, datetime]:
    """When that begins for which each desk with moments of its own is. One statement."""
    dates = Occurrence.objects.filter(event=event).order_by().values("event")
    first = dates.annotate(first=Coalesce(Min("start", filter=Q(is_cancelled=False)), Min("start"))).values("first")
    desks = RegistrationDesk.objects.filter(Q(occurrence__event=event) | Q(event=event, occurrence=None))
    timed = desks.exclude(**dict.fromkeys(MOMENTS)).annotate(begins=Coalesce(F("occurrence__start"), Subquery(first)))
    return dict(timed.values_list("pk", "begins"))


def move_deadlines(event: Event, *, since: dict[int, datetime]) -> None:
    """`since`: when it began before it was moved. Two statements more, where there is something to move."""
    now = beginnings(event) if since else {}
    moves = {pk: days_between(since[pk], begins) for pk, begins in now.items() if pk in since}
    desks = list(RegistrationDesk.objects.filter(pk__in=[pk for pk, later in moves.items() if later]))
    for desk in desks:
        move(desk, moves[desk.pk])
    RegistrationDesk.objects.bulk_update(desks, MOMENTS)


def move(desk: RegistrationDesk, later: timedelta) -> None:
    """What has opened stays open."""
    opens_at = shifted(desk.opens_at, later)
    if opens_at is None or not desk.has_opened() or opens_at <= timezone.now():
        desk.opens_at = opens_at
    desk.closes_at, desk.changes_until = shifted(desk.closes_at, later), shifted(desk.changes_until, later)
