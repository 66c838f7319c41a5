"""What comes into a circular by itself: what takes place in its month or is new since the last one."""

from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from agenda.enums import EventState
from agenda.models import Event, Occurrence
from forum.domain.discretion import may_leave
from forum.enums import TopicKind
from forum.models import Topic
from home.circular.domain.months import month_after, month_before
from home.circular.models import CircularPage
from home.models.news import NewsPage
from repository.models import ResourcePage

LAST_DAY = 15
"""Of the month after: until then the next circular is in nobody's hands."""


COMES_AGAIN = timedelta(days=31)
"""What is so much older than the last sending, and nobody decided on, comes in once more: it may have been too late for that one."""


def since_of(circular: CircularPage, now: datetime) -> datetime:
    """From when on its events matter: the first of its month, or when that is over, now, or when it went out."""
    if circular.is_out and circular.begun_at:
        now = min(now, circular.begun_at)
    return max(timezone.make_aware(datetime.combine(circular.month, time.min)), now)


def new_since(circular: CircularPage) -> datetime:
    """The first of the month before, or a month before the last sending when that was earlier. One statement."""
    first = timezone.make_aware(datetime.combine(month_before(circular.month), time.min))
    before = CircularPage.objects.out().filter(month__lt=circular.month).order_by("-month")
    sent = before.values_list("begun_at", flat=True).first()
    return min(sent - COMES_AGAIN, first) if sent else first


def timely(circular: CircularPage, now: datetime) -> dict[str, "QuerySet[Any]"]:
    """What is gathered, by the name of its kind, whether it has an entry already or not; whoever may see it. One statement."""
    since = new_since(circular)
    experiences = Topic.objects.filter(may_leave(), kind=TopicKind.EXPERIENCE, removed_at=None)
    return {
        "event": events_of(circular, now),
        "resource": ResourcePage.objects.current().filter(first_published_at__gte=since),
        "topic": experiences.filter(created_at__gte=since),
        "news": NewsPage.objects.live().filter(date__gte=timezone.localdate(since)),
    }


def events_of(circular: CircularPage, now: datetime) -> "QuerySet[Event]":
    since = since_of(circular, now)
    last = month_after(circular.month) + timedelta(days=LAST_DAY - 1)
    dates = Occurrence.objects.between(timezone.localdate(since), last).ahead(since).filter(is_cancelled=False)
    told = Event.objects.published().filter(for_circular=True, state=EventState.SCHEDULED)
    return told.filter(pk__in=dates.values("event"))
