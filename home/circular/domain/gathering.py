"""The circular writes itself: what is announced on the site comes in, follows its source, and drops out with it."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from home.circular.domain.composing import MOST_HIGHLIGHTS
from home.circular.domain.fates import UNDER_WAY, with_letters_left
from home.circular.domain.following import FOLLOWED, fields_of, follow
from home.circular.domain.locking import lock_circular, touch
from home.circular.domain.months import being_prepared
from home.circular.domain.moving_on import last_position
from home.circular.domain.recipients import limits_of
from home.circular.domain.said import Said
from home.circular.domain.sources import Source, name_of, said_by
from home.circular.domain.timely import since_of, timely
from home.circular.enums import OPEN_STATES, EntryState, Section
from home.circular.models import CircularEntry, CircularPage
from home.circular.models.entries import SOURCES, has_no_source


@dataclass(frozen=True)
class Gathered:
    """How many entries came in, say something else, dropped out (or went, undecided, for not being timely), and are back."""

    new: int = 0
    changed: int = 0
    dropped: int = 0
    returned: int = 0


@dataclass(frozen=True)
class Kind:
    """Of one kind of source: what the entries there say now, what comes in, and which undecided ones are timely no more."""

    said: dict[CircularEntry, Said]
    new: dict[int, Said]
    stale: list[CircularEntry]


def gather_all() -> None:
    """The job: the next circular gathers, later ones and those on their way follow their sources."""
    following = being_prepared()
    gather(following)
    for circular in with_letters_left(*OPEN_STATES, *UNDER_WAY).exclude(pk=following.pk):
        gather(circular, is_next=False)


@transaction.atomic
def gather(circular: CircularPage, *, now: datetime | None = None, is_next: bool = True) -> Gathered:
    """Bring `circular` up to the site of today: as many statements for any number of things.

    Unless it is the next one (`is_next`), nothing comes in by itself: it follows its sources, as far as it still may.
    """
    now = now or timezone.now()
    circular = lock_circular(circular.pk)
    kinds = look(circular, now, comes_in=is_next and circular.is_open)
    gone = [entry for kind in kinds.values() for entry in kind.stale]
    CircularEntry.objects.filter(pk__in=[entry.pk for entry in gone]).delete()
    done, is_printed = bring_up(circular, {entry: said for kind in kinds.values() for entry, said in kind.said.items()})
    new = add(circular, {name: kind.new for name, kind in kinds.items()})
    done = replace(done, new=new, dropped=done.dropped + len(gone))
    if done != Gathered():
        touch(circular, content=is_printed)
    return done


def look(circular: CircularPage, now: datetime, *, comes_in: bool) -> dict[str, Kind]:
    """By the name of the kind. Only what nobody proposed nor decided on may be timely no more."""
    there = list(circular.entries.exclude(has_no_source()))
    sources = timely(circular, now) if comes_in else {}
    kinds = {}
    for name in SOURCES:
        entries = {getattr(entry, f"{name}_id"): entry for entry in there if entry.source_name == name}
        found = dict(sources[name].values_list("pk", "circular_entry__pk")) if comes_in else {}
        new = {key for key, entry in found.items() if entry is None}
        said = said_by(name, {*entries, *new}, since=since_of(circular, now))
        stale = [entry for key, entry in entries.items() if comes_in and key not in found and may_go(entry, said[key])]
        kinds[name] = Kind(
            {entry: said[key] for key, entry in entries.items() if entry not in stale},
            {key: said[key] for key in new},
            stale,
        )
    return kinds


def may_go(entry: CircularEntry, said: Said) -> bool:
    """Without a trace: nobody has done anything with it. What was called off stays, so that coordination learns of it."""
    is_untouched = entry.author_id is None and entry.state == EntryState.WAITING and not entry.reworded
    return is_untouched and not said.drop_reason


def bring_up(circular: CircularPage, said: dict[CircularEntry, Said]) -> tuple[Gathered, bool]:
    """Let entries follow their sources: what happened to them, and whether readers get something else."""
    was_dropped, is_printed = {}, False
    for entry, words in said.items():
        before, had = entry.is_printed, entry.drop_reason
        names = follow(entry, words, circular)
        if names:
            was_dropped[entry] = had
        is_printed |= entry.is_printed != before or (entry.is_printed and bool(names - {"source_changed"}))
    changed = list(was_dropped)
    CircularEntry.objects.bulk_update(changed, FOLLOWED)
    dropped = [entry for entry in changed if entry.drop_reason and not was_dropped[entry]]
    returned = [entry for entry in changed if was_dropped[entry] and not entry.drop_reason]
    others = len(changed) - len(dropped) - len(returned)
    keep_few_highlights(circular, returned)
    return Gathered(changed=others, dropped=len(dropped), returned=len(returned)), is_printed


def keep_few_highlights(circular: CircularPage, returned: list[CircularEntry]) -> None:
    """What comes back after others were put forward in its place is one among its section. Private ones are in nobody's way."""
    for entry in returned:
        if not (entry.is_highlight and entry.is_printed):
            continue
        others = circular.entries.printed().filter(is_highlight=True).exclude(pk=entry.pk)
        if others.exclude(pk__in=limits_of(circular).entries).count() >= MOST_HIGHLIGHTS:
            entry.is_highlight = False
            entry.save(update_fields=["is_highlight"])


def add(circular: CircularPage, new: dict[str, dict[int, Said]]) -> int:
    """At the end of its section, by date and name. What somebody has proposed at the same moment is there already."""
    found = [(name, key, said) for name, said_by_key in new.items() for key, said in said_by_key.items()]
    if not found:
        return 0
    last = last_position(circular)
    order = sorted(found, key=lambda one: in_order(one[2]))
    entries = (
        CircularEntry(
            circular=circular, section=said.section, position=last + place, **{f"{name}_id": key}, **fields_of(said)
        )
        for place, (name, key, said) in enumerate(order, 1)
    )
    CircularEntry.objects.bulk_create(entries, ignore_conflicts=True)
    return len(order)


def in_order(said: Said) -> tuple[Any, ...]:
    return Section.values.index(said.section), said.day is None, str(said.day), said.title


def refresh_source(source: Source) -> CircularEntry | None:
    """Let the entry of `source`, if it has one, say what `source` says now, or leave with it. One statement without."""
    of_source = CircularEntry.objects.filter(**{name_of(source): source.pk})
    key = of_source.values_list("circular", flat=True).first()
    if key is None:
        return None
    with transaction.atomic():
        circular = lock_circular(key)
        entry = of_source.filter(circular=circular).first()
        if entry is None:
            return None
        said = said_by(name_of(source), [source.pk], since=since_of(circular, timezone.now()))
        done, is_printed = bring_up(circular, {entry: said[source.pk]})
        if done != Gathered():
            touch(circular, content=is_printed)
        return entry
