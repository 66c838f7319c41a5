"""The invitation that somebody has opened in this browser and is about to accept."""

from django.http import HttpRequest

from intranet.members.domain.acceptance import obstacle
from intranet.members.models import Invitation, User

SESSION_KEY = "invitation"


def remember(request: HttpRequest, invitation: Invitation) -> None:
    """Keep it with its digest, so that sending it again elsewhere ends this one too."""
    request.session[SESSION_KEY] = [invitation.pk, invitation.token_digest]


def forget(request: HttpRequest) -> None:
    request.session.pop(SESSION_KEY, None)


def invitation_of(request: HttpRequest) -> Invitation | None:
    """The opened invitation, as long as it can be accepted. No statement for those who have opened none."""
    kept = request.session.get(SESSION_KEY)
    if not kept:
        return None
    invitations = Invitation.objects.select_related("organisation", "invited_by")
    invitation = invitations.filter(pk=kept[0], token_digest=kept[1]).first()
    return invitation if invitation is not None and obstacle(invitation) is None else None


def invitation_for(request: HttpRequest, user: User) -> Invitation | None:
    """The opened invitation if it was written to `user`."""
    invitation = invitation_of(request)
    return invitation if invitation is not None and invitation.email == user.email.lower() else None
