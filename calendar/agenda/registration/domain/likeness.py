"""A desk like another: for a later date, for the rest of a series, for an event that is announced again."""

from datetime import datetime, timedelta

from django.utils import timezone

from agenda.enums import EventVisibility
from agenda.models import Event, Occurrence
from agenda.registration.models import RegistrationDesk
from agenda.registration.models.desks import SETTINGS

MOMENTS = ("opens_at", "closes_at", "changes_until")


def open_alike(
    desk: RegistrationDesk, event: Event, *, occurrence: Occurrence | None = None, later: timedelta
) -> RegistrationDesk:
    """With the same settings and questions; nobody is registered. Its moments are so many days later, by the clock."""
    like = RegistrationDesk(event=event, occurrence=occurrence, **{name: getattr(desk, name) for name in SETTINGS})
    like.takes_guests = desk.takes_guests and event.visibility == EventVisibility.PUBLIC
    for name in MOMENTS:
        setattr(like, name, shifted(getattr(desk, name), later))
    like.save()
    for question in desk.questions.filter(is_retired=False):
        question.pk, question.desk = None, like
        question.save(force_insert=True)
    return like


def days_between(first: datetime, second: datetime) -> timedelta:
    """Whole days, by the calendar."""
    return timezone.localdate(second) - timezone.localdate(first)


def shifted(at: datetime | None, later: timedelta) -> datetime | None:
    """So many days later, at the same hour by the clock."""
    if at is None:
        return None
    return timezone.make_aware(timezone.localtime(at).replace(tzinfo=None) + later)
