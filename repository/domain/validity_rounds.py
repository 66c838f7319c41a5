"""What is asked and done every morning about what may have aged. Each step tells once, whoever else runs at the same moment."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from intranet.notifications.domain.notify import notify
from repository.domain.keepers import who_answers_for
from repository.domain.validity import ASKED, PUT_AWAY, WARNED, forget_questions, put_away
from repository.enums import ArchiveReason
from repository.models import ResourcePage

if TYPE_CHECKING:
    from repository.models import ResourceQuerySet

NOTICE = timedelta(days=30)
"""How long before it is due its owner is asked; how long after it, they are warned; and how long the warning lasts."""


def look_after_validity() -> None:
    """Daily; what a day left out, the next one does. Nothing is archived that nobody was warned of, but for what had its last day."""
    take_back_questions()
    for pk in keys(expired()):
        put_away_alone(pk, ArchiveReason.EXPIRED, expired())
    for pk in keys(forsaken()):
        put_away_alone(pk, ArchiveReason.OVERDUE, forsaken())
    for pk in keys(late()):
        warn(pk)
    for pk in keys(soon()):
        ask(pk)


def current_where(**facts: Any) -> "ResourceQuerySet":
    return ResourcePage.objects.current().filter(**facts)  # type: ignore[no-any-return]


def expired() -> "ResourceQuerySet":
    return current_where(expires_on__lt=timezone.localdate())


def forsaken() -> "ResourceQuerySet":
    today = timezone.localdate()
    return current_where(review_due__lt=today, warned_on__lte=today - NOTICE)


def late() -> "ResourceQuerySet":
    return current_where(review_due__lte=timezone.localdate() - NOTICE, warned_on=None)


def soon() -> "ResourceQuerySet":
    due = timezone.localdate() + NOTICE
    return current_where(review_due__lte=due, asked_on=None, warned_on=None)


def take_back_questions() -> None:
    """Of what was given another day meanwhile, as its editor may: it is asked and warned of anew when that comes."""
    today = timezone.localdate()
    no_matter = Q(review_due=None) | Q(review_due__gt=today + NOTICE)
    unwarned = Q(review_due=None) | Q(review_due__gt=today - NOTICE)
    stale = ResourcePage.objects.filter(
        (Q(asked_on__isnull=False) & no_matter) | (Q(warned_on__isnull=False) & unwarned)
    )
    for page in stale.order_by("pk"):
        forget_questions(page)
        ResourcePage.objects.filter(pk=page.pk).update(asked_on=None, warned_on=None)


def keys(pages: "ResourceQuerySet") -> list[int]:
    return list(pages.order_by("pk").values_list("pk", flat=True))


def held_among(pages: "ResourceQuerySet", pk: int) -> ResourcePage | None:
    """The resource held for the transaction, if it is one of `pages` still: somebody may just have given it another day."""
    ResourcePage.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    found: ResourcePage | None = pages.select_related("group", "organisation", "owner").filter(pk=pk).first()
    return found


@transaction.atomic
def put_away_alone(pk: int, reason: ArchiveReason, pages: "ResourceQuerySet") -> bool:
    """Archive without anybody's doing what is one of `pages`, and say so; whether it was."""
    page = held_among(pages, pk)
    if page is None:
        return False
    put_away(page, reason)
    notify(PUT_AWAY, who_answers_for(page), actor=None, target=page, group=page.group)
    return True


@transaction.atomic
def ask(pk: int) -> bool:
    """Ask whether it still holds; whether it was this one who asked. Where there is nobody to ask, nobody was asked."""
    page = held_among(soon(), pk)
    people = who_answers_for(page) if page else []
    if page is None or not people:
        return False
    ResourcePage.objects.filter(pk=pk).update(asked_on=timezone.localdate())
    forget_questions(page)
    notify(ASKED, people, actor=None, target=page, group=page.group)
    return True


@transaction.atomic
def warn(pk: int) -> bool:
    """Say that it will be archived; whether it was this one who said so. Where there is nobody to hear it, nobody was warned."""
    page = held_among(late(), pk)
    people = who_answers_for(page) if page else []
    if page is None or not people:
        return False
    today = timezone.localdate()
    ResourcePage.objects.filter(pk=pk).update(asked_on=page.asked_on or today, warned_on=today)
    forget_questions(page)
    notify(WARNED, people, actor=None, target=page, group=page.group)
    return True
