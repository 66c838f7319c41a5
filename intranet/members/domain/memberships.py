"""Coordination looks after who is in the groups, but joins no private one by itself."""

from typing import NoReturn

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from intranet.members.models import GroupMembership, User, WorkingGroup
from intranet.members.rules import is_coordination
from intranet.members.signals import access_lessened, seat_given


def keeps_out(user: User, group: WorkingGroup) -> bool:
    """Whether `group` is private and `user` not in it: coordination looks after its members, but not by joining."""
    return not WorkingGroup.objects.content_visible_to(user).filter(pk=group.pk).exists()


@transaction.atomic
def save_membership(seat: GroupMembership, *, by: User) -> None:
    """Put a person into a group, or change what they are there. Raises `ValidationError` by field."""
    if not is_coordination(by):
        raise PermissionDenied
    if seat.user == by and keeps_out(by, seat.group):
        refuse(_("The group is private: its coordinators decide whether you come in."), field="user")
    stored = GroupMembership.objects.select_for_update().filter(pk=seat.pk).first()
    if stored is None or stored.until != seat.until:
        seat.left_with = None  # whoever wrote this day means it
    else:
        seat.left_with_id = stored.left_with_id
    seat.save()
    if seat.is_in_force and not (stored and stored.is_in_force):
        seat_given.send(sender=GroupMembership, seat=seat, by=by)
    elif stored and stored.is_in_force and not seat.is_in_force:
        access_lessened.send(sender=User, person=seat.user)


def refuse(message: str, *, field: str) -> NoReturn:
    raise ValidationError({field: message})
