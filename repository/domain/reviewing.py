"""The review of what is proposed. Wagtail's workflow holds its rounds and remarks; the resource's own state follows its signals.

So it is the same whether somebody decides on the site or in the CMS.
"""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import TaskState, WorkflowState

from intranet.members.models import User
from repository.domain.gate import check_may_appear
from repository.domain.locking import check_seen, lock_kept_resource, lock_resource, newest_words
from repository.domain.pace import check_pace
from repository.domain.places import check_place
from repository.domain.publishing import publish
from repository.domain.shelves import reshelve
from repository.domain.workflow import send_round, task_of
from repository.enums import Review
from repository.models import ResourcePage
from repository.rules import may_decide, may_make_public, may_publish
from repository.signals import resource_reviewed, resource_submitted

LONGEST_NOTE = 600


@transaction.atomic
def submit(page: ResourcePage, *, by: User, seen: int | None = None) -> ResourcePage:
    """Let the newest words of `page` wait for a decision; of whoever decides, they are published at once.

    Sent twice it waits once. Raises `PermissionDenied`, `ChangedMeanwhileError` when they are others than `seen`,
    ValidationError for what is missing.
    """
    now = lock_kept_resource(page.pk, by=by)
    if now.review in {Review.WAITING, Review.PUBLISHED}:
        return now
    check_seen(now, seen)
    check_pace(by)
    words = newest_words(now)
    check_may_appear(words)
    check_place(words, by=by, before=words)
    if may_publish(by, words) and may_publish(by, now):
        return publish(words, by=by)
    words.full_clean(exclude=["latest_revision", "live_revision"])
    send_round(now, by=by)
    return lock_resource(now.pk)


@transaction.atomic
def approve(page: ResourcePage, *, by: User, seen: int | None = None, note: str = "") -> ResourcePage:
    """Publish the newest words of `page`. What does not wait any more stays as it is.

    Raises `PermissionDenied`, `ChangedMeanwhileError` when they are others than `seen`, ValidationError for what is missing.
    """
    now = opened(page, by)
    if now.review != Review.WAITING:
        return now
    check_seen(now, seen)
    words = newest_words(now)
    if not may_make_public(by, words):
        text = _("What is for everyone, also outside the network, is published by coordination, which has been told.")
        raise ValidationError(text, code="public")
    check_may_appear(words)
    task_of(now).approve(user=by, comment=note.strip())
    return lock_resource(now.pk)


@transaction.atomic
def send_back(page: ResourcePage, *, by: User, note: str, seen: int | None = None) -> ResourcePage:
    """Ask its keepers to change it first. Raises as `approve`, and ValidationError without a remark."""
    if not note.strip():
        raise ValidationError(
            {"note": ValidationError(_("Say what is missing: whoever proposes it reads it."), code="required")}
        )
    now = opened(page, by)
    if now.review != Review.WAITING:
        return now
    check_seen(now, seen)
    task_of(now).reject(user=by, comment=note.strip())
    return lock_resource(now.pk)


@transaction.atomic
def withdraw(page: ResourcePage, *, by: User) -> ResourcePage:
    """Take the proposal back: it is a draft again. Raises `PermissionDenied` for anyone but its keepers."""
    now = lock_kept_resource(page.pk, by=by)
    if now.review != Review.WAITING:
        return now
    task_of(now)
    now.current_workflow_state.cancel(user=by)
    return lock_resource(now.pk)


def opened(page: ResourcePage, by: User) -> ResourcePage:
    """Locked, as it is now. Raises `PermissionDenied` for those who do not decide on it."""
    now = lock_resource(page.pk)
    if not may_decide(by, now):
        raise PermissionDenied
    return now


# Receivers of Wagtail's signals


def resource_of(state: WorkflowState) -> ResourcePage | None:
    if state.content_type.model_class() is not ResourcePage:
        return None
    return ResourcePage.objects.select_related("group", "organisation", "owner").filter(pk=state.object_id).first()  # type: ignore[no-any-return]


def set_state(page: ResourcePage, **facts: Any) -> None:
    for name, value in facts.items():
        setattr(page, name, value)
    ResourcePage.objects.filter(pk=page.pk).update(**facts)


def follow_request(instance: TaskState, user: User | None, **_signal: Any) -> None:
    """`task_submitted`: it waits."""
    page = resource_of(instance.workflow_state)
    if page is not None:
        set_state(page, review=Review.WAITING, review_note="")
        reshelve(page)
        resource_submitted.send(ResourcePage, page=page, by=user)


def follow_approval(instance: WorkflowState, user: User | None, **_signal: Any) -> None:
    """`workflow_approved`, after it was published."""
    page = resource_of(instance)
    if page is not None:
        set_state(page, review_note=note_in(instance), reviewed_on=timezone.localdate(), reviewed_by=user)
        resource_reviewed.send(ResourcePage, page=page, by=user)


def follow_refusal(instance: WorkflowState, user: User | None, **_signal: Any) -> None:
    """`workflow_rejected`."""
    page = resource_of(instance)
    if page is not None:
        set_state(page, review=Review.RETURNED, review_note=note_in(instance))
        resource_reviewed.send(ResourcePage, page=page, by=user)


def follow_withdrawal(instance: WorkflowState, user: User | None, **_signal: Any) -> None:
    """`workflow_cancelled`: also when it was published past the review, and then it is, and its proposer is told."""
    page = resource_of(instance)
    if page is None:
        return
    if page.review in {Review.WAITING, Review.RETURNED}:
        set_state(page, review=Review.DRAFT, review_note="")
    elif page.live and page.review == Review.PUBLISHED:
        set_state(page, reviewed_on=timezone.localdate(), reviewed_by=user)
        resource_reviewed.send(ResourcePage, page=page, by=user)


def note_in(state: WorkflowState) -> str:
    return state.current_task_state.comment[:LONGEST_NOTE] if state.current_task_state else ""
