"""The circulars that are out, year by year, and the one that still takes proposals."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q, Subquery
from django.utils import timezone

from home.circular.domain.months import ahead, next_taking
from home.circular.enums import Section
from home.circular.models import CircularEntry, CircularPage
from intranet.members.models import User

LATEST = 12
SECTIONS = list(Section.values)


@dataclass
class Shelved:
    """A circular on the shelf: how many of its entries the reader may see, and what it puts forward among them."""

    circular: CircularPage
    count: int = 0
    headlines: list[str] = field(default_factory=list)


def years_out() -> list[int]:
    """Those in which there are circulars, the latest first. One statement."""
    return [day.year for day in CircularPage.objects.out().dates("month", "year", order="DESC")]


def shelf_of(user: User, year: int | None) -> list[Shelved]:
    """The circulars of a year, without one the latest twelve, the latest first, as `user` may read them. Two statements."""
    out = CircularPage.objects.visible_to(user).out().order_by("-month")
    chosen = out.filter(month__year=year) if year else out[:LATEST]
    shelf = {circular.pk: Shelved(circular) for circular in chosen}
    entries = CircularEntry.objects.filter(circular__in=shelf).printed().visible_to(user).in_order()
    rows = entries.values_list("circular", "section", "title", "is_highlight")
    for circular, _section, title, is_highlight in sorted(rows, key=lambda row: SECTIONS.index(row[1])):
        shelf[circular].count += 1
        if is_highlight:
            shelf[circular].headlines.append(title)
    return list(shelf.values())


def open_to_proposals(now: datetime | None = None) -> CircularPage:
    """The one in which a proposal made now would be. Who only looks opens none: one that is not there yet is not saved. One statement."""
    now = now or timezone.now()
    taking = ahead(now).filter(deadline__gt=now)
    last = Subquery(CircularPage.objects.order_by("-month").values("month")[:1])
    known: list[CircularPage] = list(
        CircularPage.objects.filter(Q(pk__in=taking.order_by().values("pk")) | Q(month=last)).order_by("month")
    )
    if known and known[0].takes_proposals(now):
        return known[0]
    return not_there_yet(known[-1].month if known else None, now)


def not_there_yet(last: date | None, now: datetime) -> CircularPage:
    """The one that will be opened for a proposal made now, `last` being the last month that has one; not saved. No statement."""
    title, month, deadline = next_taking(last, now)
    return CircularPage(title=title, month=month, deadline=deadline)
