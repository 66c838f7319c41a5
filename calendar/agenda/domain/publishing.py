"""One way to publish an event, from the site as from the CMS: its revision, its dates, and what is told of it."""

from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from agenda import recurrence
from agenda.domain.dates import keep_dates
from agenda.domain.telling import note, tell
from agenda.enums import ChangeKind
from agenda.models import Event
from agenda.registration.domain.held import hold_desks
from intranet.members.models import User


@transaction.atomic
def publish(event: Event, *, by: User) -> Event:
    """Make `event`, as it is at hand with its subjects and co-organisers, what people see; `by` may do so.

    Its dates follow, and those who count on it are told of what differs. Raises ValidationError for what has no dates.
    """
    event.full_clean(exclude=["latest_revision", "live_revision"])
    if event.pk is None:
        event.live = False
        event.save()
    return go_live(event, by=by)


def go_live(event: Event, *, by: User) -> Event:
    """Publish the saved `event` as it is at hand, in the caller's transaction."""
    is_logged = event.group is None or not event.group.is_private  # all of coordination reads the CMS's log
    revision = event.save_revision(user=by, clean=False)
    revision.publish(user=by, skip_permission_checks=True, log_action=is_logged)
    return Event.objects.get(pk=event.pk)


@transaction.atomic
def follow_publication(instance: Event, revision: Any, **_kwargs: Any) -> None:
    """Wagtail's signal `published`, wherever it was published."""
    event = Event.objects.select_for_update().get(pk=instance.pk)
    hold_desks(event.desks.all())
    by = revision.user if revision else None
    lost = keep_dates(event)
    touch(event)
    for row in lost:
        if event.is_published and event.is_on and not row.is_over:
            note(event, ChangeKind.CANCELLED, by=by, between=(row.start, row.start))
    tell(event, by=by)


def let_go(instance: Event, **_kwargs: Any) -> None:
    """Django's signal `post_delete`: the engine keeps nothing of an event that is no more."""
    recurrence.forget(instance.entry_id)


def touch(event: Event) -> None:
    """Let calendars that hold a copy know that theirs is old (RFC 5545 §3.8.7.4)."""
    event.changed_at = timezone.now()
    Event.objects.filter(pk=event.pk).update(sequence=F("sequence") + 1, changed_at=event.changed_at)
    event.refresh_from_db(fields=["sequence"])
