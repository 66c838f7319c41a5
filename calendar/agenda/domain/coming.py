"""What comes next for one person: first what is theirs, then what the network has."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from agenda.domain.listing import BY_DAY, IN_A_LIST, Listed
from agenda.domain.wording import ALL, as_one_rule, blanks_for, day_of, worded
from agenda.enums import Review
from agenda.models import Event, Occurrence
from agenda.models.events import LONGEST
from agenda.models.queries import shown_to
from intranet.fulltext.telling import KEYS
from intranet.glances import register_glance
from intranet.members.models import GroupMembership, Position, User
from intranet.members.standing import Standing
from intranet.prepared import rows_of
from intranet.statements import Statement, among
from intranet.unions import listed

A_WEEK = timedelta(days=6)
SEASON = timedelta(days=91)
"""How far ahead one looks."""
FEW = 6
"""How many there are, if the person sees so many within the season."""
MOST_OWN = 4
LOOKED_AT = 2 * FEW + 1
GROUP, COUNCIL, HELPED, NETWORK, GOING_ON = (
    "group_dates",
    "council_dates",
    "co_organised_dates",
    "network_dates",
    "dates_going_on",
)


class Mine(NamedTuple):
    """The keys of the dates for which one is registered, of those of one's groups, and of one's councils, with kind and name of each."""

    registered: Collection[int]
    of_groups: Collection[int]
    of_councils: Mapping[int, tuple[str, str]]


class Coming(NamedTuple):
    """A date as the database says it (`listing.listed` puts it into our words), and why it is one's own: "" if it is not.

    `council`: kind and name of the one for which it is.
    """

    mark: str
    council: tuple[str, str] | None
    told: tuple[Any, ...]

    @property
    def first_day(self) -> date:
        return day_of(self.told[FIRST_DAY])


REGISTERED, OF_GROUP, OF_COUNCIL = "registered", "group", "council"
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
    register_glance(COUNCIL, rows_of_councils)
    register_glance(HELPED, rows_of_co_organised)
    register_glance(NETWORK, rows_of_network)
    register_glance(GOING_ON, rows_going_on)


def rows_of_groups(user: User) -> "QuerySet[Any, Any]":
    """The next ones of the groups in which the person sits, where the network's people see all that is published."""
    told = Q(review=Review.PUBLISHED) if user.standing.in_network else shown_to(user)
    return not_over(Event.objects.filter(as_one_rule(told), live=True, group__among_rows=seats_of(user)))


def rows_of_councils(user: User) -> "QuerySet[Any, Any]":
    """The next ones that the person's councils organise, with the council's name and kind."""
    return not_over(told_to(user).filter(organisation__in=councils_of(user)), "organisation")


def rows_of_co_organised(user: User) -> "QuerySet[Any, Any]":
    """The same of those that they organise with others: one row for each of the person's councils."""
    return not_over(told_to(user).filter(co_organisers__in=councils_of(user)), "co_organisers")


def rows_of_network(user: User) -> "QuerySet[Any, Any]":
    """The next ones that the person sees besides those of their groups and councils, which are asked for by themselves.

    One date after the other is asked about, until there are enough.
    """
    today = timezone.localdate()
    helped = Event.co_organisers.through.objects.filter(organisation__in=councils_of(user), event=OuterRef("pk"))
    mine = Q(group__in=seats_of(user)) | Q(organisation__in=councils_of(user)) | Exists(helped)
    event = Event.objects.filter(pk=OuterRef("event"), live=True).order_by()
    # With `Exists`, PostgreSQL would read all events first.
    is_other = Subquery(event.values_list(as_one_rule(shown_to(user), without=mine)))
    dates = Occurrence.objects.filter(is_other, first_day__gte=today, first_day__lte=today + SEASON)
    return listed(dates, key="pk").order_by("first_day", "start", "pk")[:LOOKED_AT]


