"""What people are told of who comes into the working groups, and of what they are there."""

from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.signals import post_delete
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from intranet.members.enums import GroupRole, MembershipState
from intranet.members.models import GroupMembership, User, WorkingGroup
from intranet.members.models.people_queries import COORDINATION
from intranet.members.signals import (
    role_changed,
    seat_answered,
    seat_given,
    seat_offered,
    seat_requested,
    seat_taken,
    seat_withdrawn,
)
from intranet.notifications.domain.audience import in_network
from intranet.notifications.domain.forgetting import forget, forget_all
from intranet.notifications.domain.notify import notify
from intranet.notifications.enums import Frequency
from intranet.notifications.kinds import Happening, Kind, register_kind

GROUPS = gettext_lazy("Groups")
LETTERS = 160  # of a reason, in a line


def own_seats(person: User) -> QuerySet[GroupMembership]:
    return GroupMembership.objects.of(person).select_related("group")


def coordinated_seats(person: User) -> QuerySet[GroupMembership]:
    return own_seats(person).filter(role=GroupRole.COORDINATOR)


def own_answers(person: User) -> QuerySet[GroupMembership]:
    """Also from groups that did not let the person in, if they know of them: of these, the reason alone is told."""
    mine = Q(pk__in=GroupMembership.objects.of(person).values("pk"))
    refused = Q(user=person, state=MembershipState.REFUSED)
    return GroupMembership.objects.filter(mine | refused).known_to_holder().select_related("group")


def own_offers(person: User) -> QuerySet[GroupMembership]:
    offers = GroupMembership.objects.filter(user=person, state=MembershipState.INVITED).select_related("group")
    return offers if person.standing.in_network else offers.none()


def requests_to_answer(person: User) -> QuerySet[GroupMembership]:
    return GroupMembership.objects.waiting().moderated_by(person).select_related("group", "user")


def line_of_seat(happening: Happening) -> str:
    group = happening.target.group.name
    if happening.actor is None:
        return _("You are now in the group %(group)s") % {"group": group}
    return _("%(person)s has added you to the group %(group)s") % {"person": happening.actor.full_name, "group": group}


def line_of_request(happening: Happening) -> str:
    names = {"person": happening.target.user.full_name, "group": happening.target.group.name}
    return _("%(person)s asks to come into the group %(group)s") % names


def is_outside(seat: GroupMembership) -> bool:
    """Whether it is of a private group that did not let the person in: what it is called by now is not theirs to know."""
    return seat.group.is_private and seat.state != MembershipState.ACTIVE


def line_of_answer(happening: Happening) -> str:
    if happening.target.state == MembershipState.ACTIVE:
        return _("You are in the group %(group)s: your request was accepted") % {"group": happening.target.group.name}
    reason = Truncator(" ".join(happening.target.answer.split())).chars(LETTERS)
    if is_outside(happening.target):
        return _("You are not in a private group: %(reason)s") % {"reason": reason}
    return _("You are not in the group %(group)s: %(reason)s") % {
        "group": happening.target.group.name,
        "reason": reason,
    }


def subject_of_answer(happening: Happening) -> str:
    if is_outside(happening.target):
        return _("The answer of a private group")
    return _("The answer of the group %(group)s") % {"group": happening.target.group.name}


def address_after_answer(seat: GroupMembership) -> str:
    """A private group that did not let them in is not there for them: the others are."""
    return reverse("groups") if is_outside(seat) else seat.group.get_absolute_url()


def line_of_offer(happening: Happening) -> str:
    group = happening.target.group.name
    if happening.actor is None:
        return _("You are invited to the group %(group)s") % {"group": group}
    return _("%(person)s invites you to the group %(group)s") % {"person": happening.actor.full_name, "group": group}


def line_of_role(happening: Happening) -> str:
    return _("You coordinate the group %(group)s now") % {"group": happening.target.group.name}


def words_of_welcome(seat: GroupMembership) -> str:
    return seat.group.welcome


def words_of_answer(seat: GroupMembership) -> str:
    """To whoever came in, the group's welcome follows; a refusal whose reason the line holds whole needs no more."""
    if seat.state == MembershipState.ACTIVE:
        return "\n\n".join(words for words in (seat.answer, seat.group.welcome) if words)
    return seat.answer if len(seat.answer) > LETTERS else ""


