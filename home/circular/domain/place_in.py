"""Where a thing of the site stands with the circular: in none yet, proposed, in one to come, or in one that came out."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Exists, FilteredRelation, Q, Subquery, Value
from django.db.models.functions import ExtractMonth, ExtractYear
from django.urls import reverse
from django.utils import timezone

from forum.domain.discretion import may_leave
from forum.models import Topic
from home.circular.domain.months import month_to_open
from home.circular.enums import OPEN_STATES, OUT_STATES, EntryState
from home.circular.models import CircularEntry, CircularPage
from intranet.statements import TOPIC, Statement

if TYPE_CHECKING:
    from django.db.models import QuerySet

# What stands in the wording for the thing's key and for the present moment.
THING, MOMENT = TOPIC, datetime(2222, 2, 2, 2, 2, tzinfo=UTC)
NAMES = ("state", "own__pk", "own__state", "own__author", "own__drop_reason")


@dataclass(frozen=True)
class Place:
    """`entry` is the key of the thing's entry, None without any; `month` its circular's, or that of which it would be.

    `coming`: the month of the next circular, which gathers by itself, even when it takes no proposals any more.
    `may_leave`: whether it may be told outside the login, as far as that depends on what it is (`forum.domain.discretion`);
    a topic that «Comenta-ho» began has its entry in a circular already.
    `refused_in`: the month of a circular that is over and in which it was not; then it may be proposed for another one, and
    `author` is who had proposed it.
    """

    month: date
    may_leave: bool = True
    circular_state: str = ""
    entry: int | None = None
    state: str = ""
    author: int | None = None
    drop_reason: str = ""
    refused_in: date | None = None
    gathers: date | None = None

    @property
    def coming(self) -> date:
        return self.gathers or self.month

    @property
    def may_come_again(self) -> bool:
        return self.state == EntryState.REJECTED and self.circular_state not in OPEN_STATES

    @property
    def is_out(self) -> bool:
        return self.state == EntryState.ACCEPTED and not self.drop_reason and self.circular_state in OUT_STATES

    @property
    def url(self) -> str:
        """Where it came out."""
        return f"{reverse('circular', args=[self.month])}#entrada-{self.entry}"


def place_of(name: str, key: int) -> Place:
    """Of the thing called `name` (`models.entries.SOURCES`) with this key. One statement."""
    now = timezone.now()
    rows = worded(name).rows({THING: key, adapted(MOMENT): adapted(now)})
    is_open, taking, last, may = [], [], None, False
    refused: Place | None = None
    for year, month, takes, leaves, *more in rows:
        place = Place(date(int(year), int(month), 1), bool(leaves), *more)
        if place.entry is not None:
            if not place.may_come_again:
                return place
            refused = place
        last, may = place.month, place.may_leave
        if place.circular_state in OPEN_STATES:
            is_open.append(place.month)
            taking += [place.month] if takes else []
    month = taking[0] if taking else month_to_open(last, now, taking=True)
    author, month_then = (refused.author, refused.month) if refused else (None, None)
    gathers = is_open[0] if is_open else None
    return Place(month, may or name != "topic", author=author, refused_in=month_then, gathers=gathers)


def adapted(moment: datetime) -> Any:
    """As this database takes it."""
    return connection.ops.adapt_datetimefield_value(moment)


def topic_to_tell() -> "QuerySet[Topic]":
    is_about_entry = Exists(CircularEntry.objects.filter(discussion=THING))
    return Topic.objects.filter(may_leave(), ~is_about_entry, pk=THING)


@lru_cache(maxsize=4)
def worded(name: str) -> Statement:
    """The circulars that nobody has got yet, the first one first, the last one of all, and the one in which the thing has its entry."""
    own = FilteredRelation("entries", condition=Q(**{f"entries__{name}": THING}))
    leaves: Any = Exists(topic_to_tell()) if name == "topic" else Value(value=True)
    told = CircularPage.objects.annotate(
        own=own,
        at_year=ExtractYear("month"),
        at_month=ExtractMonth("month"),
        takes=Q(deadline__gt=MOMENT),
        leaves=leaves,
    )
    last = Subquery(CircularPage.objects.order_by("-month").values("month")[:1])
    wanted = told.filter(Q(own__isnull=False) | Q(state__in=OPEN_STATES) | Q(month=last)).order_by("month")
    return Statement.of(wanted.values_list("at_year", "at_month", "takes", "leaves", *NAMES))
