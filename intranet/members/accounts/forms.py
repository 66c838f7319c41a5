"""The forms of signing in and of one's own account. The second factor's are in `mfa_forms`."""

from typing import Any, ClassVar

from allauth.account import forms as allauth
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from django import forms
from django.contrib import messages
from django.contrib.auth import password_validation
from django.http import HttpRequest
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intranet.members.accounts import invited
from intranet.members.accounts.words import Worded
from intranet.members.domain.acceptance import InvitationGoneError, accept_invitation
from intranet.members.forms.lines import OneLineField
from intranet.members.models import User

ADDRESS = gettext_lazy("E-mail address")
CODE = gettext_lazy("Code")
NEW_PASSWORD = gettext_lazy("New password")
STRONG = gettext_lazy("At least 12 characters. A phrase of four words is safer than signs, and easier to remember.")
FIGURES = {"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": "16"}


class LoginForm(Worded, allauth.LoginForm):
    labels: ClassVar = {
        "login": ADDRESS,
        "password": gettext_lazy("Password"),
        "remember": gettext_lazy("Keep me signed in on this device"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invitation = invited.invitation_of(self.request)
        if self.invitation is not None:
            self.initial.setdefault("login", self.invitation.email)


class RequestLoginCodeForm(Worded, allauth.RequestLoginCodeForm):
    labels: ClassVar = {"email": ADDRESS}


class ConfirmLoginCodeForm(Worded, allauth.ConfirmLoginCodeForm):
    labels: ClassVar = {"code": CODE}
    attrs: ClassVar = {"code": FIGURES}


class ConfirmEmailForm(Worded, allauth.ConfirmEmailVerificationCodeForm):
    labels: ClassVar = {"code": CODE}
    attrs: ClassVar = {"code": FIGURES}


class ResetPasswordForm(Worded, allauth.ResetPasswordForm):
    labels: ClassVar = {"email": ADDRESS}


class ResetPasswordKeyForm(Worded, allauth.ResetPasswordKeyForm):
    labels: ClassVar = {"password1": NEW_PASSWORD}
    hints: ClassVar = {"password1": STRONG}


class ChangePasswordForm(Worded, allauth.ChangePasswordForm):
    labels: ClassVar = {"oldpassword": gettext_lazy("Present password"), "password1": NEW_PASSWORD}
    hints: ClassVar = {"password1": STRONG}


class SetPasswordForm(Worded, allauth.SetPasswordForm):
    labels: ClassVar = {"password1": NEW_PASSWORD}
    hints: ClassVar = {"password1": STRONG}


class AddEmailForm(Worded, allauth.AddEmailForm):
    labels: ClassVar = {"email": gettext_lazy("New address")}
    hints: ClassVar = {"email": gettext_lazy("We send a code there; the address changes when you have typed it.")}


class ReauthenticateForm(Worded, allauth.ReauthenticateForm):
    labels: ClassVar = {"password": gettext_lazy("Password")}


class SignupForm(Worded, allauth.SignupForm):
    """What an invited person tells about themselves. The address is the invitation's, whatever is sent."""

    labels: ClassVar = {
        "email": ADDRESS,
        "given_name": gettext_lazy("Given name"),
        "family_name": gettext_lazy("Family names"),
        "password1": gettext_lazy("Password"),
        "privacy": gettext_lazy("I have read how the network uses my data"),
    }
    hints: ClassVar = {
        "email": gettext_lazy("The invitation is for this address. You can change it later."),
        "password1": gettext_lazy(
            "At least 12 characters. Without a password you get in with a code that we send by mail, or with a passkey "
            "that you add later."
        ),
    }
    field_order = ("email", "given_name", "family_name", "password1", "privacy")

    given_name = OneLineField(max_length=80, widget=forms.TextInput({"autocomplete": "given-name"}))
    family_name = OneLineField(max_length=120, widget=forms.TextInput({"autocomplete": "family-name"}))
    privacy = forms.BooleanField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        invitation = invited.invitation_of(context.request)
        if invitation is None:
            raise ImmediateHttpResponse(redirect("account_signup"))
        self.invitation = invitation
        self.initial["email"] = self.invitation.email
        self.fields["privacy"].help_text = render_to_string("account/snippets/privacy.html")
        self.fields["email"].disabled = True
        self.fields["email"].widget.attrs["autocomplete"] = "username"

    def clean_email(self) -> str:
        return self.invitation.email

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = forms.Form.clean(self) or self.cleaned_data
        person = User(
            email=self.initial["email"], **{name: data.get(name, "") for name in ("given_name", "family_name")}
        )
        if data.get("password1"):
            try:
                password_validation.validate_password(data["password1"], person)
            except forms.ValidationError as error:
                self.add_error("password1", error)
        return data

    def save(self, request: HttpRequest) -> User:
        data = self.cleaned_data
        try:
            user = accept_invitation(
                self.invitation,
                given_name=data["given_name"],
                family_name=data["family_name"],
                password=data["password1"] or None,
            )
        except InvitationGoneError as error:
            messages.error(request, _("This invitation has just been used or withdrawn."))
            raise ImmediateHttpResponse(redirect("account_login")) from error
        invited.forget(request)
        return user
