"""A place is offered to one address: written, sent again, withdrawn."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import date
from typing import NoReturn

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from intranet import mail
from intranet.members.domain.openings import hold
from intranet.members.enums import COUNCIL_KINDS, GroupAccess, GroupState, InvitationState, PositionRole
from intranet.members.models import Invitation, Organisation, Position, User, WorkingGroup
from intranet.members.models.invitations import default_expiry
from intranet.members.models.people_queries import COORDINATION
from intranet.members.rules import can_manage, can_manage_invitation
from intranet.templatetags.intranet import day_words

TOKEN_BYTES = 32


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def groups_to_offer(by: User) -> QuerySet[WorkingGroup]:
    """The groups that `by` may write into an invitation: private ones only as coordination, and from inside.

    Where the group chooses its members, what a manager offers begins as a request to it (see `acceptance.enrol`).
    Nobody needs to be invited to the one that holds everyone.
    """
    groups = WorkingGroup.objects.content_visible_to(by).exclude(state=GroupState.CLOSED).exclude(holds_everyone=True)
    return groups if by.standing.cares_for_members else groups.exclude(access=GroupAccess.PRIVATE)


@transaction.atomic
def invite(
    *,
    by: User,
    email: str,
    organisation: Organisation | None = None,
    role: PositionRole | str = PositionRole.TECHNICAL,
    title: str = "",
    is_manager: bool = False,
    groups: Iterable[WorkingGroup] = (),
    guest_until: date | None = None,
) -> Invitation:
    """Offer `email` a place in a council of the network or, with `guest_until`, in `groups` as a guest until that day.

    The mail leaves with the commit. Raises `ValidationError` by field; its code is "pending" when the address already
    has an invitation that can be sent again.
    """
    groups = list(groups)
    claim(by=by, organisation=organisation, groups=groups)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    invitation = Invitation(
        email=email.strip().lower(),
        token_digest=digest(token),
        organisation=organisation,
        role=role,
        title=title.strip(),
        is_manager=is_manager,
        guest_until=guest_until,
        invited_by=by,
    )
    invitation.full_clean()
    check_place(invitation, groups)
    check_address(invitation)
    invitation.save()
    invitation.groups.set(groups)
    deliver(invitation, token)
    return invitation


@transaction.atomic
def resend_invitation(invitation: Invitation, *, by: User) -> Invitation:
    """Send it with a new secret and a new term, an expired one too. The former link no longer works."""
    invitation = claim_invitation(invitation, by=by)
    check_place(invitation, list(invitation.groups.all()))
    check_address(invitation)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    invitation.token_digest, invitation.expires_at, invitation.sent_at = digest(token), default_expiry(), None
    invitation.save(update_fields=["token_digest", "expires_at", "sent_at"])
    deliver(invitation, token)
    return invitation


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: User) -> Invitation:
    invitation = claim_invitation(invitation, by=by)
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at"])
    return invitation


def find_invitation(token: str) -> Invitation | None:
    """The invitation that was sent with `token`, in whatever state."""
    invitations = Invitation.objects.select_related("organisation", "invited_by").prefetch_related("groups")
    return invitations.filter(token_digest=digest(token)).first()


def claim(*, by: User, organisation: Organisation | None, groups: list[WorkingGroup]) -> None:
    """Check that `by` may offer this, alone: two cannot invite the same person at once."""
    hold_invitations(organisation)
    allowed = can_manage(by, organisation) if organisation is not None else by.standing.cares_for_members
    if not allowed:
        raise PermissionDenied
    if groups_to_offer(by).filter(pk__in=[group.pk for group in groups]).count() != len(set(groups)):
        raise PermissionDenied


def hold_invitations(organisation: Organisation | None) -> None:
    """Until the end of the transaction, nobody else writes an invitation to `organisation`, or to none."""
    if organisation is not None:
        hold(organisation)
    else:
        Group.objects.select_for_update().filter(name=COORDINATION).first()  # who alone invite to no organisation


def claim_invitation(invitation: Invitation, *, by: User) -> Invitation:
    """The invitation as it is now, held for `by`, who may manage it; raises `ValidationError` when it has had its answer."""
    if not can_manage_invitation(by, invitation):
        raise PermissionDenied
    hold_invitations(invitation.organisation)
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.state == InvitationState.ACCEPTED:
        refuse(_("This invitation has already been accepted."))
    if invitation.state == InvitationState.WITHDRAWN:
        refuse(_("This invitation was withdrawn. Write a new one."))
    return invitation


def check_place(invitation: Invitation, groups: list[WorkingGroup]) -> None:
    """A council's people are members without end; all others are guests of a group, until a day."""
    organisation, until = invitation.organisation, invitation.guest_until
    in_council = organisation is not None and organisation.kind in COUNCIL_KINDS
    if organisation is not None and not organisation.is_present:
        refuse(_("This organisation no longer takes part in the network."), "organisation")
    if in_council and until:
        refuse(_("People of a council of the network are no guests: leave the date empty."), "guest_until")
    if not in_council and not until:
        refuse(_("Say until when the person is a guest: only people of a council come in without end."), "guest_until")
    if until and until <= timezone.localdate():
        refuse(_("This day has already come."), "guest_until")
    if until and not groups:
        refuse(_("Choose at least one group: it is all that a guest sees."), "groups")
    if not in_council and invitation.is_manager:
        refuse(_("Only councils have managers."), "is_manager")


