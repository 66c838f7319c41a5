"""Which month's circular is being put together: there is always one, and proposals always find one that takes them."""

from calendar import monthrange
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.template.defaultfilters import date as date_words
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from home.circular.domain.locking import lock_circular, lock_open, touch
from home.circular.domain.moving_on import leave_all
from home.circular.domain.working_days import last_working
from home.circular.enums import CircularState
from home.circular.models import CircularIndexPage, CircularPage
from home.circular.models.pages import CircularQuerySet
from intranet.catalan import of
from intranet.members.models import User

# Proposals for a month are taken until this day of the month before it, at the end of the day (Europe/Madrid); when nobody is
# at work on it, until the last working day before.
DEADLINE_DAY = 25


def first_of(day: date) -> date:
    return day.replace(day=1)


def month_after(month: date) -> date:
    """The first day of the next one."""
    return first_of(month + timedelta(days=31))


def month_before(month: date) -> date:
    return first_of(month - timedelta(days=1))


def last_of(month: date) -> date:
    return month.replace(day=monthrange(month.year, month.month)[1])


def end_of(month: date) -> datetime:
    """The moment in which the next one begins."""
    return timezone.make_aware(datetime.combine(month_after(month), time.min))


@lru_cache(maxsize=64)
def usual_deadline(month: date) -> datetime:
    day = last_working(month_before(month).replace(day=DEADLINE_DAY))
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min)) - timedelta(minutes=1)


def title_of(month: date) -> str:
    """«Circular de novembre de 2026», «Circular d’octubre de 2026»."""
    return title_in(get_language(), month)


@lru_cache(maxsize=64)
def title_in(_language: str, month: date) -> str:
    with translation.override("ca"):
        name = of(date_words(month, "F")).replace("'", "’")
    return _("Circular %(of_month)s %(year)d") % {"of_month": name, "year": month.year}


def ahead(now: datetime | None = None) -> CircularQuerySet:
    """Those that can still be the next one: their month is not over, and none after them is out."""
    out = CircularPage.objects.out().filter(month__gte=OuterRef("month"))
    today = first_of(timezone.localdate(now))
    return CircularPage.objects.unsent().filter(~Exists(out), month__gte=today)  # type: ignore[no-any-return]


def being_prepared(now: datetime | None = None) -> CircularPage:
    """The next one that goes out; opened when there is none."""
    return ahead(now).first() or open_next(now)


def taking_proposals(now: datetime | None = None) -> CircularPage:
    """The first one that what is proposed now can still be in; opened when there is none."""
    now = now or timezone.now()
    found: CircularPage | None = ahead(now).filter(deadline__gt=now).first()
    return found or open_next(now, taking=True)


def following(circular: CircularPage, now: datetime | None = None) -> CircularPage:
    """The next one of a later month, whatever is open before it; opened when there is none."""
    found: CircularPage | None = ahead(now).filter(month__gt=circular.month).first()
    return found or open_next(now, after=circular.month)


def month_to_open(last: date | None, now: datetime, *, taking: bool) -> date:
    """Which one `open_next` opens, `last` being the last month that has one."""
    today = first_of(timezone.localdate(now))
    month = max(month_after(last), today) if last else month_after(today)
    while taking and usual_deadline(month) <= now:
        month = month_after(month)
    return month


def next_taking(last: date | None, now: datetime) -> tuple[str, date, datetime]:
    """Title, month and deadline of the one that is opened by who proposes something now, `last` being the last month that has one."""
    month = month_to_open(last, now, taking=True)
    return title_of(month), month, usual_deadline(month)


@transaction.atomic
def open_next(now: datetime | None = None, *, taking: bool = False, after: date = date.min) -> CircularPage:
    """The circular of the first month that has none yet: after the last one, and no month that is over.

    `taking`: of one whose usual deadline is still ahead; `after`: of a month after that one. Whoever opens it at the same time
    gets the same.
    """
    now = now or timezone.now()
    shelf = CircularIndexPage.objects.select_for_update().get()
    unsent = ahead(now).filter(month__gt=after)
    there: CircularPage | None = (unsent.filter(deadline__gt=now) if taking else unsent).first()
    if there:
        return there
    last = CircularPage.objects.order_by("-month").first()
    month = month_to_open(last.month if last else None, now, taking=taking)
    page = CircularPage(
        title=title_of(month), slug=f"{month:%Y-%m}", month=month, deadline=usual_deadline(month), live=False
    )
    shelf.add_child(instance=page)
    return page


@transaction.atomic
def skip(circular: CircularPage, *, by: User | None, now: datetime | None = None) -> CircularPage:
    """There is none that month: what was proposed for it goes on to the next one, to be decided on there.

    `by` nobody: its time is over, unless somebody has scheduled it meanwhile. Raises PermissionDenied, and ValidationError when it
    is out already.
    """
    circular = lock_open(circular.pk, by=by) if by else lock_circular(circular.pk)
    if by or those_over(now).filter(pk=circular.pk).exists():
        circular.state, circular.scheduled_for = CircularState.SKIPPED, None
        CircularPage.objects.filter(pk=circular.pk).update(state=CircularState.SKIPPED, scheduled_for=None)
        leave_all(circular, to=following(circular, now))
        touch(circular)
    return circular


def those_over(now: datetime | None = None) -> CircularQuerySet:
    """Those that are never the next one again. What is scheduled is sent, or held up and told of, by `domain.sending`."""
    waiting = CircularPage.objects.unsent().exclude(state=CircularState.SCHEDULED)
    return waiting.exclude(pk__in=ahead(now).values("pk"))  # type: ignore[no-any-return]


def skip_those_over(now: datetime | None = None) -> None:
    for circular in those_over(now):
        skip(circular, by=None, now=now)


def keep_one_open() -> None:
    """The job of every night: what nobody sent is closed, and coordination finds the next one there."""
    skip_those_over()
    being_prepared()
