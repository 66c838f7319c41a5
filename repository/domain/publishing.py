"""One way to publish a resource, from the site as from the CMS: its revision, its shelf, and what follows from it."""

from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from intranet.members.models import User
from repository.domain.shelves import reshelve, shelve
from repository.domain.slugs import free_slug
from repository.enums import Review
from repository.models import ResourcePage
from repository.models.versions import touch_bank
from repository.signals import resource_published


@transaction.atomic
def begin(page: ResourcePage, *, by: User) -> ResourcePage:
    """Keep the new `page` as a draft of `by`, at an address of its own, on its shelf: theirs alone until it is sent.

    It has a title and a kind: whatever else is missing is asked for when it is sent.
    """
    page.owner, page.live, page.review = by, False, Review.DRAFT
    page.slug = free_slug(page.title)
    shelve(page)
    page.save_revision(user=by, clean=False, log_action=not page.is_for_private_group)
    return page


@transaction.atomic
def publish(page: ResourcePage, *, by: User) -> ResourcePage:
    """Make `page`, as it is at hand with its files, links and subjects, what readers see; `by` may do so.

    Raises ValidationError for what is no whole resource, and what may not be seen (`domain.gate`).
    """
    if page.pk is None:
        begin(page, by=page.owner or by)
    page.full_clean(exclude=["latest_revision", "live_revision"])
    is_logged = not page.is_for_private_group  # all of coordination reads the CMS's log
    revision = page.save_revision(user=by, clean=False, log_action=is_logged)
    revision.publish(user=by, skip_permission_checks=True, log_action=is_logged)
    published: ResourcePage = ResourcePage.objects.get(pk=page.pk)
    return published


@transaction.atomic
def follow_publication(instance: ResourcePage, revision: Any, **_kwargs: Any) -> None:
    """Wagtail's signal `page_published`, wherever it was published."""
    page = ResourcePage.objects.select_for_update(of=("self",)).get(pk=instance.pk)
    is_first = page.reviewed_on is None
    if is_first:
        page.reviewed_on = timezone.localdate()
    page.review, page.review_note = Review.PUBLISHED, ""
    names = ("review", "review_note", "reviewed_on")
    ResourcePage.objects.filter(pk=page.pk).update(**{name: getattr(page, name) for name in names})
    reshelve(page)
    touch(page)
    by = revision.user if revision else None
    resource_published.send(ResourcePage, page=page, by=by, is_first=is_first)


def touch(page: ResourcePage) -> None:
    """After whatever changes how `page` looks in lists, or whether it is found at all."""
    ResourcePage.objects.filter(pk=page.pk).update(version=F("version") + 1)
    touch_bank()
