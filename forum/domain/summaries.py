"""What happened in each group during a week, told to those who are in it."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Count, F, QuerySet
from django.utils import timezone

from forum.domain.audience import people_of
from forum.domain.discretion import may_leave
from forum.models import GroupWeek, Post, Topic
from intranet.members.models import WorkingGroup
from intranet.notifications.domain.notify import notify

WEEK = timedelta(days=7)
MOST_TITLES = 6


def tell_last_week() -> None:
    """The job of Monday morning. Whenever it is run, and however often, it tells of the last week that is over, once."""
    today = timezone.localdate()
    tell_week(today - timedelta(days=today.weekday()) - WEEK)


def tell_week(monday: date) -> int:
    """Write down the week from `monday` of every group in which anything was said, and tell its people; how many groups."""
    weeks = list(weeks_of(monday))
    for week in weeks:
        tell(week)
    return len(weeks)


@transaction.atomic
def tell(week: GroupWeek) -> None:
    """Once for each group and week: when it was written down already, it stays as it was."""
    numbers = {"topics": week.topics, "replies": week.replies, "unanswered": week.unanswered}
    kept, _new = GroupWeek.objects.get_or_create(group=week.group, monday=week.monday, defaults=numbers)
    notify("group_week", people_of(week.group), actor=None, target=kept, group=week.group)


def weeks_of(monday: date) -> Iterator[GroupWeek]:
    """Unsaved, for the groups in which anything was said. Four statements."""
    topics = by_group(Topic.objects.filter(removed_at=None, created_at__range=span(monday)), "group")
    replies = Post.objects.filter(removed_at=None, topic__removed_at=None, number__gt=1, created_at__range=span(monday))
    answers = by_group(replies, "topic__group")
    unanswered = by_group(Topic.objects.unanswered(), "group")
    for group in WorkingGroup.objects.filter(pk__in={*topics, *answers}):
        yield GroupWeek(
            group=group,
            monday=monday,
            topics=topics.get(group.pk, 0),
            replies=answers.get(group.pk, 0),
            unanswered=unanswered.get(group.pk, 0),
        )


def span(monday: date) -> tuple[datetime, datetime]:
    """The first and the last moment of the week, in the site's time zone: a week in which the hour changes is one too."""
    first = timezone.make_aware(datetime.combine(monday, time.min))
    next_one = timezone.make_aware(datetime.combine(monday + WEEK, time.min))
    return first, next_one - timedelta(microseconds=1)


def by_group(rows: "QuerySet[Topic] | QuerySet[Post]", group: str) -> dict[int, int]:
    counted = rows.order_by().values(in_group=F(group)).annotate(number=Count("pk"))
    return {row["in_group"]: row["number"] for row in counted}


def titles_of(week: GroupWeek) -> list[str]:
    """Of the topics opened in the week that may be told outside the login, the most answered first."""
    opened = Topic.objects.filter(may_leave(), group=week.group_id, removed_at=None)
    opened = opened.filter(created_at__range=span(week.monday)).order_by("-post_count", "pk")
    return list(opened.values_list("title", flat=True)[:MOST_TITLES])
