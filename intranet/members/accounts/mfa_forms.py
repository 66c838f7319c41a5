"""The forms of the second factor."""

from typing import Any, ClassVar

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django import forms
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from fido2.webauthn import AuthenticationResponse

from intranet.members.accounts.forms import FIGURES
from intranet.members.accounts.key_fields import MALFORMED, UNANSWERED, KeyField
from intranet.members.accounts.words import Worded
from intranet.members.models import User


class CodeMixin(Worded):
    """Asks for a code that the person has: `has_app` and `has_key` say what they can show, recovery codes apart."""

    labels: ClassVar = {"code": _("Code of the app, or a recovery code")}
    attrs: ClassVar = {"code": FIGURES}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person: User = self.user  # type: ignore[attr-defined]
        types = set(Authenticator.objects.filter(user=person).values_list("type", flat=True))
        self.has_app = Authenticator.Type.TOTP in types
        self.has_key = Authenticator.Type.WEBAUTHN in types
        if not self.has_app:
            self.fields["code"].label = _("Recovery code")

    def clean_code(self) -> str:
        """A code of the app counts once in all of the time that it is accepted (RFC 6238 §5.2), clocks' tolerance included.

        However it is written: «123 456» is no other code than «123456».
        """
        try:
            code: str = super().clean_code()  # type: ignore[misc]
        except ValidationError as error:
            raise self.refusal(error) from error
        authenticator: Authenticator = self.authenticator  # type: ignore[attr-defined]
        if authenticator.type == Authenticator.Type.TOTP:
            key = f"totp-used:{authenticator.pk}:{normalize_user_code(code)}"
            if not cache.add(key, 1, app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)):
                raise get_adapter().validation_error("incorrect_code")  # noqa: EM101 - a code of allauth
        return code

    def refusal(self, error: ValidationError) -> ValidationError:
        """Whoever has no app is not sent to look at it."""
        if self.has_app or error.code != "incorrect_code":
            return error
        return ValidationError(_("This is none of your recovery codes, or you have used it already."), code=error.code)


class AuthenticateForm(CodeMixin, base.AuthenticateForm):
    """The second step of signing in."""


class ReauthenticateForm(CodeMixin, base.ReauthenticateForm):
    """Before something that protects the account changes."""


class ActivateTOTPForm(Worded, totp.ActivateTOTPForm):
    labels: ClassVar = {"code": _("Code that the app shows now")}
    attrs: ClassVar = {"code": FIGURES}


class AddWebAuthnForm(Worded, webauthn.AddWebAuthnForm):
    credential = KeyField()

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

    def clean(self) -> dict[str, Any]:
        """Keep the person's choice in place of the device's word, where `is_passwordless` reads it.

        Many devices keep every key so that it would open the account by itself, and say so although nobody asked them to;
        some browsers do not say anything.
        """
        try:
            data: dict[str, Any] = super().clean()
        except MALFORMED as error:
            raise ValidationError(UNANSWERED, code="unanswered_key") from error
        if data.get("credential"):
            data["credential"]["clientExtensionResults"] = {"credProps": {"rk": data["passwordless"]}}
        return data


class EditWebAuthnForm(Worded, webauthn.EditWebAuthnForm):
    labels: ClassVar = {"name": _("Name of the key")}


class KeyMixin(forms.BaseForm):
    """Says what is wrong with a key: nobody was asked for a code, which is all that allauth speaks of."""

    unknown = _("This account does not know this key. Use another one of yours, or another way.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"] = KeyField()

    def clean_credential(self) -> Authenticator:
        credential = self.cleaned_data["credential"]
        try:
            authenticator: Authenticator = super().clean_credential()  # type: ignore[misc]
        except MALFORMED as error:
            if isinstance(error, ValidationError) and error.code != "incorrect_code":
                raise
            if self.is_known(credential):
                raise ValidationError(UNANSWERED, code="unanswered_key") from error
            raise ValidationError(self.unknown, code="unknown_key") from error
        return authenticator

    def is_known(self, credential: Any) -> bool:
        """Whether such a key is kept: the person's, or at the sign-in page anybody's. Nothing of `credential` is proved."""
        keys = Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN)
        person: User | None = self.user  # type: ignore[attr-defined]
        if person is not None:
            keys = keys.filter(user=person)
        return isinstance(credential, dict) and keys.filter(data__credential__id=credential.get("id")).exists()


class AuthenticateWebAuthnForm(KeyMixin, webauthn.AuthenticateWebAuthnForm):
    """The second step of signing in."""


class ReauthenticateWebAuthnForm(KeyMixin, webauthn.ReauthenticateWebAuthnForm):
    """Before something that protects the account changes."""


class LoginWebAuthnForm(KeyMixin, webauthn.LoginWebAuthnForm):
    """Signing in with a key alone: only one that was added for it, and that has asked for a fingerprint, a face or a PIN."""

    unknown = _("This key opens no account here. Sign in with your password or a code by mail, and add the key again.")
    second_only = _(
        "This key works only as a second step. Sign in with your password or a code by mail, and it is asked for next."
    )

    def clean_credential(self) -> Authenticator:
        credential = self.cleaned_data["credential"]
        authenticator = super().clean_credential()
        if WebAuthn(authenticator).is_passwordless is not True:
            raise ValidationError(self.second_only, code="second_step_key")
        # The challenge may be that of a second step, which does not insist on it.
        if not AuthenticationResponse.from_dict(credential).response.authenticator_data.is_user_verified():
            raise ValidationError(UNANSWERED, code="unanswered_key")
        return authenticator
