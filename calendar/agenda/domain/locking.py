"""An event that nobody else changes meanwhile."""

from django.core.exceptions import PermissionDenied

from agenda.models import Event
from agenda.registration.domain.held import hold_desks
from agenda.rules import can_keep
from intranet.members.models import User


def lock_event(pk: int) -> Event:
    """The event as it is now, until the transaction ends. Raises `Event.DoesNotExist`."""
    return Event.objects.select_for_update().get(pk=pk)


def lock_kept(pk: int, *, by: User) -> Event:
    """`lock_event`, for whoever may change it. Raises PermissionDenied."""
    event = lock_event(pk)
    if not can_keep(by, event):
        raise PermissionDenied
    return event


def lock_whole(pk: int, *, by: User) -> Event:
    """`lock_kept` with its desks, before its dates or what becomes of it change.

    Nobody registers or comes in meanwhile: all know of it, or are told.
    """
    event = lock_kept(pk, by=by)
    hold_desks(event.desks.all())
    return event
