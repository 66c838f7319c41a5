"""What events say of themselves in a circular: the next date on which people can come, its hour and its place."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from agenda.enums import EventKind, EventState, Mode
from agenda.models import Event, Occurrence
from agenda.rhythms import rhythm_of
from agenda.sentences import names_group, place_of
from home.circular.domain.said import Said, facts_line, title_line
from home.circular.enums import DropReason, Section
from intranet.templatetags.intranet import hour_words

OF_A_KIND = {
    EventKind.TRAINING: Section.TRAINING,
    EventKind.COUNCIL: Section.COUNCILS,
    EventKind.ECOSYSTEM: Section.ECOSYSTEM,
}
STATES = {EventState.CANCELLED: DropReason.CANCELLED, EventState.POSTPONED: DropReason.POSTPONED}


def said_by_events(keys: Collection[int], since: datetime) -> Mapping[int, Said]:
    """Three statements. The date is the first one that is not over at `since`; without any, the last one."""
    events = Event.objects.filter(pk__in=keys).select_related("group").defer("body", "programme")
    found = list(events.annotate(next_date=first_of(ahead(since)), last_date=first_of(on().order_by("-start", "-pk"))))
    wanted = {event.pk: event.next_date or event.last_date for event in found}
    dates = Occurrence.objects.in_bulk({key for key in wanted.values() if key})
    subjects = keys_by(Event.subjects.through.objects.filter(event__in=keys).values_list("event", "subject"))
    return {event.pk: said_by_event(event, dates.get(wanted[event.pk]), since, subjects[event.pk]) for event in found}


def on() -> "QuerySet[Occurrence]":
    """The dates of the event around it that are not called off one by one."""
    return Occurrence.objects.filter(event=OuterRef("pk"), is_cancelled=False)


def ahead(since: datetime) -> "QuerySet[Occurrence]":
    return on().filter(end__gt=since).order_by("start", "pk")


def first_of(dates: "QuerySet[Occurrence]") -> Subquery:
    return Subquery(dates.values("pk")[:1])


def keys_by(pairs: Iterable[tuple[int, int]]) -> defaultdict[int, list[int]]:
    """The second of each pair, in order, by the first."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for key, value in sorted(pairs):
        found[key].append(value)
    return found


def said_by_event(event: Event, occurrence: Occurrence | None, since: datetime, subjects: list[int]) -> Said:
    group = event.group
    is_named = group is not None and names_group(event.visibility, group.access)
    return Said(
        title=title_line(event.title),
        text=event.summary,
        section=section_of(event),
        day=day_of(occurrence, since) if occurrence else timezone.localdate(event.start),
        facts=facts_of(event, occurrence, since),
        group_id=event.group_id if is_named else None,
        organisation_id=event.organisation_id,
        subject_keys=subjects,
        drop_reason=drop_reason_of(event, occurrence),
    )


def section_of(event: Event) -> Section:
    if event.group_id:
        return Section.GROUPS
    return OF_A_KIND.get(EventKind(event.kind), Section.AGENDA)


def drop_reason_of(event: Event, occurrence: Occurrence | None) -> str:
    if not event.is_published:
        return DropReason.GONE
    if occurrence is None:  # each of its dates was called off
        return STATES.get(EventState(event.state), DropReason.CANCELLED)
    return STATES.get(EventState(event.state), "")


def day_of(occurrence: Occurrence, since: datetime) -> date:
    """On which it begins; of what goes on already, its last one."""
    return occurrence.last_day if has_begun(occurrence, since) else occurrence.first_day


def has_begun(occurrence: Occurrence, since: datetime) -> bool:
    return occurrence.start <= since < occurrence.end


def facts_of(event: Event, occurrence: Occurrence | None, since: datetime) -> str:
    mode = "" if event.mode == Mode.IN_PERSON else str(event.get_mode_display())
    hours = hours_of(event, occurrence, since) if occurrence else ""
    return facts_line(hours, place_of(event), mode, rhythm_in_words(event))


def hours_of(event: Event, occurrence: Occurrence, since: datetime) -> str:
    """«10.00–13.30»; of what takes several days, until when, or that the day beside it (`day_of`) is the last one."""
    if occurrence.first_day == occurrence.last_day:
        is_dated = not event.all_day
        return f"{hour_words(occurrence.start)}–{hour_words(occurrence.end)}" if is_dated else ""
    if has_begun(occurrence, since):
        return pgettext("of what has begun, beside the date", "last day")
    return _("until %(day)s") % {"day": day_in_words(occurrence.last_day)}


def rhythm_in_words(event: Event) -> str:
    """«Cada dimarts»: how many times in all matters to nobody who reads of the next one."""
    return capfirst(rhythm_of(event.repeat, event.local_start.date())) if event.repeat else ""


def day_in_words(day: date) -> str:
    """Without the year, which the day beside it says: what is kept must not change by itself."""
    return date_format(day, pgettext("day as people say it", "l j E"))
