"""What is told of an event: what it says to those who count on it, and what differs from when they last heard of it."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from agenda.enums import ChangeKind, EventState
from agenda.models import Change, Event, Occurrence
from agenda.sentences import place_of, repetition_of, when_of_all
from agenda.signals import event_changed
from intranet.members.models import User

DATES = frozenset({"when", "repeats"})
"""The facts that say on which days."""


def tell(event: Event, *, by: User | None) -> Change | None:
    """Note that a published event is new, or what has changed of it. What is over is changed without a word.

    What was postponed goes ahead with its new dates, and it is told so.
    """
    if not event.is_published:
        return None
    facts = facts_of(event)
    before, event.told = event.told, facts
    Event.objects.filter(pk=event.pk).update(told=facts)
    changed = {name: [before.get(name, ""), value] for name, value in facts.items() if before.get(name, "") != value}
    is_back = bool(before) and not DATES.isdisjoint(changed) and goes_ahead(event)
    if not event.occurrences.ahead().exists():
        return None
    if not before:
        return note(event, ChangeKind.ANNOUNCED, by=by)
    kind = ChangeKind.RESTORED if is_back else ChangeKind.CHANGED
    return note(event, kind, by=by, facts=in_public(changed)) if changed else None


def goes_ahead(event: Event) -> bool:
    """Put on again what was postponed, now that it has another date; whether it was."""
    if event.state != EventState.POSTPONED:
        return False
    event.state, event.reason = EventState.SCHEDULED, ""
    Event.objects.filter(pk=event.pk).update(state=event.state, reason=event.reason)
    return True


def facts_of(event: Event) -> dict[str, str]:
    """What people plan by, in words. Of the link to join only that it is another one: it is not for all who are told."""
    return {
        "title": event.title,
        "when": when_of_all(event),
        "repeats": repetition_of(event),
        "mode": str(event.get_mode_display()),
        "where": place_of(event),
        "link": sha256(event.join_url.encode()).hexdigest()[:16] if event.join_url else "",
    }


def in_public(changed: dict[str, list[str]]) -> dict[str, list[str]]:
    return {name: ["", ""] if name == "link" else values for name, values in changed.items()}


def note(
    event: Event,
    kind: ChangeKind,
    *,
    by: User | None,
    reason: str = "",
    facts: Mapping[str, Any] | None = None,
    occurrence: Occurrence | None = None,
    between: tuple[datetime, datetime] | None = None,
) -> Change:
    """Keep what happened, and tell of it. `between`: the first and the last date concerned, when it is not all of them."""
    first, last = between or (None, None)
    # Whoever counted on what is withdrawn is told by the name they knew: they do not see what it is called afterwards.
    known = {"was": event.title} if kind == ChangeKind.WITHDRAWN else {}
    change = Change.objects.create(
        event=event,
        kind=kind,
        by=by,
        reason=reason,
        facts={**known, **(facts or {})},
        occurrence=occurrence,
        first_start=first,
        last_start=last,
    )
    event_changed.send(Change, change=change)
    return change
