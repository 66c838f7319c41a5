"""Proposing a resource in three steps: begun with its title, worded as often as one likes, discarded or sent."""

from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from forum.domain.pace import hold_author
from intranet.members.models import User
from repository.domain.locking import check_seen, lock_kept_resource, newest_words
from repository.domain.pace import check_begun
from repository.domain.places import check_place
from repository.domain.publishing import begin
from repository.domain.shelves import reshelve
from repository.domain.validity import check_day
from repository.domain.workflow import follow_words
from repository.enums import Review
from repository.models import ResourcePage
from repository.models.pages import OF_THE_ROW

# While nobody reads it, the row says what its newest words say: its rules, its shelf and its lists look there.
WORDS = (
    *("title", "draft_title", "kind", "summary", "sort_key", "visibility", "group", "organisation"),
    *("subjects", "departments", "comarca", "year", "language", "licence", "abc_category"),
    *("context", "measures", "results", "cost", "legal_basis", "contact", "expires_on"),
)


def proposed_before(owner: User, key: UUID | None) -> ResourcePage | None:
    """The resource that this very form has made already."""
    return ResourcePage.objects.filter(owner=owner, key=key).first() if key else None


@transaction.atomic
def propose(page: ResourcePage, *, by: User, key: UUID | None = None) -> ResourcePage:
    """Keep the new `page` as a draft that `by` alone sees; the same form sent twice makes one.

    Raises `PermissionDenied` for whoever may not propose, ValidationError for a place that is not theirs, and when they have
    too many that are not published.
    """
    check_place(page, by=by)
    hold_author(by)
    if before := proposed_before(by, key):
        return before
    check_begun(by)
    page.key = key
    settle(page)
    return begin(page, by=by)


@transaction.atomic
def save_words(
    page: ResourcePage, *, by: User, seen: int | None = None, review_due: date | None = None
) -> ResourcePage:
    """Keep `page` as it is at hand as its newest words. What readers see of a published one stays until it is accepted.

    `seen`: the revision that the editor had before them; `review_due`: another day by which it is to be reviewed. Raises
    `PermissionDenied`, `ChangedMeanwhileError`, ValidationError by field.
    """
    now = lock_kept_resource(page.pk, by=by)
    check_seen(now, seen)
    if page.group_id == now.group_id:
        page.group = now.group  # it may have gone private since `page` was read
    check_place(page, by=by, before=newest_words(now))
    is_another_day = asks_for_another(review_due, now)
    for name in OF_THE_ROW:
        setattr(page, name, getattr(now, name))
    settle(page)
    if not now.live:
        page.save(clean=False, update_fields=WORDS)
        reshelve(page)
    page.save_revision(user=by, clean=False, log_action=not is_for_private_group(page, now))
    if is_another_day:
        set_due(page, review_due)
    if now.review == Review.WAITING:
        follow_words(page)
    elif now.review == Review.PUBLISHED:
        page.review = Review.DRAFT
        ResourcePage.objects.filter(pk=page.pk).update(review=page.review)
    return page


def asks_for_another(day: date | None, now: ResourcePage) -> bool:
    """Whether it is to be reviewed by another day than is foreseen. Raises ValidationError for one that is none to choose."""
    if day is None or day == (now.review_due_next or now.review_due):
        return False
    check_day(day, field="review_due")
    return True


def is_for_private_group(*pages: ResourcePage) -> bool:
    return any(page.is_for_private_group for page in pages)


def set_due(page: ResourcePage, day: date | None) -> None:
    """At once while nobody reads it; else with its newest words, when they are published (`validity.follow_words`)."""
    name = "review_due_next" if page.live else "review_due"
    setattr(page, name, day)
    ResourcePage.objects.filter(pk=page.pk).update(**{name: day})


def settle(page: ResourcePage) -> None:
    """What is the same by whatever way it comes in: one line of title, and a county where its council has one."""
    page.title = " ".join(page.title.split())
    page.draft_title = page.title
    if not page.comarca and page.organisation is not None:
        page.comarca = page.organisation.comarca


@transaction.atomic
def discard(page: ResourcePage, *, by: User) -> bool:
    """Throw away what is not published: the resource, or the newest words of a published one. Whether it is gone as a whole.

    Raises `PermissionDenied` for anyone but its keepers, and of what was never published for anyone but its owner.
    """
    now = lock_kept_resource(page.pk, by=by)
    if not may_discard(now, by):
        raise PermissionDenied
    if state := now.current_workflow_state:
        state.cancel(user=by)
    if was_never_published(now):
        now.delete()
        return True
    if now.review != Review.PUBLISHED:
        take_back(now, by=by)
    return False


def was_never_published(page: ResourcePage) -> bool:
    return not page.live and page.first_published_at is None


def may_discard(page: ResourcePage, by: User) -> bool:
    """Of a keeper: what nobody else has yet goes for good, and is its owner's alone to throw away."""
    return page.owner_id == by.pk or not was_never_published(page)


def take_back(page: ResourcePage, *, by: User) -> None:
    """Let the newest words be those that readers see."""
    published = ResourcePage.objects.get(pk=page.pk)
    revision = published.save_revision(user=by, clean=False, changed=False)
    names: dict[str, Any] = {"review_due_next": None}
    names |= {"live_revision": revision, "has_unpublished_changes": False, "latest_revision_created_at": timezone.now()}
    ResourcePage.objects.filter(pk=page.pk).update(review=Review.PUBLISHED, review_note="", **names)
