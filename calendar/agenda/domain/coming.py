"""What comes next for one person: first what is theirs, then what the network has."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import F, QuerySet
from django.utils import timezone

from agenda.domain.listing import BY_DAY, IN_A_LIST, Listed
from agenda.domain.wording import ALL, KEY, answer_for, blanks_for, day_of, worded
from agenda.models import Event, Occurrence
from agenda.models.events import LONGEST
from intranet.glances import register_glance
from intranet.members.models import GroupMembership, User
from intranet.members.standing import Standing
from intranet.statements import Statement
from intranet.unions import listed

A_WEEK = timedelta(days=6)
SEASON = timedelta(days=91)
"""How far ahead one looks when the week has little."""
FEW = 6
NEXT = 3
"""How many there are to be at least, if need be beyond the week."""
MOST_OWN = 4
LOOKED_AT = 2 * FEW + 1
GROUP, NETWORK, GOING_ON = "group_dates", "network_dates", "dates_going_on"


class Mine(NamedTuple):
    """The keys of the dates for which one is registered, and of those of one's groups."""

    registered: Collection[int]
    of_groups: Collection[int]


class Coming(NamedTuple):
    """A date as the database says it (`listing.listed` puts it into our words), and why it is one's own: "" if it is not."""

    mark: str
    told: tuple[Any, ...]

    @property
    def first_day(self) -> date:
        return day_of(self.told[FIRST_DAY])


REGISTERED, OF_GROUP = "registered", "group"
EVENT, FIRST_DAY = Listed._fields.index("pk"), Listed._fields.index("first_day")


class Ahead(NamedTuple):
    """`has_more`: whether this week has others."""

    own: list[Coming]
    others: list[Coming]
    has_more: bool = False

    @property
    def dates(self) -> list[Coming]:
        return [*self.own, *self.others]


# --- Which dates: asked together with what else the dashboard wants to know ---


def register() -> None:
    register_glance(GROUP, rows_of_groups)
    register_glance(NETWORK, rows_of_network)
    register_glance(GOING_ON, rows_going_on)


def rows_of_groups(user: User) -> "QuerySet[Any, Any]":
    """The next ones of the groups in which the person sits."""
    today, seats = timezone.localdate(), GroupMembership.objects.of(user).values("group")
    events = Event.objects.visible_to(user).filter(group__in=seats)
    return first(events, occurrences__first_day__gte=today - LONGEST, occurrences__last_day__gte=today)


def rows_of_network(user: User) -> "QuerySet[Any, Any]":
    """The next ones that the person sees at all."""
    return first(ALL.first_events_for(user.standing), occurrences__first_day__gte=timezone.localdate())


def first(events: Any, **days: date) -> "QuerySet[Any, Any]":
    """One filter: of the same date."""
    near = events.filter(**days, occurrences__first_day__lte=timezone.localdate() + SEASON)
    return listed(near, key="occurrences__pk").order_by(*BY_DAY)[:LOOKED_AT]


def rows_going_on(_user: User) -> "QuerySet[Any, Any]":
    """What lasts several days and is not over, seen or not: there are few."""
    today = timezone.localdate()
    rows = Occurrence.objects.filter(first_day__gte=today - LONGEST, first_day__lt=today, last_day__gte=today)
    return listed(rows.filter(last_day__gt=F("first_day")), key="pk")


# --- What they are ---


def coming_for(user: User, mine: Mine, others: Collection[int]) -> Ahead:
    """Of the dates of these keys, those that are shown: one's own, and what comes next besides. One statement."""
    today = timezone.localdate()
    keys = sorted({*mine.registered, *mine.of_groups, *others})
    rows = answer_for(keys, told_for(today, user.standing), blanks_for(user, today, today))
    dates = [Coming(mark_of(key, mine), tuple(told)) for key, *told in rows]
    own = first_of_each([one for one in dates if one.mark])[:MOST_OWN]
    rest = [one for one in dates if not one.mark]
    number = max(min(in_week(rest, today), FEW - len(own)), NEXT - len(own), 0)
    found = Ahead(own, rest[:number])
    return found._replace(has_more=in_week(dates, today) > in_week(found.dates, today))


def first_of_each(dates: Iterable[Coming]) -> list[Coming]:
    """The next date of each series; of one whose group's dates are one's own, also the next for which one is registered."""
    first: dict[tuple[Any, str], Coming] = {}
    for one in dates:
        first.setdefault((one.told[EVENT], one.mark), one)
    return list(first.values())


def in_week(dates: Iterable[Coming], today: date) -> int:
    return sum(one.first_day <= today + A_WEEK for one in dates)


def mark_of(key: int, mine: Mine) -> str:
    if key in mine.registered:
        return REGISTERED
    return OF_GROUP if key in mine.of_groups else ""


@lru_cache(maxsize=64)
def told_for(_day: date, standing: Standing) -> Statement | None:
    """Of those of some keys that the person sees, all that a list tells, in order."""
    events = ALL.events_for(standing).filter(occurrences__pk__in=[KEY])
    return worded(events.order_by(*BY_DAY).values_list("occurrences__pk", *IN_A_LIST))
