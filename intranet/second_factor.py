"""Whether the second factor that is asked of somebody was used in this very session: that the account has one is not enough."""

from typing import TYPE_CHECKING

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest

if TYPE_CHECKING:
    from intranet.members.models import User


def is_missing(request: HttpRequest, user: "User") -> bool:
    """Asked of coordination and administrators. Read from the standing and the session: no statement of its own."""
    asked = settings.SECOND_FACTOR_REQUIRED and user.standing.cares_for_members
    return asked and not (user.standing.second_factor and was_used(request, user))


def must_be_shown(request: HttpRequest, user: "User") -> bool:
    """Missing here although the account has one: nothing opens before it is used, least of all the pages that remove it."""
    return user.standing.second_factor and is_missing(request, user)


def was_used(request: HttpRequest, user: "User") -> bool:
    """Whether `user` got in, or proved who they are, with a code or a key since this session began."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, user))
