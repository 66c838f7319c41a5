"""What the dashboard asks of coordination about the circular that goes out next."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Case, Count, F, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from home.circular.domain.months import ahead, first_of
from home.circular.enums import EntryState
from home.circular.models import CircularEntry, CircularPage
from home.circular.rules import can_compose
from intranet.asks import Ask, Source, register_asks
from intranet.members.models import User
from intranet.templatetags.intranet import day_words, hour_words
from intranet.unions import NOW, Row, listed

# What an entry is, added up: the key of its row.
WAITING, PROPOSED, TO_LOOK_AT = 1, 2, 4
IS_WAITING = Q(state=EntryState.WAITING, drop_reason="")
DROPPED = Q(state=EntryState.ACCEPTED) & ~Q(drop_reason="")
CHANGED = Q(source_changed=True) & ~Q(state=EntryState.REJECTED)


def register() -> None:
    register_asks(
        Source("circular_late", 15, late_asks, rows_of_late, is_duty=True),
        Source("circular_entries", 16, asks_of, rows_of_entries, is_duty=True),
    )


def next_one() -> "QuerySet[CircularPage]":
    return CircularPage.objects.filter(pk__in=ahead().values("pk")[:1])  # type: ignore[no-any-return]


def rows_of_late(user: User) -> "QuerySet[CircularPage] | None":
    """The next one, when it takes no more proposals or its month has begun, and nobody has said when it goes out."""
    if not can_compose(user):
        return None
    is_late = Q(month__lte=first_of(timezone.localdate())) | Q(deadline__lte=NOW)
    return listed(next_one().filter(is_late, scheduled_for=None), label="title", second="month", at=F("deadline"))


def late_asks(_user: User, rows: list[Row]) -> Iterable[Ask]:
    for row in rows:
        yield Ask("clock", late_words(row), address_of(row), _("Put it together"), row.at)


def late_words(row: Row) -> str:
    if date.fromisoformat(row.second) <= timezone.localdate():
        return _("%(title)s has not been sent, and its month has begun.") % {"title": row.label}
    words = {"title": row.label, "day": day_words(row.at) if row.at else ""}
    return _("%(title)s is in preparation: it took proposals until %(day)s, and has no day to go out yet.") % words


def rows_of_entries(user: User) -> "QuerySet[CircularEntry] | None":
    """How many entries of the next one there are of each kind that asks for something."""
    if not can_compose(user):
        return None
    kind = (
        worth(WAITING, IS_WAITING)
        + worth(PROPOSED, IS_WAITING & Q(author__isnull=False))
        + worth(TO_LOOK_AT, DROPPED | CHANGED)
    )
    asking = CircularEntry.objects.visible_to(user).filter(
        IS_WAITING | DROPPED | CHANGED, circular__in=next_one().values("pk")
    )
    return listed(
        asking,
        key=kind,
        label="circular__title",
        second="circular__month",
        number=Count("pk"),
        at=F("circular__deadline"),
    )


def worth(number: int, rule: Q) -> Case:
    return Case(When(rule, then=Value(number)), default=Value(0))


def address_of(row: Row) -> str:
    return reverse("circular_compose", args=[date.fromisoformat(row.second)])


def asks_of(_user: User, rows: list[Row]) -> Iterable[Ask]:
    """What waits in it, until when it takes proposals, and what is not as it was."""
    url = address_of(rows[0])
    if number_of(rows, WAITING):
        yield Ask("inbox", waiting_words(rows), f"{url}#propostes", _("Decide on them"), open_until(rows[0]))
    if number := number_of(rows, TO_LOOK_AT):
        text = ngettext(
            "%(number)d entry has been cancelled or says something else at its source.",
            "%(number)d entries have been cancelled or say something else at their sources.",
            number,
        )
        yield Ask("triangle-alert", text % {"number": number}, f"{url}#contingut", _("Look at it"))


def number_of(rows: list[Row], kind: int) -> int:
    return sum(row.number for row in rows if row.key & kind)


def open_until(row: Row) -> datetime | None:
    """Its deadline, while that is ahead."""
    return row.at if row.at and row.at > timezone.now() else None


def waiting_words(rows: list[Row]) -> str:
    number, proposed, until = number_of(rows, WAITING), number_of(rows, PROPOSED), open_until(rows[0])
    text = ngettext(
        "%(number)d candidate waits in %(title)s (%(proposed)d proposed by members).",
        "%(number)d candidates wait in %(title)s (%(proposed)d proposed by members).",
        number,
    )
    said = text % {"number": number, "title": rows[0].label, "proposed": proposed}
    if until is None:
        return said
    words = {"day": day_words(until), "hour": hour_words(until)}
    return f"{said} {_('It takes proposals until %(day)s, %(hour)s.') % words}"
