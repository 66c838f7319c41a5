"""Whole calendars of events: what each reader is told of each, worded once a version and kept."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, F, OuterRef, Q

from agenda.ics import Told, calendar_of, event_text
from agenda.models import Event, EventQuerySet, Occurrence
from agenda.registration.models import RegistrationDesk
from agenda.rules import joined_by, joins_freely
from agenda.sentences import organiser_of
from forum.views.kept import kept
from intranet.members.models import User

CALENDARS = "calendars"
"""The cache of what each process words for itself."""
FORMAT = 1
"""Grows when the same event is worded otherwise: what programs and processes keep is then old."""
UNREAD = ("body", "programme", "told")
OF_A_VERSION = (
    *("sequence", "changed_at", "start", "time_zone", "visibility"),
    *("organisation__kind", "organisation__name", "group__name", "group__access"),
)


@dataclass(frozen=True)
class Version:
    """One wording of one event, and what the calendar around it has to know of it."""

    pk: int
    sequence: int
    changed_at: datetime
    start: datetime
    time_zone: str
    organiser: str
    may_join: bool

    @property
    def key(self) -> tuple[object, ...]:
        changed = self.changed_at.timestamp()
        return (self.pk, FORMAT, self.sequence, changed, self.organiser, self.may_join, settings.SITE_URL)


def versions_of(events: EventQuerySet, reader: User | AnonymousUser) -> list[Version]:
    """In the order of their announcement. One statement, and one more where one registers for some of them."""
    registers = Exists(RegistrationDesk.objects.filter(event=OuterRef("pk")))
    rows = events.select_related("organisation", "group").only(*OF_A_VERSION).annotate(registers=registers)
    found = list(rows.order_by("pk"))
    joined = joined_among([event.pk for event in found if event.registers], reader)
    return [
        version_of(event, may_join=event.pk in joined if event.registers else joins_freely(reader, event))
        for event in found
    ]


def joined_among(ids: Sequence[int], reader: User | AnonymousUser) -> set[int]:
    """As `rules.can_join`, for many for which one registers. One statement; none for none."""
    if not ids or reader.is_anonymous:
        return set()
    return set(Event.objects.filter(joined_by(reader), pk__in=ids).values_list("pk", flat=True))


def version_of(event: Event, *, may_join: bool) -> Version:
    return Version(
        pk=event.pk,
        sequence=event.sequence,
        changed_at=event.changed_at,
        start=event.start,
        time_zone=event.time_zone,
        organiser=organiser_of(event),
        may_join=may_join,
    )


def etag_of(name: str, versions: Sequence[Version]) -> str:
    """Another whenever the calendar reads otherwise."""
    parts = [name, *(repr(version.key) for version in versions)]
    return f'"{hashlib.sha256(" ".join(parts).encode()).hexdigest()[:32]}"'


def calendar_text(name: str, versions: Sequence[Version]) -> bytes:
    """The calendar of these versions. Five statements for those that are worded anew, none for what is kept."""
    keys = [version.key for version in versions]
    texts = kept("ics", keys, lambda missing: worded([versions[at] for at in missing]), cache=CALENDARS)
    zones: dict[str, set[int]] = defaultdict(set)
    for version in versions:
        zones[version.time_zone].add(version.start.year)
    return calendar_of(name, texts, zones)


def worded(versions: Sequence[Version]) -> Iterator[str]:
    ids = [version.pk for version in versions]
    events = Event.objects.select_related("organisation", "group").defer(*UNREAD).in_bulk(ids)
    departures, subjects, councils = departures_of(ids), subjects_of(ids), co_organisers_of(ids)
    for version in versions:
        event = events.get(version.pk)
        if event is None:  # it went in this very moment
            yield ""
            continue
        categories = [str(event.get_kind_display()), *subjects[event.pk]]
        yield event_text(Told(event, departures[event.pk], categories, councils[event.pk], version.may_join))


def departures_of(ids: Sequence[int]) -> dict[int, list[Occurrence]]:
    """The dates of each event that its rule alone does not tell.

    Those that somebody moved or cancelled, and those over a change of the clock: by the clock they last as long as the
    others, while calendar programs give all the same number of hours (RFC 5545 §3.8.5.3).
    """
    odd = ~Q(end=F("start") + (F("event__end") - F("event__start"))) & Q(event__all_day=False) & ~Q(event__frequency="")
    rows = Occurrence.objects.filter(Q(is_moved=True) | Q(is_cancelled=True) | odd, event__in=ids)
    found = defaultdict(list)
    for row in rows.order_by("original_start"):
        found[row.event_id].append(row)
    return found


def subjects_of(ids: Sequence[int]) -> dict[int, list[str]]:
    found = defaultdict(list)
    filed: Any = Event.subjects.through.objects.filter(event__in=ids)
    for one in filed.select_related("subject").order_by("subject__sort_key"):
        found[one.event_id].append(one.subject.name)
    return found


def co_organisers_of(ids: Sequence[int]) -> dict[int, list[str]]:
    found = defaultdict(list)
    helped: Any = Event.co_organisers.through.objects.filter(event__in=ids)
    for one in helped.select_related("organisation").order_by("organisation__sort_key"):
        found[one.event_id].append(one.organisation.full_name)
    return found