KINDS = (
    Kind(
        "group_joined",
        label=pgettext_lazy("notification", "You come into a group, or someone adds you"),
        section=GROUPS,
        icon="users",
        model=GroupMembership,
        visible_to=own_seats,
        line=line_of_seat,
        url=lambda seat: seat.group.get_absolute_url(),
        excerpt=words_of_welcome,
        mail=Frequency.NOW,
    ),
    Kind(
        "group_offered",
        label=pgettext_lazy("notification", "Someone invites you to a group"),
        section=GROUPS,
        icon="mail",
        model=GroupMembership,
        visible_to=own_offers,
        line=line_of_offer,
        url=lambda seat: reverse("group_invitation", args=[seat.group.slug]),
        excerpt=lambda seat: seat.group.aims,
        mail=Frequency.NOW,
        concerns=in_network,
    ),
    Kind(
        "group_answered",
        label=pgettext_lazy("notification", "A group answers whether you are in it"),
        section=GROUPS,
        icon="user-check",
        model=GroupMembership,
        visible_to=own_answers,
        line=line_of_answer,
        url=address_after_answer,
        subject=subject_of_answer,
        excerpt=words_of_answer,
        mail=Frequency.NOW,
        concerns=in_network,
    ),
    Kind(
        "group_requested",
        label=pgettext_lazy("notification", "Someone asks to come into a group that you look after"),
        section=GROUPS,
        icon="user-plus",
        model=GroupMembership,
        visible_to=requests_to_answer,
        line=line_of_request,
        url=lambda seat: reverse("group_requests", args=[seat.group.slug]),
        excerpt=lambda seat: seat.note,
        mail=Frequency.NOW,
        concerns=in_network,
    ),
    Kind(
        "group_coordinated",
        label=pgettext_lazy("notification", "You become coordinator of a group"),
        section=GROUPS,
        icon="user-cog",
        model=GroupMembership,
        visible_to=coordinated_seats,
        line=line_of_role,
        url=lambda seat: seat.group.get_absolute_url(),
        mail=Frequency.NOW,
        concerns=in_network,
    ),
)


def tell(kind: str, seat: GroupMembership, people: "list[User] | QuerySet[User]", *, actor: User | None) -> None:
    """Each time anew: what was told of the seat before is over. To whoever is refused it is not told as the group's."""
    forget_all(seat)
    group = None if seat.state == MembershipState.REFUSED else seat.group
    notify(kind, people, actor=actor, target=seat, group=group)


def tell_whoever_is_seated(seat: GroupMembership, by: User, **_kwargs: Any) -> None:
    tell("group_joined", seat, [seat.user], actor=by)


def welcome(seat: GroupMembership, **_kwargs: Any) -> None:
    """Whoever came in by themselves knows it; what the group says to newcomers they have not read yet."""
    tell("group_joined", seat, [seat.user] if seat.group.welcome else [], actor=None)


def tell_whoever_is_invited(seat: GroupMembership, by: User, **_kwargs: Any) -> None:
    tell("group_offered", seat, [seat.user], actor=by)


def tell_whoever_asked(seat: GroupMembership, by: User, **_kwargs: Any) -> None:
    tell("group_answered", seat, [seat.user], actor=by)


def tell_those_who_answer(seat: GroupMembership, **_kwargs: Any) -> None:
    tell("group_requested", seat, those_who_answer(seat.group), actor=seat.user)


def those_who_answer(group: WorkingGroup) -> QuerySet[User]:
    """The group's coordinators; in a group without any, the network's coordination, unless the group is private."""
    seats = GroupMembership.objects.of_present_people().filter(group=group, role=GroupRole.COORDINATOR)
    coordinators: QuerySet[User] = User.objects.filter(pk__in=seats.values("user"))
    if group.is_private or coordinators.exists():
        return coordinators
    caring: QuerySet[User] = User.objects.filter(groups__name=COORDINATION)
    return caring


def forget_what_was_withdrawn(seat: GroupMembership, **_kwargs: Any) -> None:
    forget_all(seat)


def tell_of_role(seat: GroupMembership, by: User, **_kwargs: Any) -> None:
    forget("group_coordinated", seat)
    if seat.role == GroupRole.COORDINATOR:
        notify("group_coordinated", [seat.user], actor=by, target=seat, group=seat.group)


def forget_what_is_gone(instance: GroupMembership, origin: Any = None, **_kwargs: Any) -> None:
    """A seat has been deleted by itself: nobody's bell counts it any more."""
    if getattr(origin, "model", type(origin)) is GroupMembership:
        forget_all(instance)


def register_group_kinds() -> None:
    for kind in KINDS:
        register_kind(kind)
    seat_given.connect(tell_whoever_is_seated)
    seat_taken.connect(welcome)
    seat_offered.connect(tell_whoever_is_invited)
    seat_answered.connect(tell_whoever_asked)
    seat_requested.connect(tell_those_who_answer)
    seat_withdrawn.connect(forget_what_was_withdrawn)
    role_changed.connect(tell_of_role)
    post_delete.connect(forget_what_is_gone, sender=GroupMembership)
