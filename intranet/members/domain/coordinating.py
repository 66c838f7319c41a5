"""What those who look after a group decide in it: who does what there, who stays, how one comes in, what it says of itself."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from intranet.members.domain.joining import held_seat, hold, refuse
from intranet.members.doors import door_to
from intranet.members.enums import GroupJoining, GroupRole, MembershipState
from intranet.members.models import GroupMembership, User, WorkingGroup
from intranet.members.signals import access_lessened, role_changed, seat_answered

ROLES = (GroupRole.MEMBER, GroupRole.COORDINATOR)
"""Between which a group's coordinators choose: who is a guest, and until when, the network's coordination says."""


@transaction.atomic
def change_role(seat: GroupMembership, *, by: User, role: str) -> None:
    """Raises `ValidationError` for a guest, or for who is not in the group any more."""
    seat = held_seat(seat, by=by)
    if not seat.is_in_force:
        refuse(_("This person is not in the group any more."))
    if seat.role == GroupRole.GUEST or role not in ROLES:
        refuse(_("A guest stays a guest: the network's coordination decides about guests."))
    if seat.role == role:
        return
    seat.role = role
    seat.save(update_fields=["role"])
    role_changed.send(sender=GroupMembership, seat=seat, by=by)


@transaction.atomic
def take_out(seat: GroupMembership, *, by: User, answer: str) -> None:
    """Take somebody else out of the group, with a reason that they read; they can ask to come back, but not just walk in.

    Raises `ValidationError`, by field for the reason. Whoever wants to leave does so by `leave_group`.
    """
    seat = held_seat(seat, by=by)
    if seat.user_id == by.pk:
        raise PermissionDenied
    if not seat.is_in_force:
        refuse(_("This person is not in the group any more."))
    if not answer.strip():
        raise ValidationError({"answer": _("Give a reason: they will read it.")})
    seat.state, seat.answer, seat.left_with = MembershipState.REFUSED, answer, None
    if seat.role == GroupRole.COORDINATOR:
        seat.role = GroupRole.MEMBER
    seat.save()
    seat_answered.send(sender=GroupMembership, seat=seat, by=by)
    access_lessened.send(sender=User, person=seat.user)


@transaction.atomic
def describe_group(group: WorkingGroup, *, by: User, aims: str, welcome: str, joining: str = "") -> None:
    """Change what the group says of itself and, unless it is private or holds everyone, how one comes in."""
    group = hold(group)
    if not door_to(by, group).moderates:
        raise PermissionDenied
    group.aims, group.welcome = aims, welcome
    if joining and may_choose_joining(group):
        group.joining = GroupJoining(joining)
    group.save(update_fields=["aims", "folded_aims", "welcome", "joining"])


def may_choose_joining(group: WorkingGroup) -> bool:
    return not (group.is_private or group.holds_everyone)


def is_last_coordinator(seat: GroupMembership) -> bool:
    """Whether the group is without coordinator when `seat` is given up."""
    others = GroupMembership.objects.of_present_people().filter(group=seat.group_id, role=GroupRole.COORDINATOR)
    return seat.role == GroupRole.COORDINATOR and seat.is_in_force and not others.exclude(pk=seat.pk).exists()
