"""In which order the entries of a circular stand: moved by one place, or put before another one."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from home.circular.domain.composing import lock_with, take_in
from home.circular.domain.locking import touch
from home.circular.domain.seen import Seen, check_seen
from home.circular.enums import EntryState, Section
from home.circular.models import CircularEntry, CircularPage
from intranet.members.models import User

UP, DOWN = "up", "down"


@transaction.atomic
def move(entry: CircularEntry, *, by: User, direction: str, seen: Seen | None = None) -> bool:
    """One place up or down among those that `by` sees, over the border of its section too. Whether there was a place to go to.

    Raises PermissionDenied, ChangedMeanwhileError when somebody else has moved it since, and ValidationError for what is not in the circular.
    """
    circular, entry = lock_with(entry, by=by)
    check_seen(entry, seen, by=by, with_turn=True)
    if not entry.is_printed:
        raise ValidationError(_("«%(title)s» is not in the circular.") % {"title": entry.title}, code="waiting")
    shelves, order = printed_by_section(circular, seen_by=by), list(Section.values)
    here, step = shelves[entry.section], -1 if direction == UP else 1
    turn, next_one = here.index(entry) + step, order.index(entry.section) + step
    if 0 <= turn < len(here):
        put(entry, beside=here[turn], after=direction == DOWN)
    elif 0 <= next_one < len(order):
        entry.section = order[next_one]
        there = shelves[entry.section]
        put(entry, beside=there[-1 if direction == UP else 0] if there else None, after=direction == UP)
    else:
        return False
    touch(circular)
    return True


@transaction.atomic
def place(
    entry: CircularEntry, *, by: User, section: str, before: CircularEntry | None = None, seen: Seen | None = None
) -> CircularEntry:
    """In `section`, before another one there or at its end; what waited is accepted by it (`composing.accept`).

    Raises PermissionDenied, ValidationError, and ChangedMeanwhileError.
    """
    circular, entry = lock_with(entry, by=by)
    if section not in Section.values:
        raise ValidationError({"section": _("Choose one of the sections.")}, code="section")
    waits = entry.state != EntryState.ACCEPTED
    check_seen(entry, seen, by=by, with_words=waits, with_turn=not waits)
    entry.section = section
    if waits:
        take_in(entry, by=by)
    put(entry, beside=before, after=False)
    touch(circular)
    return entry


def printed_by_section(circular: CircularPage, *, seen_by: User) -> dict[str, list[CircularEntry]]:
    """What is in the circular, of what one sees, in order; every section is there."""
    entries = list(circular.entries.printed().visible_to(seen_by).in_order())
    return {section: [entry for entry in entries if entry.section == section] for section in Section.values}


def put(entry: CircularEntry, *, beside: CircularEntry | None, after: bool) -> None:
    """Give all that is accepted in its section numbers anew, with `entry` next to `beside`; without that, at the end."""
    accepted = CircularEntry.objects.filter(
        circular=entry.circular_id, section=entry.section, state=EntryState.ACCEPTED
    )
    others = list(accepted.exclude(pk=entry.pk).in_order())
    at = others.index(beside) + after if beside in others else len(others)
    number([*others[:at], entry, *others[at:]])


def number(entries: Sequence[CircularEntry]) -> None:
    for position, one in enumerate(entries):
        one.position = position
    CircularEntry.objects.bulk_update(entries, ["section", "position"])
