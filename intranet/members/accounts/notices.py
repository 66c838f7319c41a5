"""What a person is told by mail when something that protects their account has changed."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True)
class Notice:
    subject: "StrPromise"
    sentence: "StrPromise"


# By the last part of the names that allauth gives its notification mails.
NOTICES = {
    "password_changed": Notice(_("Your password has changed"), _("The password of your account has been changed.")),
    "password_set": Notice(_("Your account has a password"), _("A password has been set for your account.")),
    "password_reset": Notice(
        _("Your password has changed"), _("A new password has been chosen with a link sent to this address.")
    ),
    "email_changed": Notice(
        _("Your address has changed"),
        _("Your account has another e-mail address from now on. This is the last message that we send to this one."),
    ),
    "email_deleted": Notice(_("An address was removed"), _("An e-mail address has been removed from your account.")),
    "totp_activated": Notice(
        _("Two-step verification is on"), _("An authenticator app has been set up for your account.")
    ),
    "totp_deactivated": Notice(
        _("An authenticator app was removed"), _("Your account no longer asks for the codes of an authenticator app.")
    ),
    "recovery_codes_generated": Notice(
        _("New recovery codes"),
        _("New recovery codes have been made for your account; the former ones no longer work."),
    ),
    "webauthn_added": Notice(_("A key was added"), _("A passkey or security key has been added to your account.")),
    "webauthn_removed": Notice(
        _("A key was removed"), _("A passkey or security key has been removed from your account.")
    ),
}
