"""When people are at work: until when a circular takes proposals, and on which day it is sent unless somebody says otherwise."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from agenda.domain.holidays import holidays_of
from home.circular.models import CircularPage

FRIDAY = 5
USUAL_HOUR = time(9, 0)


def is_working(day: date) -> bool:
    return day.isoweekday() <= FRIDAY and day not in holidays_of(day.year)


def first_working(day: date) -> date:
    """It, or the first one after it."""
    while not is_working(day):
        day += timedelta(days=1)
    return day


def last_working(day: date) -> date:
    """It, or the last one before it."""
    while not is_working(day):
        day -= timedelta(days=1)
    return day


def usual_sending(month: date) -> datetime:
    """The first working day of `month`, by the clock of the house."""
    return timezone.make_aware(datetime.combine(first_working(month.replace(day=1)), USUAL_HOUR))


def foreseen_sending(circular: CircularPage, now: datetime | None = None) -> datetime:
    """When people get it, as far as one knows: when it is scheduled for, else as usual, or now when that is past."""
    return circular.scheduled_for or max(usual_sending(circular.month), now or timezone.now())
