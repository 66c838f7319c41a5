"""Announcing an event, and what its keepers do with it afterwards: edit, withdraw, publish again."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from agenda.domain.locking import lock_kept
from agenda.domain.publishing import publish, touch
from agenda.domain.telling import note, tell
from agenda.enums import ChangeKind, Mode, Review
from agenda.models import Event
from agenda.rules import can_announce, groups_of, needs_review, organisations_of
from agenda.signals import review_asked
from intranet.members.models import User
from intranet.richtext.cleaning import clean_html

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from intranet.members.models import Organisation, WorkingGroup


class ChangedMeanwhileError(Exception):
    """The event says something else by now than what its editor had before them."""


def announced_before(author: User, key: UUID | None) -> Event | None:
    """The event that this very form has made already."""
    return Event.objects.filter(author=author, key=key).first() if key else None


def announce_event(event: Event, *, author: User, key: UUID | None = None) -> Event:
    """Publish `event`, not saved yet, at once or after a review; the same form sent twice makes one.

    Raises `PermissionDenied` when the author may not announce it in that name, ValidationError for what is wrong with it.
    """
    check_names(event, by=author)
    try:
        return announce(event, author=author, key=key)
    except IntegrityError:
        if before := announced_before(author, key):
            return before
        raise


@transaction.atomic
def announce(event: Event, *, author: User, key: UUID | None) -> Event:
    if before := announced_before(author, key):
        return before
    event.author, event.key = author, key
    event.review = Review.WAITING if needs_review(author, event) else Review.PUBLISHED
    tidy(event)
    published = publish(event, by=author)
    if published.review == Review.WAITING:
        review_asked.send(Event, event=published)
    return published


@transaction.atomic
def edit_event(event: Event, *, by: User, seen: int | None = None) -> Event:
    """Publish `event` as it is at hand, changed by one of its keepers.

    What was returned is reviewed again. What is published stays so, unless it now goes, in another name, to people for whom
    it has to be reviewed. `seen`: the `sequence` that the editor had before them. Raises `PermissionDenied`,
    `ChangedMeanwhileError` when it is another one by now, ValidationError.
    """
    before = lock_kept(event.pk, by=by)
    check_names(event, by=by, before=before)
    if seen is not None and seen != before.sequence:
        raise ChangedMeanwhileError
    tidy(event)
    review = review_after_edit(event, before, by)
    Event.objects.filter(pk=event.pk).update(review=review)
    event.review = review
    published = publish(event, by=by)
    if review == Review.WAITING != before.review:
        review_asked.send(Event, event=published)
    return published


def review_after_edit(event: Event, before: Event, by: User) -> Review:
    asked = needs_review(by, event)
    if before.review == Review.RETURNED:
        return Review.WAITING if asked else Review.PUBLISHED
    if before.review == Review.PUBLISHED and asked and not needs_review(by, before):
        return Review.WAITING
    return Review(before.review)


@transaction.atomic
def withdraw_event(event: Event, *, by: User) -> Event:
    """Let only its keepers see it any more, until one publishes it again. Raises `PermissionDenied`."""
    now = lock_kept(event.pk, by=by)
    if now.review == Review.WITHDRAWN:
        return now
    was_seen = now.is_published
    set_review(now, Review.WITHDRAWN)
    if was_seen and now.occurrences.ahead().exists():
        note(now, ChangeKind.WITHDRAWN, by=by)
    return now


@transaction.atomic
def publish_again(event: Event, *, by: User) -> Event:
    """Take its withdrawal back. What nobody had reviewed yet waits for it as before. Raises `PermissionDenied`."""
    now = lock_kept(event.pk, by=by)
    if now.review != Review.WITHDRAWN:
        return now
    waits = not now.told and needs_review(by, now)
    was_seen = bool(now.told)
    set_review(now, Review.WAITING if waits else Review.PUBLISHED)
    if waits:
        review_asked.send(Event, event=now)
    elif was_seen and now.occurrences.ahead().exists():
        note(now, ChangeKind.RESTORED, by=by)
    tell(now, by=by)
    return now


def set_review(event: Event, review: Review) -> None:
    event.review = review
    Event.objects.filter(pk=event.pk).update(review=review)
    touch(event)


def tidy(event: Event) -> None:
    """What is the same by whatever way it comes in: safe text, and a county where the organiser has one."""
    event.body = clean_html(event.body)
    if event.mode == Mode.ONLINE:
        event.comarca = ""
    elif not event.comarca and event.organisation is not None:
        event.comarca = event.organisation.comarca


def check_names(event: Event, *, by: User, before: Event | None = None) -> None:
    """In whose name: one's councils, the groups that one coordinates, the network for coordination. Or as it was `before`.

    Raises `PermissionDenied`.
    """
    if before is None and not can_announce(by):
        raise PermissionDenied
    had = (before.organisation_id, before.group_id) if before else None
    if had == (event.organisation_id, event.group_id):
        return
    organisation, group = had or (None, None)
    is_networks = event.organisation_id is None and event.group_id is None
    if is_networks and not by.standing.cares_for_members:
        raise PermissionDenied
    if event.organisation_id not in {None, organisation}:
        check_offered(organisations_of(by), event.organisation_id)
    if event.group_id not in {None, group}:
        check_offered(groups_of(by), event.group_id)


def check_offered(offered: "QuerySet[Organisation] | QuerySet[WorkingGroup]", key: int | None) -> None:
    if key is None or not offered.filter(pk=key).exists():
        raise PermissionDenied
