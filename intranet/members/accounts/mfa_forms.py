"""The forms of the second factor."""

from typing import ClassVar

from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from intranet.members.accounts.forms import FIGURES
from intranet.members.accounts.words import Worded


class OnceMixin:
    """A code of the app counts once in all of the time that it is accepted (RFC 6238 §5.2), clocks' tolerance included."""

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]
        authenticator: Authenticator = self.authenticator  # type: ignore[attr-defined]
        if authenticator.type == Authenticator.Type.TOTP:
            key = f"totp-used:{authenticator.pk}:{code}"
            if not cache.add(key, 1, app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)):
                raise get_adapter().validation_error("incorrect_code")  # noqa: EM101 - a code of allauth
        return code


class AuthenticateForm(OnceMixin, Worded, base.AuthenticateForm):
    labels: ClassVar = {"code": _("Code of the app, or a recovery code")}
    attrs: ClassVar = {"code": FIGURES}


class ReauthenticateForm(OnceMixin, Worded, base.ReauthenticateForm):
    labels: ClassVar = {"code": _("Code of the app, or a recovery code")}
    attrs: ClassVar = {"code": FIGURES}


class ActivateTOTPForm(Worded, totp.ActivateTOTPForm):
    labels: ClassVar = {"code": _("Code that the app shows now")}
    attrs: ClassVar = {"code": FIGURES}


class AddWebAuthnForm(Worded, webauthn.AddWebAuthnForm):
    labels: ClassVar = {
        "name": _("Name of the key"),
        "passwordless": _("Get in with this key alone, without address and password"),
    }
    hints: ClassVar = {
        "name": _("For you to tell it from others: «Laptop of the council», «Phone»."),
        "passwordless": _("The key then asks for your fingerprint, your face or a PIN."),
    }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("passwordless", True)


class EditWebAuthnForm(Worded, webauthn.EditWebAuthnForm):
    labels: ClassVar = {"name": _("Name of the key")}
