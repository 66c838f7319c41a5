"""What the network keeps about one person, for that person to take along (GDPR, articles 15 and 20)."""

import base64
from typing import Any

from allauth.usersessions.models import UserSession
from django.utils import timezone

from intranet.members.models import GroupMembership, Invitation, Position, User
from intranet.members.models.people import PROFILE_FIELDS
from intranet.members.own_data import registered_exports


def export_of(user: User) -> dict[str, Any]:
    """Everything that the intranet keeps about `user`, as plain values with dates in ISO 8601."""
    return {
        "exported_at": timezone.localtime().isoformat(timespec="seconds"),
        "profile": profile_of(user),
        "account": account_of(user),
        "positions": [position_data(position) for position in user.positions.select_related("organisation")],
        "memberships": [membership_data(one) for one in user.memberships.select_related("group")],
        "invitations_accepted": [
            invitation_data(one)
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


def membership_data(membership: GroupMembership) -> dict[str, Any]:
    return {
        "group": membership.group.name,
        "role": membership.role,
        "state": membership.state,
        "since": membership.since.isoformat(),
        "until": membership.until and membership.until.isoformat(),
        "note": membership.note,
        "answer": membership.answer,
    }


def invitation_data(invitation: Invitation) -> dict[str, Any]:
    return {
        "email": invitation.email,
        "organisation": invitation.organisation.full_name if invitation.organisation else None,
        "role": invitation.role,
        "title": invitation.title,
        "groups": [group.name for group in invitation.groups.all()],
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
