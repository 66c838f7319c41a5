"""A series that moves, as a whole or from one of its dates on: its dates keep their rows, which others know."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db.models import Max

from agenda.domain.copying import copy_company, copy_of
from agenda.domain.dates import keep_dates
from agenda.domain.publishing import go_live, touch
from agenda.domain.revising import revise
from agenda.domain.telling import facts_of, goes_ahead, note
from agenda.enums import ChangeKind
from agenda.finding import EVENT
from agenda.models import Event, Occurrence
from agenda.recurrence import Span, spans_of
from agenda.registration.domain.held import check_may_part, part_desks
from agenda.repeats import Repeat
from agenda.sentences import dated_words, span_words
from intranet.fulltext.domain import index_things
from intranet.members.models import User

RULE = ("frequency", "interval", "weekdays", "month_day", "until", "count")
DATES = ("start", "end", *RULE)


def move_whole(event: Event, first: Occurrence, span: Span, *, by: User) -> Event:
    """The series begins with `span` and keeps its rhythm and as many dates."""
    before = facts_from(first)
    begin(event, span, moved_rule(event, first.day, span, times=event.occurrences.count()))
    store(event, DATES)
    settle_first(first)
    keep_dates(event, in_order=True)
    keep_in_line(event)
    touch(event)
    index_things(EVENT, [event.pk])  # by its first day
    tell_of_move(event, before, by=by)
    return event


def move_rest(event: Event, row: Occurrence, span: Span, *, by: User) -> Event:
    """The series ends before `row`; what follows goes on as another event, beginning with `span`.

    Raises ValidationError where people have registered for all dates at once.
    """
    check_may_part(event)
    before = facts_from(row)
    rows = event.occurrences.filter(original_start__gte=row.original_start)
    last = rows.aggregate(last=Max("start"))["last"]
    rest = copy_of(event)
    rest.sequence = event.sequence  # so that the appointments of those registered for its dates go on growing
    begin(rest, span, moved_rule(event, row.day, span, times=rows.count()))
    rest.save()  # type: ignore[no-untyped-call]  # modelcluster's
    copy_company(event, rest)
    rows.update(event=rest)
    settle_first(row)
    keep_dates(rest, in_order=True)
    part_desks(event, rest)
    end_before(event, row.day)
    rest.told = facts_of(rest) if event.is_published else event.told
    store(rest, ("told",))
    rest = go_live(rest, by=by)
    tell_of_move(rest, before, by=by, between=(row.start, last))
    return rest


def facts_from(row: Occurrence) -> dict[str, str]:
    """What was said of its event, as seen from this date."""
    when = span_words(row.start, row.end, all_day=row.event.all_day, words=dated_words)
    return {**facts_of(row.event), "when": when}


def moved_rule(event: Event, day: date, span: Span, *, times: int) -> Repeat | None:
    """That of the `times` dates of which the first, now on `day`, becomes `span`. It ends when it did, if that makes as many."""
    if event.repeat is None:
        return None
    first = span.start.astimezone(event.zone).date()
    counted = replace(event.repeat.moved(day, first), until=None, count=times)
    if event.until is None:
        return counted
    last = spans_of(span.start, span.end, counted, event.zone)[-1].start.astimezone(event.zone).date()
    ending = replace(counted, until=max(event.until, last), count=None)
    return ending if makes(ending, span, event) == times else replace(ending, until=last)


def makes(repeat: Repeat, span: Span, event: Event) -> int:
    """How many dates; none for more than an event may have."""
    try:
        return len(spans_of(span.start, span.end, repeat, event.zone))
    except ValidationError:
        return 0


def begin(event: Event, span: Span, repeat: Repeat | None) -> None:
    event.start, event.end = span.start, span.end
    if repeat is not None:
        event.weekdays, event.month_day = ",".join(repeat.weekdays), repeat.month_day
        event.until, event.count = repeat.until, repeat.count


def store(event: Event, fields: Iterable[str]) -> None:
    Event.objects.filter(pk=event.pk).update(**{name: getattr(event, name) for name in fields})


def end_before(event: Event, day: date) -> None:
    """The rule makes none of `day` or later; the rows of those have gone already."""
    if event.until is not None:
        event.until = day - timedelta(days=1)
    else:
        event.count = event.occurrences.count()
    store(event, ("until", "count"))
    keep_dates(event)
    keep_in_line(event)
    touch(event)
    index_things(EVENT, [event.pk])  # by its dates


def settle_first(row: Occurrence) -> None:
    """The date from which a series moves is where its rule puts it, though it had been moved before."""
    Occurrence.objects.filter(pk=row.pk).update(is_moved=False)


def keep_in_line(event: Event) -> None:
    """So that nothing that was told here is told again, nor brought back from the CMS.

    What is not published is told to nobody: once it is, it is new, or says what has changed.
    """
    if event.is_published:
        event.told = facts_of(event)
        store(event, ("told",))
    revise(event, DATES)


def tell_of_move(
    event: Event, before: dict[str, str], *, by: User, between: tuple[datetime, datetime] | None = None
) -> None:
    """`between`: where the first and the last of its dates were, for those who knew them as dates of another series.

    What was postponed goes ahead on its new dates, whatever they were.
    """
    is_back = goes_ahead(event)
    if event.is_published and event.occurrences.ahead().exists():
        now = facts_of(event)
        facts = {name: [before[name], now[name]] for name in ("when", "repeats") if before[name] != now[name]}
        if is_back:
            note(event, ChangeKind.RESTORED, by=by, facts=facts)
        else:
            note(event, ChangeKind.MOVED, by=by, facts=facts, between=between)
