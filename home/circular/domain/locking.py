"""Who changes a circular holds its row: what two do at the same time happens one after the other."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from home.circular.enums import CircularState
from home.circular.models import CircularPage
from home.circular.rules import can_compose
from intranet.members.models import User


class ChangedMeanwhileError(Exception):
    """Somebody else has saved other words since; `now` is what they stand in."""

    def __init__(self, now: object) -> None:
        super().__init__()
        self.now = now


def lock_circular(key: int) -> CircularPage:
    """Its row as it is now, held until the transaction ends. Always before its entries and deliveries."""
    if not transaction.get_connection().in_atomic_block:
        msg = "A row is held within a transaction."
        raise RuntimeError(msg)
    found: CircularPage = CircularPage.objects.select_for_update(of=("self",)).get(pk=key)
    return found


def lock_open(key: int, *, by: User) -> CircularPage:
    """As `lock_circular`, to put it together. Raises PermissionDenied, and ValidationError when it is out already."""
    if not can_compose(by):
        raise PermissionDenied
    circular = lock_circular(key)
    refuse_skipped(circular)
    if not circular.is_open:
        raise ValidationError(_("This circular has been sent: what is in it stays in it."), code="out")
    return circular


def lock_wordable(key: int, *, by: User) -> CircularPage:
    """As `lock_circular`, to put words right. Raises PermissionDenied, and ValidationError while mails are being written."""
    if not can_compose(by):
        raise PermissionDenied
    circular = lock_circular(key)
    refuse_skipped(circular)
    if not circular.may_be_reworded:
        raise ValidationError(_("It is being sent just now: pause the sending to put words right."), code="sending")
    return circular


def refuse_skipped(circular: CircularPage) -> None:
    if circular.state == CircularState.SKIPPED:
        raise ValidationError(_("There is no circular that month: nothing is put together any more."), code="skipped")


def touch(circular: CircularPage, *, content: bool = True) -> None:
    """Note that it is composed otherwise and, with `content`, that readers get something else. Within the lock."""
    changes = {"version": F("version") + 1}
    if content:
        changes["content_version"] = F("content_version") + 1
    CircularPage.objects.filter(pk=circular.pk).update(**changes)
    circular.refresh_from_db(fields=["version", "content_version"])
