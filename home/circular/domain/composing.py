"""What goes into a circular: accepted, left out with a reason, put back, put forward, moved to another section."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from home.circular.domain.knowing import known_to
from home.circular.domain.locking import lock_open, touch
from home.circular.domain.seen import Seen, check_seen
from home.circular.enums import EntryState, Section
from home.circular.models import CircularEntry, CircularPage
from intranet.members.models import User

MOST_HIGHLIGHTS = 3
LONGEST_REASON = 600


def lock_with(entry: CircularEntry, *, by: User) -> tuple[CircularPage, CircularEntry]:
    """The circular of `entry`, held, and the entry as it is now.

    Raises PermissionDenied, also when it has gone meanwhile or `by` may not see it, and ValidationError when it is out already.
    """
    circular = lock_open(entry.circular_id, by=by)
    found = circular.entries.visible_to(by).select_related("author", "decided_by").filter(pk=entry.pk).first()
    if found is None:
        raise PermissionDenied
    found.circular = circular
    return circular, found


@transaction.atomic
def accept(entry: CircularEntry, *, by: User, seen: Seen | None = None) -> CircularEntry:
    """At the end of its section; who proposed it is told (`domain.told`). `seen`: what one had before one; None for whoever takes it as it is.

    Raises PermissionDenied, ValidationError, and ChangedMeanwhileError when it says something else by now, or somebody has decided.
    """
    circular, entry = lock_with(entry, by=by)
    check_seen(entry, seen, by=by, wanted=EntryState.ACCEPTED, with_words=True)
    if entry.state != EntryState.ACCEPTED:
        take_in(entry, by=by)
        touch(circular)
    return entry


def take_in(entry: CircularEntry, *, by: User) -> None:
    """Within the lock. Raises ValidationError for what has dropped out."""
    if entry.drop_reason:
        raise ValidationError(_("«%(title)s» has dropped out at its source.") % {"title": entry.title}, code="dropped")
    entry.position = end_of(entry.circular, entry.section)
    decide(entry, EntryState.ACCEPTED, by=by)


@transaction.atomic
def reject(entry: CircularEntry, *, by: User, reason: str = "", seen: Seen | None = None) -> CircularEntry:
    """Who proposed it is told why. `seen` as in `accept`.

    Raises PermissionDenied, ChangedMeanwhileError, and ValidationError when there is somebody to tell, and nothing to tell them.
    """
    circular, entry = lock_with(entry, by=by)
    check_seen(entry, seen, by=by, wanted=EntryState.REJECTED, with_words=True)
    reason = reason.strip()
    if entry.author_id and not reason:
        raise ValidationError({"reason": _("Say why: whoever proposed it will read it.")}, code="required")
    if len(reason) > LONGEST_REASON:
        raise ValidationError({"reason": _("Say it in fewer words.")}, code="max_length")
    if entry.state != EntryState.REJECTED:
        was_printed = entry.is_printed
        decide(entry, EntryState.REJECTED, by=by, reason=reason)
        touch(circular, content=was_printed)
    return entry


def decide(entry: CircularEntry, state: EntryState, *, by: User, reason: str = "") -> None:
    entry.state, entry.reason, entry.is_highlight = state, reason, False
    entry.decided_by, entry.decided_at = by, timezone.now()
    entry.save(update_fields=["state", "reason", "is_highlight", "decided_by", "decided_at", "position"])


@transaction.atomic
def put_back(entry: CircularEntry, *, by: User, seen: Seen | None = None) -> CircularEntry:
    """It waits for a decision again. Raises PermissionDenied, ValidationError, and ChangedMeanwhileError."""
    circular, entry = lock_with(entry, by=by)
    check_seen(entry, seen, by=by)
    if entry.state != EntryState.WAITING:
        was_printed = entry.is_printed
        entry.state, entry.reason, entry.is_highlight = EntryState.WAITING, "", False
        entry.decided_by = entry.decided_at = None
        entry.save(update_fields=["state", "reason", "is_highlight", "decided_by", "decided_at"])
        touch(circular, content=was_printed)
    return entry


@transaction.atomic
def highlight(entry: CircularEntry, *, by: User, on: bool, seen: Seen | None = None) -> CircularEntry:
    """Put it before all sections, or back among its own. Raises PermissionDenied, ValidationError, and ChangedMeanwhileError.

    What has dropped out keeps its mark, for when it comes back; what `by` may know nothing of takes no place.
    """
    circular, entry = lock_with(entry, by=by)
    check_seen(entry, seen, by=by)
    if entry.is_highlight == on:
        return entry
    if on and not entry.is_printed:
        raise ValidationError(_("Accept it first: only what is in the circular is highlighted."), code="waiting")
    if on and known_to(by, circular).filter(is_highlight=True).count() >= MOST_HIGHLIGHTS:
        text = _("There are %(number)d highlights already: with more, none stands out. Take one away first.")
        raise ValidationError(text % {"number": MOST_HIGHLIGHTS}, code="highlights")
    entry.is_highlight = on
    entry.save(update_fields=["is_highlight"])
    touch(circular)
    return entry


@transaction.atomic
def set_section(entry: CircularEntry, *, by: User, section: str) -> CircularEntry:
    """At the end of that one. Raises PermissionDenied, and ValidationError."""
    circular, entry = lock_with(entry, by=by)
    if section not in Section.values:
        raise ValidationError({"section": _("Choose one of the sections.")}, code="section")
    if section != entry.section:
        entry.section, entry.position = section, end_of(circular, section)
        entry.save(update_fields=["section", "position"])
        touch(circular, content=entry.is_printed)
    return entry


def end_of(circular: CircularPage, section: str) -> int:
    """The position after the last that is accepted there."""
    accepted = circular.entries.filter(state=EntryState.ACCEPTED, section=section)
    last: int | None = accepted.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1
