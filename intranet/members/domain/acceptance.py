"""An invitation is accepted: once, by the person it was written to."""

from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from intranet.members.domain.openings import hold, open_position, widen_position
from intranet.members.enums import GroupRole, InvitationState, MembershipState
from intranet.members.models import GroupMembership, Invitation, Position, User, WorkingGroup
from intranet.members.signals import invitation_accepted, seat_requested


class InvitationGoneError(Exception):
    """The invitation can no longer be accepted: used, withdrawn, expired, or its council has left."""


def obstacle(invitation: Invitation) -> InvitationState | None:
    """Why it cannot be accepted, in the words of its states; nothing when it can."""
    if invitation.state != InvitationState.PENDING:
        return invitation.state
    if invitation.organisation is not None and not invitation.organisation.is_present:
        return InvitationState.WITHDRAWN
    if invitation.guest_until is not None and invitation.guest_until <= timezone.localdate():
        return InvitationState.EXPIRED
    return None


@transaction.atomic
def accept_invitation(
    invitation: Invitation,
    *,
    user: User | None = None,
    given_name: str = "",
    family_name: str = "",
    password: str | None = None,
) -> User:
    """Give the invited person their place: `user`, who has the invitation's address, or a new account with this name.

    Single use under any race. Raises `InvitationGoneError`.
    """
    if user is not None and user.email.lower() != invitation.email:
        raise PermissionDenied
    if invitation.organisation is not None:
        hold(invitation.organisation)  # before the invitation's own row, in the order of those who send it again
    use_up(invitation)
    if user is None:
        user = open_account(invitation.email, given_name=given_name, family_name=family_name, password=password)
    Invitation.objects.filter(pk=invitation.pk).update(accepted_by=user)
    take_position(invitation, user)
    for group in invitation.groups.all():
        enrol(user, group, invitation)
    # What was known of the person's standing is no longer so.
    accepted: User = User.objects.with_standing().get(pk=user.pk)
    invitation_accepted.send(sender=Invitation, invitation=invitation, person=accepted)
    return accepted


def use_up(invitation: Invitation) -> None:
    """The database decides who comes first: one conditional update finds the invitation pending, all others do not."""
    same = Invitation.objects.pending().filter(pk=invitation.pk, token_digest=invitation.token_digest)
    if obstacle(invitation) is not None or not same.update(accepted_at=timezone.now()):
        raise InvitationGoneError


def open_account(email: str, *, given_name: str, family_name: str, password: str | None) -> User:
    """An account whose address needs no further proof: the secret came by mail."""
    names = {"given_name": given_name.strip(), "family_name": family_name.strip()}
    try:
        with transaction.atomic():
            user: User = User.objects.create_user(email, password, **names)
    except IntegrityError as error:  # somebody has this address, perhaps since a moment ago by another invitation
        raise InvitationGoneError from error
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
    return user


def take_position(invitation: Invitation, user: User) -> None:
    """A new position, or the one that they have or will have there, as far as the invitation reaches further."""
    if invitation.organisation is None:
        return
    until, is_manager = invitation.guest_until, invitation.is_manager
    there = Position.objects.ahead().filter(user=user, organisation=invitation.organisation)
    if position := there.order_by("starts_on").first():
        widen_position(position, until=until, is_manager=is_manager)
        return
    position = Position(user=user, organisation=invitation.organisation, ends_on=until, is_manager=is_manager)
    position.role, position.title = invitation.role, invitation.title
    open_position(position)


def enrol(user: User, group: WorkingGroup, invitation: Invitation) -> None:
    """Sit `user` in `group`; a seat they have there is never lessened.

    A group that chooses its members is asked first, unless coordination invites, and may read it; so is every group that
    did not want this person before. What the group itself has offered to a member still waits for their answer.
    """
    seat = GroupMembership.objects.filter(group=group, user=user).first() or GroupMembership(group=group, user=user)
    chooses = group.chooses_members or seat.turned_away
    asked_first = chooses and not may_seat(invitation.invited_by, group)
    if asked_first and seat.state == MembershipState.INVITED:
        return
    until = invitation.guest_until
    if seat.pk and seat.is_in_force:
        if seat.role != GroupRole.GUEST or asked_first:
            return
        until = until and seat.until and max(until, seat.until)
    seat.role = GroupRole.GUEST if invitation.is_guest else GroupRole.MEMBER
    seat.state = MembershipState.REQUESTED if asked_first else MembershipState.ACTIVE
    seat.until, seat.left_with = until, None
    seat.since, seat.untold = timezone.localdate(), False
    seat.save()
    if asked_first:
        seat_requested.send(sender=GroupMembership, seat=seat)


def may_seat(inviter: User | None, group: WorkingGroup) -> bool:
    """Whether the group need not be asked."""
    if inviter is None or not inviter.standing.cares_for_members:
        return False
    return WorkingGroup.objects.content_visible_to(inviter).filter(pk=group.pk).exists()
