"""What a colleague takes over from someone who leaves: planned when the end is decided, passed on the day, undone."""

import logging
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from intranet.members.domain.duties import pass_duty, take_duty_back
from intranet.members.domain.seats import follow_access
from intranet.members.enums import GroupRole, MembershipState, Passing
from intranet.members.models import GroupMembership, Position, Succession, User, WorkingGroup
from intranet.members.signals import seat_requested, seat_withdrawn

logger = logging.getLogger(__name__)

# The group has been asked already, or has asked itself.
ON_THE_WAY = (MembershipState.REQUESTED, MembershipState.INVITED)


@dataclass(frozen=True)
class Handover:
    """The groups, by name, in which the successor does not simply sit down: they are asked first, or nothing passes."""

    asked: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


def handover_words(handover: Handover) -> list[str]:
    """What whoever ended the position should know of it, in sentences."""
    sentences = []
    if handover.asked:
        text = _("These groups are asked first whether who takes over comes in: %(groups)s.")
        sentences.append(text % {"groups": ", ".join(handover.asked)})
    if handover.kept:
        text = _("The place in these groups does not pass on; the groups decide: %(groups)s.")
        sentences.append(text % {"groups": ", ".join(handover.kept)})
    return sentences


def seats_to_pass_on(person: User, *, by: User) -> QuerySet[GroupMembership]:
    """What `person` could hand over when `by` decides it: no guest's seats, and in private groups `by` must be inside."""
    return known_seats(person, by=by).filter(group__in=WorkingGroup.objects.content_visible_to(by))


def seats_kept(person: User, *, by: User) -> QuerySet[GroupMembership]:
    """Those that `by` knows of but cannot hand over."""
    return known_seats(person, by=by).exclude(group__in=WorkingGroup.objects.content_visible_to(by))


def known_seats(person: User, *, by: User) -> QuerySet[GroupMembership]:
    groups = WorkingGroup.objects.visible_to(by)
    seats = GroupMembership.objects.of(person).exclude(role=GroupRole.GUEST).filter(group__in=groups)
    return seats.select_related("group").order_by("group__sort_key")


def plan_handover(position: Position, heir: User, *, by: User, with_duties: bool, with_groups: bool) -> Handover:
    """Write down what is to pass to `heir`. A group that chooses its members is asked first, unless `by` coordinates it."""
    if with_duties:
        duties = {Passing.REPRESENTATIVE: position.is_representative, Passing.MANAGER: position.is_manager}
        plan = [Succession(position=position, planned_by=by, kind=kind) for kind, holds in duties.items() if holds]
        Succession.objects.bulk_create(plan)
    if not with_groups:
        return Handover()
    asked, kept = [], [seat.group.name for seat in seats_kept(position.user, by=by)]
    own = GroupMembership.objects.of(by).filter(role=GroupRole.COORDINATOR).values_list("group", flat=True)
    theirs = {seat.group_id: seat for seat in GroupMembership.objects.in_force().filter(user=heir)}
    for seat in seats_to_pass_on(position.user, by=by):
        item = Succession(position=position, planned_by=by, kind=Passing.SEAT, group=seat.group)
        item.asks_first = seat.group_id not in own
        item.save()
        if item.asks_first and seat.group.chooses_members:
            has = theirs.get(seat.group_id)
            if has is None:
                asked.append(seat.group.name)
            elif rank(has.role) < rank(seat.role):
                kept.append(seat.group.name)
    return Handover(tuple(asked), tuple(kept))


def rank(role: str) -> int:
    return [GroupRole.GUEST, GroupRole.MEMBER, GroupRole.COORDINATOR].index(GroupRole(role))


def pass_on(position: Position) -> None:
    """Let pass what is planned, now that `position` has ended; what can no longer pass is planned no more.

    Whoever calls holds the organisation.
    """
    colleagues = Position.objects.open().filter(organisation=position.organisation, user__is_active=True)
    heir = colleagues.filter(user=position.successor_id).first() if position.successor_id else None
    for item in position.successions.filter(passed_on=None).select_related("group", "planned_by"):
        item.position = position
        if heir is not None and (pass_seat(item, heir.user) if item.group else pass_duty(item, heir)):
            item.passed_on = timezone.localdate()
            item.save()
        else:
            logger.info("%s did not pass on", item)
            item.delete()
    if heir is not None:
        follow_access(heir.user, organisation=position.organisation)


def pass_seat(item: Succession, successor: User) -> bool:
    """Seat `successor` as the leaver was, or ask the group for them: always when it has turned them away before.

    What they have is never lessened. Whether anything passed.
    """
    place = place_left(item, item.position.user)
    seat = GroupMembership.objects.filter(group=item.group, user=successor).first()
    asked = asks_first(item) or (seat is not None and seat.turned_away)
    if place is None or (asked and seat and (seat.is_in_force or seat.state in ON_THE_WAY)):
        return False
    role = max(place.role, seat.role if seat and seat.is_in_force else place.role, key=rank)
    state = MembershipState.REQUESTED if asked else MembershipState.ACTIVE
    if seat is None:
        seat = GroupMembership(group=item.group, user=successor, untold=asked)
    elif (seat.role, seat.state) == (role, state) and (seat.until is None or (seat.left_with_id and seat.is_in_force)):
        return False
    else:
        item.former_role, item.former_state = seat.role, seat.state
        item.former_until = None if seat.left_with_id and seat.is_in_force else seat.until
    item.given_role, item.given_state = role, state
    seat.role, seat.state, seat.until, seat.left_with = role, state, None, None
    seat.save()
    if asked:
        seat_requested.send(sender=GroupMembership, seat=seat)
    return True


def asks_first(item: Succession) -> bool:
    """Whether the group is asked: unless it lets everyone in, or whoever planned it coordinates it, then and until the end."""
    if item.group is None or not item.group.chooses_members:
        return False
    place = place_left(item, item.planned_by) if item.planned_by and not item.asks_first else None
    return place is None or place.role != GroupRole.COORDINATOR


def place_left(item: Succession, person: User) -> GroupMembership | None:
    """The seat of `person` in the group, if they still had it when the position ended."""
    until_the_end = Q(until__isnull=True) | Q(until__gte=item.position.ends_on)
    seats = GroupMembership.objects.filter(until_the_end, group=item.group, user=person)
    return seats.filter(state=MembershipState.ACTIVE).exclude(role=GroupRole.GUEST).first()


def take_back(position: Position) -> None:
    """Undo what passed, as far as it is still as it was left, and forget what was planned."""
    successor = position.successor
    if successor is not None:
        heir = Position.objects.open().filter(organisation=position.organisation, user=successor).first()
        for item in position.successions.exclude(passed_on=None):
            if item.kind == Passing.SEAT:
                take_seat_back(item, successor)
            elif heir is not None:
                take_duty_back(item, heir)
        follow_access(successor, organisation=position.organisation)
    position.successions.all().delete()


def take_seat_back(item: Succession, successor: User) -> None:
    """Whoever was turned away, before or since, stays so: nobody who was refused comes in by what is undone."""
    given = GroupMembership.objects.filter(
        group=item.group, user=successor, role=item.given_role, state=item.given_state
    )
    refused = given.filter(turned_away=True).first()
    if refused is not None:
        refused.role, refused.until = item.former_role or GroupRole.MEMBER, item.former_until
        refused.state = MembershipState.REFUSED
        refused.save()
        seat_withdrawn.send(sender=GroupMembership, seat=refused)
    elif item.former_role:
        given.update(role=item.former_role, state=item.former_state, until=item.former_until, left_with=None)
    else:
        given.delete()
