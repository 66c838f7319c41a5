"""Events, as the domain makes them."""

from datetime import datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from django.utils import timezone

from agenda.domain.publishing import publish
from agenda.enums import EventVisibility, Mode, Review
from agenda.models import Event
from tests.factories.members import GroupMembershipFactory, WorkingGroupFactory, a_member

MADRID = ZoneInfo("Europe/Madrid")
_number = count(1)


def at(year: int, month: int, day: int, hour: int = 10, minute: int = 0) -> datetime:
    """That moment by the clock of Madrid."""
    return datetime(year, month, day, hour, minute, tzinfo=MADRID)


def in_days(days: int, hour: int = 10) -> datetime:
    """So many days from today, at a full hour of Madrid."""
    day = timezone.localdate() + timedelta(days=days)
    return at(day.year, day.month, day.day, hour)


def an_event(
    author=None, *, start=None, hours=2, subjects=(), co_organisers=(), review=Review.PUBLISHED, **facts
) -> Event:
    """An event of a member, published: in a week, in person and for the network, unless something else is said."""
    author = author or a_member()
    start = start or in_days(7)
    facts = {
        "title": f"Jornada {next(_number)}",
        "summary": "Una trobada per compartir el que hem après.",
        "mode": Mode.IN_PERSON,
        "venue": "Centre cívic",
        "visibility": EventVisibility.NETWORK,
        "end": start + timedelta(hours=hours),
        **facts,
    }
    event = Event(author=author, start=start, review=review, is_cleared=review == Review.PUBLISHED, **facts)
    event.subjects.set(subjects)
    event.co_organisers.set(co_organisers)
    return publish(event, by=author)


def a_series(author=None, *, start=None, frequency="WEEKLY", times=10, **facts) -> Event:
    """An event that repeats so many times."""
    return an_event(author, start=start or in_days(7), frequency=frequency, count=times, **facts)


def a_group_event(group=None, author=None, **facts) -> Event:
    """An event of a working group, by one of its coordinators, for those who read the group."""
    group = group or WorkingGroupFactory()
    author = author or a_member()
    if not group.memberships.filter(user=author).exists():
        GroupMembershipFactory(group=group, user=author, role="coordinator")
    return an_event(author, group=group, visibility=EventVisibility.GROUP, **facts)