def told_to(user: User) -> "QuerySet[Any, Any]":
    """Of `Event.objects.visible_to(user)`, what is published. What waits for review stands among what waits for one."""
    return Event.objects.filter(as_one_rule(shown_to(user)), live=True)


def seats_of(user: User) -> "QuerySet[Any, Any]":
    return GroupMembership.objects.of(user).values("group")


def councils_of(user: User) -> "QuerySet[Any, Any]":
    """None of who is a guest: they have none, and finding that out takes longer than all the rest."""
    mine = Position.objects.open().filter(user=user).values("organisation")
    return mine if user.standing.in_network else mine.none()


def not_over(events: Any, council: str = "") -> "QuerySet[Any, Any]":
    """One filter: of the same date."""
    today = timezone.localdate()
    near = events.filter(
        occurrences__first_day__gte=today - LONGEST,
        occurrences__first_day__lte=today + SEASON,
        occurrences__last_day__gte=today,
    )
    words = {"label": f"{council}__name", "second": f"{council}__kind"} if council else {}
    return listed(near, key="occurrences__pk", **words).order_by(*BY_DAY)[:LOOKED_AT]


def rows_going_on(_user: User) -> "QuerySet[Any, Any]":
    """What lasts several days and is not over, seen or not: there are few."""
    today = timezone.localdate()
    rows = Occurrence.objects.filter(first_day__gte=today - LONGEST, first_day__lt=today, last_day__gte=today)
    return listed(rows.filter(last_day__gt=F("first_day")), key="pk")


# --- What they are ---


def coming_for(user: User, mine: Mine, others: Collection[int]) -> Ahead:
    """Of the dates of these keys, those that are shown: one's own, and what comes next besides. One statement."""
    today = timezone.localdate()
    keys = sorted({*mine.registered, *mine.of_groups, *mine.of_councils, *others})
    told, blanks = told_for(today, user.standing), blanks_for(user, today, today)
    rows = rows_of(told, {**blanks, KEYS: among(keys)}) if keys and told else []
    dates = [Coming(*mark_of(key, mine), tuple(row)) for key, *row in rows]
    own = nearest([one for one in first_of_each(dates) if one.mark])
    rest = [one for one in dates if not one.mark]
    found = Ahead(own, rest[: FEW - len(own)])
    return found._replace(has_more=in_week(dates, today) > in_week(found.dates, today))


def first_of_each(dates: Iterable[Coming]) -> list[Coming]:
    """The next date of each series; of one whose dates are one's group's or council's, also the next for which one is registered."""
    first: dict[tuple[Any, str], Coming] = {}
    for one in dates:
        first.setdefault((one.told[EVENT], one.mark), one)
    return list(first.values())


def nearest(own: list[Coming]) -> list[Coming]:
    """The soonest, in their order: those where one goes oneself before what one's groups and councils merely hold."""
    likeliest = sorted(own, key=lambda one: one.mark != REGISTERED)[:MOST_OWN]
    return [one for one in own if one in likeliest]


def in_week(dates: Iterable[Coming], today: date) -> int:
    return sum(one.first_day <= today + A_WEEK for one in dates)


def mark_of(key: int, mine: Mine) -> tuple[str, tuple[str, str] | None]:
    """Why the date is one's own, and the council for which it is. That one goes oneself says more than that one's group meets."""
    if key in mine.registered:
        return REGISTERED, None
    if key in mine.of_groups:
        return OF_GROUP, None
    return (OF_COUNCIL, mine.of_councils[key]) if key in mine.of_councils else ("", None)


@lru_cache(maxsize=64)
def told_for(_day: date, standing: Standing) -> Statement | None:
    """Of those of some keys that the person sees, all that a list tells, in order."""
    events = ALL.events_for(standing).filter(occurrences__pk__among=KEYS)
    if connection.vendor == "postgresql":
        events = events.filter(pk__among_rows=Occurrence.objects.filter(pk__among=KEYS).order_by().values("event"))
    return worded(events.order_by(*BY_DAY).values_list("occurrences__pk", *IN_A_LIST))
