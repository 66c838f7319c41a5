"""What the previews of members' mails show: invented people, links that lead nowhere."""

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from intranet import mail
from intranet.members.accounts.notices import NOTICES
from intranet.members.enums import OrganisationKind, PositionRole
from intranet.members.models import Invitation, Organisation, User

BROWSER = "Firefox · Windows"
ADDRESS = "192.0.2.7"  # one of those kept for examples, RFC 5737


def berta() -> User:
    return User(given_name="Berta", family_name="Puig", email="berta@manresa.example")


def invitation() -> dict[str, Any]:
    """Of a councillor, with everything that it can say; what it says of groups comes from the database otherwise."""
    council = Organisation(kind=OrganisationKind.TOWN_COUNCIL, name="Manresa")
    offered = Invitation(
        organisation=council, role=PositionRole.ELECTED, expires_at=timezone.now() + timedelta(days=14)
    )
    facts = [
        (_("Who invites you"), berta().full_name),
        (_("Council"), council.full_name),
        (_("As"), offered.get_role_display()),
        (_("Working groups"), _("Responsible purchasing")),
    ]
    url = mail.absolute(reverse("invitation", args=["…"]))
    return {"invitation": offered, "inviter": berta(), "facts": facts, "url": url}


def code() -> dict[str, Any]:
    return {"code": "123-456-789", "login_url": mail.absolute(reverse("account_login")), "user": berta()}


def password() -> dict[str, Any]:
    return {"password_reset_url": mail.absolute("/compte/password/reset/key/…/"), "user": berta()}


def unknown() -> dict[str, Any]:
    return {"login_url": mail.absolute(reverse("account_login")), "email": berta().email}


def notice() -> dict[str, Any]:
    return {
        "notice": NOTICES["password_changed"],
        "timestamp": timezone.now(),
        "browser": BROWSER,
        "ip": ADDRESS,
        "security_url": mail.absolute(reverse("usersessions_list")),
    }


def care() -> dict[str, Any]:
    return {
        "person": berta(),
        "by": User(given_name="Jordi", family_name="Ferrer"),
        "at": timezone.now(),
        "heading": _("Your second factor has been taken away"),
        "sentence": _(
            "Your authenticator app, passkeys and recovery codes no longer work. Sign in and set them up anew."
        ),
    }
