"""Coordination's light review of what members announce to the whole network."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agenda.domain.announcing import ChangedMeanwhileError
from agenda.domain.locking import lock_event
from agenda.domain.publishing import touch
from agenda.domain.telling import tell
from agenda.enums import Review
from agenda.models import Event
from agenda.registration.domain.held import hold_desks
from agenda.rules import can_review
from agenda.signals import event_reviewed
from intranet.members.models import User


@transaction.atomic
def accept_event(event: Event, *, by: User, seen: int | None, note: str = "") -> Event:
    """Let the network see it. What does not wait any more stays as it is.

    `seen`: the `sequence` that the reviewer had before them. Raises `PermissionDenied`, and `ChangedMeanwhileError` when it is
    another one by now.
    """
    now = opened(event, by)
    if not waits(now, seen):
        return now
    decide(now, Review.PUBLISHED, by=by, note=note)
    tell(now, by=now.author)
    return now


@transaction.atomic
def return_event(event: Event, *, by: User, seen: int | None, note: str) -> Event:
    """Ask its keepers to change it first. Raises as `accept_event`, and ValidationError without a remark."""
    if not note.strip():
        raise ValidationError(
            {"note": ValidationError(_("Say what is missing: the author reads it."), code="required")}
        )
    now = opened(event, by)
    if waits(now, seen):
        decide(now, Review.RETURNED, by=by, note=note)
    return now


def opened(event: Event, by: User) -> Event:
    """Locked, as it is now. Raises `PermissionDenied` for those who do not review."""
    if not can_review(by):
        raise PermissionDenied
    now = lock_event(event.pk)
    hold_desks(now.desks.all())
    return now


def waits(event: Event, seen: int | None) -> bool:
    """Raises `ChangedMeanwhileError`."""
    if event.review != Review.WAITING:
        return False
    if seen != event.sequence:
        raise ChangedMeanwhileError
    return True


def decide(event: Event, review: Review, *, by: User, note: str) -> None:
    event.review, event.review_note = review, note.strip()
    event.reviewed_by, event.reviewed_at = by, timezone.now()
    event.is_cleared = review == Review.PUBLISHED
    names = ("review", "is_cleared", "review_note", "reviewed_by", "reviewed_at")
    Event.objects.filter(pk=event.pk).update(**{name: getattr(event, name) for name in names})
    touch(event)
    event_reviewed.send(Event, event=event, by=by)
