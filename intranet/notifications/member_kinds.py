"""What people are told of who comes into the network and who takes over from whom."""

from typing import Any

from django.db.models import QuerySet
from django.db.models.signals import post_delete
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from intranet.members.models import GroupMembership, Invitation, Organisation, Position, User
from intranet.members.signals import (
    access_lessened,
    handover_undone,
    invitation_accepted,
    position_handed_over,
)
from intranet.notifications.domain.audience import in_network
from intranet.notifications.domain.forgetting import forget
from intranet.notifications.domain.notify import notify
from intranet.notifications.domain.visibility import settle_hidden
from intranet.notifications.enums import Frequency
from intranet.notifications.kinds import Happening, Kind, register_kind
from intranet.templatetags.intranet import day_words

MEMBERS = gettext_lazy("Members")


def accepted_invitations(person: User) -> QuerySet[Invitation]:
    """Those that `person` may still look after, of people whom they may know of."""
    known = User.objects.visible_to(person).values("pk")
    accepted = Invitation.objects.managed_by(person).filter(accepted_at__isnull=False, accepted_by__in=known)
    return accepted.select_related("accepted_by")


def positions_taken_over(person: User) -> QuerySet[Position]:
    known = Organisation.objects.visible_to(person).values("pk")
    handed_over = Position.objects.filter(ends_on__isnull=False, successor=person, organisation__in=known)
    return handed_over.select_related("user", "organisation")


def line_of_invitation(happening: Happening) -> str:
    return _("%(person)s has accepted your invitation") % {"person": happening.target.accepted_by.full_name}


def line_of_position(happening: Happening) -> str:
    position = happening.target
    names = {"person": position.user.full_name, "council": position.organisation.full_name}
    if position.has_ended():
        return _("You take over from %(person)s · %(council)s") % names
    return _("On %(day)s you take over from %(person)s · %(council)s") % {"day": day_words(position.ends_on), **names}


KINDS = (
    Kind(
        "invitation_accepted",
        label=pgettext_lazy("notification", "Someone accepts your invitation"),
        section=MEMBERS,
        icon="user-check",
        model=Invitation,
        visible_to=accepted_invitations,
        line=line_of_invitation,
        url=lambda invitation: invitation.accepted_by.get_absolute_url(),
        concerns=in_network,
    ),
    Kind(
        "duties_passed",
        label=pgettext_lazy("notification", "You take over from a colleague"),
        section=MEMBERS,
        icon="handshake",
        model=Position,
        visible_to=positions_taken_over,
        line=line_of_position,
        url=lambda position: position.organisation.get_absolute_url(),
        mail=Frequency.NOW,
        can_be_switched_off=False,
        concerns=in_network,
    ),
)


def tell_inviter(invitation: Invitation, person: User, **_kwargs: Any) -> None:
    if invitation.invited_by is not None:
        notify("invitation_accepted", [invitation.invited_by], actor=person, target=invitation)


def tell_successor(position: Position, successor: User, by: User, **_kwargs: Any) -> None:
    forget("duties_passed", position, but_for=successor)
    notify("duties_passed", [successor], actor=by, target=position)


def forget_handover(position: Position, **_kwargs: Any) -> None:
    forget("duties_passed", position)


def settle_what_is_hidden(person: User, **_kwargs: Any) -> None:
    """The bell does not count what they see no longer. Who has no access hears no bell, and may come back to theirs."""
    now = User.objects.with_standing().get(pk=person.pk)
    if now.standing.has_access:
        settle_hidden(now)


def settle_after_leaving(instance: GroupMembership, origin: Any = None, **_kwargs: Any) -> None:
    """A seat has been deleted by itself, not with its person or its group, whose notifications go with them."""
    if getattr(origin, "model", type(origin)) is GroupMembership:
        settle_what_is_hidden(instance.user)


def register_member_kinds() -> None:
    for kind in KINDS:
        register_kind(kind)
    invitation_accepted.connect(tell_inviter)
    position_handed_over.connect(tell_successor)
    handover_undone.connect(forget_handover)
    access_lessened.connect(settle_what_is_hidden)
    post_delete.connect(settle_after_leaving, sender=GroupMembership)
