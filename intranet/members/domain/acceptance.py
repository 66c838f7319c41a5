"""An invitation is accepted: once, by the person it was written to."""

from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from intranet.members.enums import GroupAccess, GroupRole, InvitationState, MembershipState
from intranet.members.models import GroupMembership, Invitation, Position, User, WorkingGroup


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
    use_up(invitation)
    if user is None:
        user = open_account(invitation.email, given_name=given_name, family_name=family_name, password=password)
    Invitation.objects.filter(pk=invitation.pk).update(accepted_by=user)
    take_position(invitation, user)
    for group in invitation.groups.all():
        enrol(user, group, invitation)
    # What was known of the person's standing is no longer so.
    accepted: User = User.objects.with_standing().get(pk=user.pk)
    return accepted


def use_up(invitation: Invitation) -> None:
    """The database decides who comes first: one conditional update finds the invitation pending, all others do not."""
    same = Invitation.objects.pending().filter(pk=invitation.pk, token_digest=invitation.token_digest)
    if obstacle(invitation) is not None or not same.update(accepted_at=timezone.now()):
        raise InvitationGoneError


def open_account(email: str, *, given_name: str, family_name: str, password: str | None) -> User:
    """An account whose address needs no further proof: the secret came by mail."""
    if User.objects.filter(email=email).exists():
        raise InvitationGoneError
    user: User = User.objects.create_user(
        email, password, given_name=given_name.strip(), family_name=family_name.strip()
    )
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
    return user


def take_position(invitation: Invitation, user: User) -> None:
    if invitation.organisation is None:
        return
    position, is_new = Position.objects.get_or_create(
        user=user,
        organisation=invitation.organisation,
        ends_on=invitation.guest_until,
        defaults={"role": invitation.role, "title": invitation.title, "is_manager": invitation.is_manager},
    )
    if not is_new and invitation.is_manager and not position.is_manager:
        position.is_manager = True
        position.save(update_fields=["is_manager"])


def enrol(user: User, group: WorkingGroup, invitation: Invitation) -> None:
    """Sit `user` in `group`; whoever coordinates it goes on doing so.

    A closed group chooses its members: unless coordination invites, it is asked first. A guest is always coordination's.
    """
    inviter = invitation.invited_by
    asked_first = group.access != GroupAccess.OPEN and not (inviter is not None and inviter.standing.cares_for_members)
    seat = GroupMembership.objects.filter(group=group, user=user).first() or GroupMembership(group=group, user=user)
    settled = seat.pk is not None and seat.state == MembershipState.ACTIVE and seat.until is None
    if settled and seat.role != GroupRole.GUEST:
        return
    seat.role = GroupRole.GUEST if invitation.is_guest else GroupRole.MEMBER
    seat.state = MembershipState.REQUESTED if asked_first else MembershipState.ACTIVE
    seat.until = invitation.guest_until
    seat.since = timezone.localdate()
    seat.save()
