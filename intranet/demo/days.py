"""Dates as the data files write them: in days from today, before it when negative. An empty cell is no date."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

FRIDAY = 5
OFFICE_OPENS = time(9)


def day(today: date, days: str | int) -> date:
    return today + timedelta(days=int(days))


def optional_day(today: date, cell: str) -> date | None:
    return day(today, cell) if cell else None


def working_day(today: date, days: str | int) -> date:
    """The Friday before when it is a weekend."""
    on = day(today, days)
    return on - timedelta(days=max(on.isoweekday() - FRIDAY, 0))


def moment(on: date) -> datetime:
    """When the office opens that day."""
    return timezone.make_aware(datetime.combine(on, OFFICE_OPENS))


def optional_moment(today: date, cell: str) -> datetime | None:
    return moment(day(today, cell)) if cell else None
