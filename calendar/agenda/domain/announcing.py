"""Announcing an event, and what its keepers do with it afterwards: edit, withdraw, publish again."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from agenda.domain.audience import people_of_council
from agenda.domain.locking import lock_whole
from agenda.domain.pace import check_pace
from agenda.domain.publishing import publish, touch
from agenda.domain.telling import note, tell
from agenda.enums import ChangeKind, Mode, Review
from agenda.models import Event
from agenda.models.events import OF_THE_ROW
from agenda.registration.domain.keeping import open_as_before
from agenda.rules import can_announce, can_review, groups_of, may_clear, needs_review, organisations_of, widens
from agenda.signals import review_asked
from forum.domain.pace import hold_author
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


def announce_event(event: Event, *, author: User, key: UUID | None = None, source: Event | None = None) -> Event:
    """Publish `event`, not saved yet, at once or after a review; the same form sent twice makes one.

    `source`: what is announced again, with its registration. Raises `PermissionDenied` when the author may not announce it in
    that name, ValidationError for what is wrong with it, `TooManyEventsError`.
    """
    check_names(event, by=author)
    try:
        return announce(event, author=author, key=key, source=source)
    except IntegrityError:
        if before := announced_before(author, key):
            return before
        raise


@transaction.atomic
def announce(event: Event, *, author: User, key: UUID | None, source: Event | None) -> Event:
    hold_author(author)
    if before := announced_before(author, key):
        return before
    check_pace(author)
    event.author, event.key = author, key
    event.is_cleared = not needs_review(author, event)
    event.review = Review.PUBLISHED if event.is_cleared else Review.WAITING
    tidy(event)
    published = publish(event, by=author)
    if source is not None:
        open_as_before(published, source, by=author)
    if published.review == Review.WAITING:
        review_asked.send(Event, event=published)
    return published


@transaction.atomic
def edit_event(event: Event, *, by: User, seen: int | None) -> Event:
    """Publish `event` as it is at hand, changed by one of its keepers.

    What was returned is reviewed again. What is published stays so, unless it now has to be reviewed as it had not before:
    in another name, or for more people. `seen`: the `sequence` that the editor had before them. Raises `PermissionDenied`,
    `ChangedMeanwhileError` when it is another one by now, ValidationError.
    """
    before = lock_whole(event.pk, by=by)
    check_names(event, by=by, before=before)
    if seen != before.sequence:
        raise ChangedMeanwhileError
    for name in OF_THE_ROW:
        setattr(event, name, getattr(before, name))
    tidy(event)
    store_review(event, *review_after_edit(event, before, by))
    published = publish(event, by=by)
    if event.review == Review.WAITING != before.review:
        review_asked.send(Event, event=published)
    return published


def review_after_edit(event: Event, before: Event, by: User) -> tuple[Review, bool]:
    """With it, whether what it says now is cleared."""
    asks = needs_review(by, event) and (not needs_review(by, before) or widens(event, before))
    if before.review == Review.WITHDRAWN:
        return Review.WITHDRAWN, before.is_cleared and not asks
    if before.review == Review.WAITING:
        waits = event.group_id is None
    elif before.review == Review.RETURNED:
        waits = not may_clear(by, event)
    else:
        waits = asks
    return (Review.WAITING, False) if waits else (Review.PUBLISHED, True)


@transaction.atomic
def withdraw_event(event: Event, *, by: User) -> Event:
    """Let only its keepers see it any more, until one publishes it again. Raises `PermissionDenied`."""
    now = lock_whole(event.pk, by=by)
    if now.review == Review.WITHDRAWN:
        return now
    was_seen = now.is_published
    set_review(now, Review.WITHDRAWN, is_cleared=now.is_cleared and not holds_back(by, now))
    if was_seen and now.occurrences.ahead().exists():
        note(now, ChangeKind.WITHDRAWN, by=by)
    return now


def holds_back(by: User, event: Event) -> bool:
    """Whether `by` withdraws it as who reviews, and not as one of those whose it is. Groups decide for themselves."""
    if not can_review(by) or event.group_id is not None or event.author_id == by.pk:
        return False
    return not people_of_council(event).filter(pk=by.pk).exists()


@transaction.atomic
def publish_again(event: Event, *, by: User) -> Event:
    """Take its withdrawal back. What nobody has reviewed, or a reviewer withdrew, waits for them. Raises `PermissionDenied`."""
    now = lock_whole(event.pk, by=by)
    if now.review != Review.WITHDRAWN:
        return now
    waits = not (now.is_cleared or may_clear(by, now))
    set_review(now, Review.WAITING if waits else Review.PUBLISHED, is_cleared=not waits)
    if waits:
        review_asked.send(Event, event=now)
    elif now.told and now.occurrences.ahead().exists():
        note(now, ChangeKind.RESTORED, by=by)
    tell(now, by=by)
    return now


def set_review(event: Event, review: Review, *, is_cleared: bool) -> None:
    store_review(event, review, is_cleared)
    touch(event)


def store_review(event: Event, review: Review, is_cleared: bool) -> None:  # noqa: FBT001 - as `review_after_edit` gives it
    event.review, event.is_cleared = review, is_cleared
    Event.objects.filter(pk=event.pk).update(review=review, is_cleared=is_cleared)


def tidy(event: Event) -> None:
    """What is the same by whatever way it comes in: safe text, and a county where the organiser has one."""
    event.body = clean_html(event.body)
    if event.mode == Mode.ONLINE:
        event.comarca = ""
    elif not event.comarca and event.organisation is not None:
        event.comarca = event.organisation.comarca


def check_names(event: Event, *, by: User, before: Event | None = None) -> None:
    """In whose name: one's councils, the groups that one coordinates, the network for coordination. Or as it was `before`.

    What a private group has announced stays with it: its history would tell others what was said inside. Raises
    `PermissionDenied`.
    """
    if before is None and not can_announce(by):
        raise PermissionDenied
    had = (before.organisation_id, before.group_id) if before else None
    if had == (event.organisation_id, event.group_id):
        return
    if before and before.group and before.group.is_private:
        raise PermissionDenied
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
