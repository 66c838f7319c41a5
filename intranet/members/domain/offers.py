"""The people of a group ask others of the network in: one by one, or a whole council. What is offered must be accepted."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from intranet.members.domain.joining import give_up, held_seat, hold, refuse, sit_down
from intranet.members.doors import door_to
from intranet.members.enums import GroupRole, MembershipState
from intranet.members.models import GroupMembership, Organisation, Position, User, WorkingGroup
from intranet.members.models.people_queries import UserQuerySet
from intranet.members.signals import seat_answered, seat_offered


@dataclass(frozen=True)
class Offered:
    """How many have been invited, and how many were waiting and are in now."""

    invited: int = 0
    let_in: int = 0


def people_to_invite(group: WorkingGroup, *, by: User) -> UserQuerySet:
    """Those of the network whom `by` may know of and who are neither in `group` nor invited; with whoever asked."""
    seats = GroupMembership.objects.filter(group=group, user=OuterRef("pk"))
    there = Exists(seats.in_force()) | Exists(seats.filter(state=MembershipState.INVITED))
    people: UserQuerySet = User.objects.in_network().filter(pk__in=User.objects.visible_to(by).values("pk"))
    return people.exclude(pk=by.pk).filter(~Q(there))


@transaction.atomic
def offer_seats(
    group: WorkingGroup, *, by: User, people: Iterable[User] = (), council: Organisation | None = None
) -> Offered:
    """Invite `people`, and everyone who is of `council` today; who had asked to come in is let in.

    Raises `PermissionDenied` for who does not decide this, or for a group that nobody can be invited to.
    """
    group = hold(group)
    if not door_to(by, group).moderates or group.is_over or group.holds_everyone:
        raise PermissionDenied
    chosen = Q(pk__in=[person.pk for person in people])
    if council is not None:
        chosen |= Q(Exists(Position.objects.giving_access().filter(user=OuterRef("pk"), organisation=council)))
    invited = people_to_invite(group, by=by).filter(chosen).order_by("pk")
    rows = {seat.user_id: seat for seat in GroupMembership.objects.filter(group=group, user__in=invited.values("pk"))}
    let_in = [offer_seat(rows.get(person.pk) or GroupMembership(group=group), person, by=by) for person in invited]
    return Offered(invited=len(let_in) - sum(let_in), let_in=sum(let_in))


def offer_seat(seat: GroupMembership, person: User, *, by: User) -> bool:
    """Whether the person is in now, because they had asked."""
    seat.user = person
    if seat.pk and seat.state == MembershipState.REQUESTED:
        seat.answer = ""
        sit_down(seat)
        seat_answered.send(sender=GroupMembership, seat=seat, by=by)
        return True
    seat.state, seat.role, seat.invited_by = MembershipState.INVITED, GroupRole.MEMBER, by
    seat.until, seat.left_with, seat.since = None, None, timezone.localdate()
    seat.note = ""
    if not seat.turned_away:
        seat.answer = ""
    seat.save()
    seat_offered.send(sender=GroupMembership, seat=seat, by=by)
    return False


@transaction.atomic
def withdraw_offer(seat: GroupMembership, *, by: User) -> None:
    """Raises `ValidationError` when it has been answered."""
    seat = held_seat(seat, by=by)
    if seat.state != MembershipState.INVITED:
        refuse(_("This has been answered already, or taken back."))
    give_up(seat)
