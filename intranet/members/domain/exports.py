"""What the network keeps about one person, for that person to take along (GDPR, articles 15 and 20)."""

import base64
from typing import Any

from allauth.usersessions.models import UserSession
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from intranet.members.enums import MembershipState
from intranet.members.models import GroupMembership, Invitation, Position, User, WorkingGroup
from intranet.members.models.people import PROFILE_FIELDS
from intranet.members.own_data import registered_exports


def export_of(user: User) -> dict[str, Any]:
    """Everything that the intranet keeps about `user`, as plain values with dates in ISO 8601.

    What a private group is called by now is told to those who may know of it alone.
    """
    known = set(WorkingGroup.objects.visible_to(user).values_list("pk", flat=True))
    return {
        "exported_at": timezone.localtime().isoformat(timespec="seconds"),
        "profile": profile_of(user),
        "account": account_of(user),
        "positions": [position_data(position) for position in user.positions.select_related("organisation")],
        "memberships": [membership_data(one, known) for one in known_memberships(user)],
        "invitations_accepted": [
            invitation_data(one, known)
            for one in user.invitations_accepted.select_related("organisation", "invited_by").prefetch_related("groups")
        ],
        "sessions": [session_data(session) for session in UserSession.objects.filter(user=user).order_by("created_at")],
        **registered_exports(user),
    }


def profile_of(user: User) -> dict[str, Any]:
    return {
        "given_name": user.given_name,
        "family_name": user.family_name,
        "email": user.email,
        "phone": user.phone,
        "bio": user.bio,
        "languages": user.languages,
        "subjects": [subject.name for subject in user.subjects.all()],
        "ask_me_about": user.ask_me_about,
        "photo": photo_data(user),
        "visibility": {name: getattr(user, f"{name}_visibility") for name in PROFILE_FIELDS},
        "confirmed_at": user.confirmed_at and user.confirmed_at.isoformat(),
        "mail_chosen_at": user.mail_chosen_at and user.mail_chosen_at.isoformat(),
    }


def photo_data(user: User) -> dict[str, str] | None:
    """The photo itself, so that the file is complete on its own."""
    if not user.photo.name or not user.photo.storage.exists(user.photo.name):
        return None
    with user.photo.open("rb") as file:
        return {"media_type": "image/jpeg", "base64": base64.b64encode(file.read()).decode("ascii")}


def account_of(user: User) -> dict[str, Any]:
    return {
        "created_at": user.created_at.isoformat(),
        "last_sign_in": user.last_login and user.last_login.isoformat(),
        "sign_in_before": user.previous_login and user.previous_login.isoformat(),
    }


def position_data(position: Position) -> dict[str, Any]:
    return {
        "organisation": position.organisation.full_name,
        "role": position.role,
        "title": position.title,
        "department": position.department,
        "is_representative": position.is_representative,
        "is_manager": position.is_manager,
        "starts_on": position.starts_on.isoformat(),
        "ends_on": position.ends_on and position.ends_on.isoformat(),
    }


def known_memberships(user: User) -> QuerySet[GroupMembership]:
    """Without the private groups that somebody has asked to let them in: these are secret from those who are not in."""
    return GroupMembership.objects.filter(user=user).known_to_holder().select_related("group").order_by("pk")


def name_of(group: WorkingGroup, known: set[int]) -> str:
    return _("a private group") if group.is_private and group.pk not in known else group.name


def membership_data(membership: GroupMembership, known: set[int]) -> dict[str, Any]:
    is_invited = membership.state == MembershipState.INVITED
    return {
        "group": membership.group.name if is_invited else name_of(membership.group, known),
        "role": membership.role,
        "state": membership.state,
        "since": membership.since.isoformat(),
        "until": membership.until and membership.until.isoformat(),
        "note": membership.note,
        "answer": membership.answer,
    }


def invitation_data(invitation: Invitation, known: set[int]) -> dict[str, Any]:
    return {
        "email": invitation.email,
        "organisation": invitation.organisation.full_name if invitation.organisation else None,
        "role": invitation.role,
        "title": invitation.title,
        "groups": [name_of(group, known) for group in invitation.groups.all()],
        "guest_until": invitation.guest_until and invitation.guest_until.isoformat(),
        "invited_by": invitation.invited_by.full_name if invitation.invited_by else None,
        "created_at": invitation.created_at.isoformat(),
        "accepted_at": invitation.accepted_at and invitation.accepted_at.isoformat(),
    }


def session_data(session: UserSession) -> dict[str, Any]:
    return {
        "ip": session.ip,
        "user_agent": session.user_agent,
        "created_at": session.created_at.isoformat(),
        "last_seen_at": session.last_seen_at.isoformat(),
    }
