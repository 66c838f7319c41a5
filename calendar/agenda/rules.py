"""Who may do what in the agenda. What they may see is `models.queries`'."""

from typing import TYPE_CHECKING

from django.db.models import Q

from agenda.enums import EventVisibility
from agenda.models import Event
from agenda.models.queries import kept_by
from agenda.registration.models import Registration, RegistrationDesk
from intranet.members.enums import GroupRole, GroupState
from intranet.members.models import GroupMembership, Organisation, Position, User, WorkingGroup

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

CIRCLES = (EventVisibility.GROUP, EventVisibility.NETWORK, EventVisibility.PUBLIC)
"""Each sees what is for the next."""


def can_announce(user: "User | AnonymousUser") -> bool:
    """Anyone of the network; guests of a group read."""
    return not user.is_anonymous and user.standing.in_network


def can_keep(user: "User | AnonymousUser", event: Event) -> bool:
    """Edit, move, cancel, withdraw, and add materials. One statement."""
    return Event.objects.kept_by(user).filter(pk=event.pk).exists()


def can_review(user: "User | AnonymousUser") -> bool:
    """Say whether what members announce is seen by the whole network."""
    return not user.is_anonymous and user.standing.cares_for_members


def can_join(user: "User | AnonymousUser", event: Event) -> bool:
    """See the link to join an event online, one that is in `Event.objects.visible_to(user)`. Two statements at most.

    Where one registers, who has a seat, and who keeps or announced it. Else the people of the network and, for what their group
    does, its guests.
    """
    if user.is_anonymous:
        return False
    if not RegistrationDesk.objects.filter(event=event.pk).exists():
        return joins_freely(user, event)
    return Event.objects.filter(joined_by(user), pk=event.pk).exists()


def joins_freely(user: "User | AnonymousUser", event: Event) -> bool:
    """`can_join` where nobody registers."""
    return not user.is_anonymous and (user.standing.in_network or event.visibility == EventVisibility.GROUP)


def joined_by(user: User) -> Q:
    """Of the row of an event for which one registers: `can_join`."""
    seated = Registration.objects.own(user).confirmed().values("desk__event")
    return Q(pk__in=seated) | Q(author=user) | kept_by(user)


def organisations_of(user: User) -> "QuerySet[Organisation]":
    """Those in whose name `user` announces: their councils today; coordination, any that takes part."""
    if user.standing.cares_for_members:
        return Organisation.objects.present()
    councils = Position.objects.giving_access().filter(user=user).values("organisation")
    return Organisation.objects.filter(pk__in=councils)


def groups_of(user: User) -> "QuerySet[WorkingGroup]":
    """Those for which `user` announces: the ones they coordinate; coordination, all whose content it reads."""
    living = WorkingGroup.objects.exclude(state=GroupState.CLOSED)
    if user.standing.cares_for_members:
        return living.filter(pk__in=WorkingGroup.objects.content_visible_to(user).values("pk"))
    coordinated = GroupMembership.objects.of(user).filter(role=GroupRole.COORDINATOR)
    return living.filter(pk__in=coordinated.values("group"))


def needs_review(user: User, event: Event) -> bool:
    """Whether the network sees it only once coordination has looked at it."""
    if user.standing.cares_for_members or event.group_id is not None:
        return False
    return event.organisation is None or not event.organisation.is_trusted


def may_clear(user: User, event: Event) -> bool:
    """Whether what `user` publishes of it is seen at once, whatever was held back before. A group's needs no review."""
    return can_review(user) or event.group_id is not None


def widens(event: Event, before: Event) -> bool:
    """Whether more people would see it than `before`."""
    return CIRCLES.index(event.visibility) > CIRCLES.index(before.visibility)