def check_address(invitation: Invitation) -> None:
    """Nobody is invited twice, nor to where they already are."""
    same = Invitation.objects.pending().filter(email=invitation.email, organisation=invitation.organisation)
    if same.exclude(pk=invitation.pk).exists():
        refuse(
            _("This address already has an invitation that waits for an answer. Send that one again."), code="pending"
        )
    person = User.objects.filter(email=invitation.email).first()
    if person is None:
        return
    if not person.is_active:
        refuse(_("This address cannot be invited. Ask coordination, who can see why."))
    here = Position.objects.giving_access().filter(user=person, organisation=invitation.organisation)
    if invitation.is_guest and person.standing.in_network:
        refuse(_("This person is already in the network, and needs no invitation to join a group."))
    if not invitation.is_guest and here.exists():
        refuse(_("This person is already in this council."))


def refuse(message: str, field: str = "email", *, code: str = "invalid") -> NoReturn:
    raise ValidationError({field: ValidationError(message, code=code)})


def deliver(invitation: Invitation, token: str) -> None:
    """Put the mail into the outbox, the link's only copy; `intranet.members.mails` hears what becomes of it."""
    context = {
        "invitation": invitation,
        "inviter": invitation.invited_by,
        "facts": [(term, value) for term, value in facts_of(invitation) if value],
        "url": mail.absolute(reverse("invitation", args=[token])),
    }
    mail.send(
        "invitation",
        to=invitation.email,
        context=context,
        key=invitation.mail_key,
        about=invitation.mail_about,
        urgent=True,
        secret=True,
    )


def facts_of(invitation: Invitation) -> list[tuple[str, str]]:
    """What the invitation offers, as (term, value) pairs for the mail and for its page; some without value."""
    organisation, until = invitation.organisation, invitation.guest_until
    role = invitation.title or ("" if invitation.is_guest else invitation.get_role_display())
    return [
        (_("Who invites you"), invitation.invited_by.full_name if invitation.invited_by else ""),
        (
            _("Council") if not invitation.is_guest else _("Organisation"),
            organisation.full_name if organisation else "",
        ),
        (_("As"), role),
        (_("You will also"), _("invite and retire the council's people") if invitation.is_manager else ""),
        (_("Working groups"), ", ".join(group.name for group in invitation.groups.all())),
        (_("Guest until"), day_words(until) if until else ""),
    ]
