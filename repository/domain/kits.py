"""«El nostre ens ho ha fet servir»: which councils have used which pieces of the campaign."""

from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from intranet.members.enums import COUNCIL_KINDS
from intranet.members.models import Organisation, Position, User
from repository.enums import CollectionKind
from repository.models import Collection, CollectionItem, KitUse, ResourcePage

if TYPE_CHECKING:
    from django.db.models import QuerySet


def councils_of(user: User) -> "QuerySet[Organisation]":
    """The councils in which `user` has a position today: they take part in the campaign, agents do not."""
    today = Position.objects.giving_access().filter(user=user, organisation__kind__in=COUNCIL_KINDS)
    return Organisation.objects.filter(pk__in=today.values("organisation")).order_by("sort_key")


def piece_for(user: User, pk: int) -> CollectionItem | None:
    """The piece of a kit, if `user` sees both."""
    seen = CollectionItem.objects.filter(
        collection__in=Collection.objects.visible_to(user).filter(kind=CollectionKind.KIT).values("pk"),
        page__in=ResourcePage.objects.shown_to(user).values("pk"),
    )
    return seen.select_related("collection", "page").filter(pk=pk).first()


@transaction.atomic
def note_use(item: CollectionItem, *, by: User, council: Organisation, used_on: date, note: str = "") -> KitUse:
    """Said once for each council; said again, it says the newer day and note. Raises PermissionDenied, and ValidationError."""
    check(item, by, council)
    if used_on > timezone.localdate():
        raise ValidationError({"used_on": ValidationError(_("That day is still to come."), code="future")})
    said, _is_new = KitUse.objects.update_or_create(
        item=item, council=council, defaults={"by": by, "used_on": used_on, "note": note}
    )
    return said


@transaction.atomic
def take_back_use(item: CollectionItem, *, by: User, council: Organisation) -> None:
    """Any of the council's people may, not only who said it. Raises PermissionDenied."""
    check(item, by, council)
    KitUse.objects.filter(item=item, council=council).delete()


def check(item: CollectionItem, by: User, council: Organisation) -> None:
    if piece_for(by, item.pk) is None or not councils_of(by).filter(pk=council.pk).exists():
        raise PermissionDenied
