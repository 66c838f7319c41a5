"""Seats in the groups follow their holder's access: who leaves the network leaves them, and does not come back unasked.

A guest's seat has a day of its own and is never touched here.
"""

from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from intranet.members.domain.colleagues import REGRET
from intranet.members.enums import GroupRole, MembershipState
from intranet.members.models import GroupMembership, Organisation, Position, User
from intranet.members.models.people_queries import COORDINATION


def cares_for_members(person: User) -> bool:
    """Whether `person` is in the network whatever their positions, be the account closed today or not."""
    return person.is_superuser or person.groups.filter(name=COORDINATION).exists()


def first_day_outside(person: User) -> date | None:
    """From which day on nothing keeps `person` in the network: today if nothing does now, None if no end is known."""
    if cares_for_members(person):
        return None
    day = timezone.localdate()
    for position in Position.objects.in_taking_part().ahead().filter(user=person).order_by("starts_on"):
        if position.starts_on > day:
            break
        if position.ends_on is None:
            return None
        day = max(day, position.ends_on)
    return day


def seats_of(person: User) -> QuerySet[GroupMembership]:
    seats = GroupMembership.objects.filter(user=person, state=MembershipState.ACTIVE)
    return seats.exclude(role=GroupRole.GUEST)


def follow_access(person: User, *, organisation: Organisation | None) -> None:
    """Let the seats of `person` that are not over yet end when their access does, now that it changed at `organisation`.

    Those that ended with an access that goes on now have no end any more.
    """
    ends = first_day_outside(person)
    ahead = seats_of(person).filter(Q(until__isnull=True) | Q(until__gt=timezone.localdate()))
    if ends is None:
        ahead.filter(left_with__isnull=False).update(until=None, left_with=None)
    else:
        longer = Q(until__isnull=True) | Q(until__gt=ends) | Q(left_with__isnull=False)
        ahead.filter(longer).update(until=ends, left_with=organisation)


def go_on(person: User, *, organisation: Organisation) -> None:
    """After `person` was given more: the seats go on as far as the access; one still to come leaves them as they are."""
    ends = first_day_outside(person)
    if ends is None or ends > timezone.localdate():
        follow_access(person, organisation=organisation)


def return_to_seats(person: User, *, left_since: date, organisation: Organisation) -> None:
    """Undo `follow_access`, for what was left on that day or later."""
    seats_of(person).filter(left_with__isnull=False, until__gte=left_since).update(until=None)
    follow_access(person, organisation=organisation)


def leave_what_is_over(person: User) -> None:
    """Before `person` comes in: what they had in a former time in the network stays behind, whoever forgot to end it."""
    if cares_for_members(person) or Position.objects.in_taking_part().ahead().filter(user=person).exists():
        return
    last = Position.objects.filter(user=person, ends_on__isnull=False).order_by("ends_on").last()
    follow_access(person, organisation=last.organisation if last else None)


@transaction.atomic
def settle_people(organisation: Organisation) -> None:
    """After `organisation` has begun or ceased to give access: its people leave their seats, or come back while recent."""
    people = User.objects.filter(pk__in=organisation.positions.ahead().values("user"))
    returns = Position.objects.in_taking_part().filter(organisation=organisation).exists()
    recent = timezone.localdate() - REGRET
    for person in people:
        if returns:
            seats_of(person).filter(left_with=organisation, until__gt=recent).update(until=None)
            go_on(person, organisation=organisation)
        else:
            follow_access(person, organisation=organisation)


def settle_seats() -> None:
    """End the seats of everyone whose access is over. Daily: however access was lost, nobody comes back into a group."""
    inside = Position.objects.in_taking_part().ahead().values("user")
    seats = GroupMembership.objects.in_force().exclude(role=GroupRole.GUEST).exclude(user__in=inside)
    for person in User.objects.filter(pk__in=seats.values("user")):
        leave_what_is_over(person)
