"""Coming into a group and leaving it: at once, on request, by invitation. One row for each person in each group."""

from typing import NoReturn

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from intranet.members.domain.places import place_of
from intranet.members.doors import door_to
from intranet.members.enums import GroupRole, MembershipState
from intranet.members.models import GroupMembership, User, WorkingGroup
from intranet.members.signals import seat_answered, seat_requested, seat_taken, seat_withdrawn


def hold(group: WorkingGroup) -> WorkingGroup:
    """The group as it is now; until the end of the transaction, nobody else changes who comes into it."""
    held: WorkingGroup = WorkingGroup.objects.select_for_update().get(pk=group.pk)
    return held


@transaction.atomic
def join_group(group: WorkingGroup, *, person: User, note: str = "") -> GroupMembership | None:
    """Come in, at once or by asking with a `note`; the row tells which. None for who is in it without a row.

    Twice is once. Raises `PermissionDenied` when the group is over, or lets nobody in who was not invited.
    """
    group = hold(group)
    place = place_of(person, group)
    if place.is_inside or place.waits:
        return place.seat
    if not place.may_come_in:
        raise PermissionDenied
    seat = place.seat or GroupMembership(group=group, user=person)
    seat.role = GroupRole.MEMBER
    if not place.asks_first:
        sit_down(seat)
        seat_taken.send(sender=GroupMembership, seat=seat)
        return seat
    seat.state, seat.note, seat.until, seat.left_with = MembershipState.REQUESTED, note, None, None
    seat.since, seat.untold = timezone.localdate(), False
    seat.save()
    seat_requested.send(sender=GroupMembership, seat=seat)
    return seat


def sit_down(seat: GroupMembership) -> None:
    """From today on; a guest until their day."""
    seat.state, seat.since = MembershipState.ACTIVE, timezone.localdate()
    if seat.role != GroupRole.GUEST:
        seat.until = None
    seat.left_with = None
    seat.save()


@transaction.atomic
def leave_group(group: WorkingGroup, *, person: User) -> None:
    """Leave, or take back what one has asked for. Raises `PermissionDenied` for who has nothing to leave."""
    place = place_of(person, hold(group))
    if place.seat is None or not (place.may_leave or place.waits):
        raise PermissionDenied
    give_up(place.seat)


def give_up(seat: GroupMembership) -> None:
    """Nothing is asked, offered or held any more; whoever had been turned away is so as before, for the same reason."""
    if not seat.turned_away:
        seat.delete()
        return
    seat.state, seat.note, seat.until = MembershipState.REFUSED, "", None
    seat.role = GroupRole.MEMBER
    seat.save()
    seat_withdrawn.send(sender=GroupMembership, seat=seat)


def held_seat(seat: GroupMembership, *, by: User) -> GroupMembership:
    """The seat as it is now, for those who decide who comes in; `PermissionDenied` for others."""
    group = hold(seat.group)
    if not door_to(by, group).moderates:
        raise PermissionDenied
    found = GroupMembership.objects.filter(pk=seat.pk).select_related("user").first()
    if found is None:
        refuse(_("This has been answered already, or taken back."))
    found.group = group
    return found


@transaction.atomic
def answer_request(seat: GroupMembership, *, by: User, accepts: bool, answer: str = "") -> GroupMembership:
    """Let in who asked to come in, or refuse with a reason. Raises `ValidationError`, by field for the reason."""
    seat = held_seat(seat, by=by)
    if seat.state != MembershipState.REQUESTED:
        refuse(_("This has been answered already, or taken back."))
    seat.answer = answer
    if accepts:
        check_may_sit(seat)
        sit_down(seat)
    elif not answer.strip():
        raise ValidationError({"answer": _("Give a reason: they will read it.")})
    else:
        seat.state = MembershipState.REFUSED
        seat.save()
    seat_answered.send(sender=GroupMembership, seat=seat, by=by)
    return seat


def check_may_sit(seat: GroupMembership) -> None:
    if seat.group.is_over:
        refuse(_("The group is closed: nobody comes in any more."))
    if not GroupMembership.objects.waiting().filter(pk=seat.pk).exists():
        refuse(_("This person has no access to the intranet any more."))


@transaction.atomic
def answer_offer(group: WorkingGroup, *, person: User, accepts: bool) -> None:
    """Take the place that was offered, or decline it. Raises `ValidationError` when it is not there any more."""
    group = hold(group)
    place = place_of(person, group)
    if place.seat is None or not place.is_invited:
        refuse(_("This invitation is not there any more."))
    elif not accepts:
        give_up(place.seat)
    elif group.is_over:
        refuse(_("The group is closed: nobody comes in any more."))
    else:
        sit_down(place.seat)
        seat_taken.send(sender=GroupMembership, seat=place.seat)


def refuse(message: str) -> NoReturn:
    raise ValidationError(message)
