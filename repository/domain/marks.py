"""What people say of a resource: that they want it at hand, and that it served their council."""

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from intranet.members.models import Organisation, Position, User
from repository.domain.locking import lock_resource
from repository.domain.publishing import touch
from repository.models import Bookmark, ResourcePage, Usefulness

if TYPE_CHECKING:
    from django.db.models import QuerySet


@transaction.atomic
def keep_at_hand(page: ResourcePage, person: User, *, kept: bool = True) -> None:
    """Asked again it stays as it is. Raises PermissionDenied for what is not published for them."""
    if not kept:
        Bookmark.objects.filter(page=page.pk, person=person).delete()
        return
    check_shown(page, person)
    Bookmark.objects.bulk_create([Bookmark(page_id=page.pk, person=person)], ignore_conflicts=True)


def spoken_for(person: User) -> "QuerySet[Organisation]":
    """Councils and agents for which they speak today. In the campaign only councils take part: `kits.councils_of`."""
    positions = Position.objects.giving_access().filter(user=person)
    return Organisation.objects.filter(pk__in=positions.values("organisation")).order_by("sort_key")


@transaction.atomic
def say_useful(page: ResourcePage, council: Organisation, *, by: User, note: str = "") -> None:
    """Say that it served `council`; said again, the note is another one.

    Raises PermissionDenied for what is not published for them, and for a council that is not theirs.
    """
    check_speaks(page, council, by)
    Usefulness.objects.update_or_create(
        page_id=page.pk,
        council=council,
        defaults={"by": by, "note": " ".join(note.split()), "said_at": timezone.now()},
    )
    count_uses(page)


@transaction.atomic
def take_back_useful(page: ResourcePage, council: Organisation, *, by: User) -> None:
    """Raises as `say_useful`."""
    check_speaks(page, council, by)
    Usefulness.objects.filter(page=page.pk, council=council).delete()
    count_uses(page)


def check_speaks(page: ResourcePage, council: Organisation, by: User) -> None:
    """With the resource held: two who say so at once are both counted."""
    lock_resource(page.pk)
    check_shown(page, by)
    if not spoken_for(by).contains(council):
        raise PermissionDenied


def check_shown(page: ResourcePage, person: User) -> None:
    if not ResourcePage.objects.shown_to(person).filter(pk=page.pk).exists():
        raise PermissionDenied


def count_uses(page: ResourcePage) -> None:
    number = Usefulness.objects.filter(page=page.pk).count()
    ResourcePage.objects.filter(pk=page.pk).update(useful_count=number)
    touch(page)
