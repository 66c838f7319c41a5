"""Whether a resource still holds: who said so and until when, and what becomes of it when nobody does."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from intranet.members.models import User
from intranet.notifications.domain.forgetting import forget
from repository.domain.locking import lock_kept_resource
from repository.domain.publishing import touch
from repository.enums import ArchiveReason, ResourceKind
from repository.models import ResourcePage
from repository.signals import resource_archived, resource_restored

if TYPE_CHECKING:
    from collections.abc import Mapping

YEAR = timedelta(days=365)
# What a study found holds for longer than how something is done today.
HOLDS_FOR: "Mapping[str, timedelta]" = {ResourceKind.REPORT.value: 2 * YEAR}
FARTHEST = 5 * YEAR
# Since it has another day: nobody has been asked about it, and none comes after it.
UNASKED = {"asked_on": None, "warned_on": None, "review_due_next": None}
ASKED, WARNED, PUT_AWAY = "resource_valid_asked", "resource_archiving", "resource_archived"


def next_review(page: ResourcePage) -> date:
    """Until when it is good for, when somebody says today that it holds."""
    return timezone.localdate() + HOLDS_FOR.get(page.kind, YEAR)


@transaction.atomic
def confirm_valid(page: ResourcePage, *, by: User, until: date | None = None) -> ResourcePage:
    """Say that it holds, and is to be looked at again on the day `until`.

    Raises PermissionDenied for anyone but its keepers and for what is not current; ValidationError for a day that is none of
    the next five years'.
    """
    now = lock_kept_resource(page.pk, by=by)
    if not now.live or now.is_archived:
        raise PermissionDenied
    until = until or next_review(now)
    check_day(until)
    set_row(now, reviewed_on=timezone.localdate(), reviewed_by=by, review_due=until, **UNASKED)
    forget_questions(now)
    return now


def check_day(until: date, *, field: str = "until") -> None:
    """Raises ValidationError, of `field`."""
    today = timezone.localdate()
    if not today < until <= today + FARTHEST:
        text = _("Choose a day of the next five years.")
        raise ValidationError({field: ValidationError(text, code="day")})


def follow_words(page: ResourcePage, **_signal: Any) -> None:
    """Receiver of `resource_published`: the day that the newest words brought with them holds from now on, if it is to come.

    What nobody gave a day has one all the same: nothing holds for ever.
    """
    day = page.review_due_next
    if day is None:
        if page.review_due is None:
            set_row(page, review_due=next_review(page))
    elif day > timezone.localdate():
        set_row(page, review_due=day, **UNASKED)
        forget_questions(page)
    else:
        set_row(page, review_due_next=None)


@transaction.atomic
def archive(page: ResourcePage, *, by: User) -> ResourcePage:
    """Say that it holds no more: it stays to be read by those who find it. Raises PermissionDenied as `confirm_valid`."""
    now = lock_kept_resource(page.pk, by=by)
    if not now.live:
        raise PermissionDenied
    put_away(now, ArchiveReason.BY_HAND)
    return now


@transaction.atomic
def restore(page: ResourcePage, *, by: User) -> ResourcePage:
    """Say that it holds after all: it is current again, and asked about as if it had been looked at today.

    The last day on which it was to hold is forgotten where it is over. Raises PermissionDenied for anyone but its keepers.
    """
    now = lock_kept_resource(page.pk, by=by)
    if not now.is_archived:
        return now
    if has_ended(now):
        forget_end(now)
    set_row(
        now,
        archived_at=None,
        archive_reason="",
        reviewed_on=timezone.localdate(),
        reviewed_by=by,
        review_due=next_review(now),
        **UNASKED,
    )
    forget_questions(now)
    resource_restored.send(ResourcePage, page=now)
    return now


def has_ended(page: ResourcePage) -> bool:
    """Whether the last day on which it was to hold is over."""
    return page.expires_on is not None and page.expires_on < timezone.localdate()


def put_away(page: ResourcePage, reason: ArchiveReason) -> None:
    """Of the locked `page`. What is put away stays as it was."""
    if page.is_archived:
        return
    set_row(page, archived_at=timezone.now(), archive_reason=reason.value, asked_on=None, warned_on=None)
    forget_questions(page)
    resource_archived.send(ResourcePage, page=page)


def set_row(page: ResourcePage, **values: Any) -> None:
    for name, value in values.items():
        setattr(page, name, value)
    ResourcePage.objects.filter(pk=page.pk).update(**values)
    touch(page)


def forget_end(page: ResourcePage) -> None:
    """In the row as in the revisions that say it."""
    page.expires_on = None
    ResourcePage.objects.filter(pk=page.pk).update(expires_on=None)
    for revision in page.revisions.filter(pk__in=[page.latest_revision_id, page.live_revision_id]):
        revision.content["expires_on"] = None
        revision.save(update_fields=["content"])


def forget_questions(page: ResourcePage) -> None:
    """They are answered: nobody is asked any more, and another year they are asked anew."""
    for kind in (ASKED, WARNED, PUT_AWAY):
        forget(kind, page)
