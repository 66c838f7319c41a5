"""How the network lets people in: by invitation, with access today, and in its own words."""

from contextlib import suppress
from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.models import Authenticator
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from intranet import mail
from intranet.errors import too_many_requests
from intranet.members.accounts import invited
from intranet.members.accounts.browsers import browser_words
from intranet.members.accounts.notices import NOTICES
from intranet.members.domain.acceptance import InvitationGoneError, accept_invitation
from intranet.members.models import User
from intranet.second_factor import must_be_shown

TOO_MANY = {"too_many_login_attempts", "rate_limited"}
# Somebody whose address was never confirmed confirms it the same way as one who changes it.
SAME_MAIL = {"email_confirmation_signup": "email_confirmation"}
# There is no code in it.
PUBLIC = {"unknown_account"}


def person_in(context: dict[str, Any]) -> User | None:
    """Whom one of allauth's mails is for, when it is somebody whom the site knows."""
    user = context.get("user")
    return user if isinstance(user, User) and user.pk else None


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {  # noqa: RUF012 - allauth declares it so
        **DefaultAccountAdapter.error_messages,
        "duplicate_email": _("This is already your address."),
        "email_password_mismatch": _("The address or the password is not right. Check both and try again."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_code": _("This is not the code, or it has expired. Look at the last one that you got."),
        "incorrect_password": _("This is not your password."),
        "rate_limited": _("Too many tries in a short time. Wait a few minutes."),
        "too_many_login_attempts": _("Too many tries with a wrong code. Ask for another one."),
    }

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        """Too many tries have a page of their own, the same whether the account exists or not."""
        if code in TOO_MANY:
            raise ImmediateHttpResponse(too_many_requests(self.request))
        error: ValidationError = super().validation_error(code, *args)
        return error

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Only for an invitation opened in this browser; whoever has an account already signs in to accept it."""
        invitation = invited.invitation_of(request)
        if invitation is None:
            return False
        if User.objects.filter(email=invitation.email).exists():
            raise ImmediateHttpResponse(redirect("account_login"))
        return True

    def pre_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse | None:
        """Right credentials are not enough: the person needs access today, or an invitation that gives it."""
        person = cast("User", user)
        if not person.standing.has_access and invited.invitation_for(request, person) is None:
            clear_login(request)
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **kwargs)

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Keep the moment of the sign-in before this one: the person sees it on every page."""
        person = cast("User", user)
        person.previous_login = person.last_login
        person.save(update_fields=["previous_login"])
        super().login(request, user)

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse:
        person = cast("User", user)
        invitation = invited.invitation_for(request, person)
        if invitation is not None:
            # Used or withdrawn this very moment: without access, the next page says so.
            with suppress(InvitationGoneError):
                accept_invitation(invitation, user=person)
        invited.forget(request)
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response

    def get_reauthentication_methods(self, user: AbstractBaseUser | AnonymousUser) -> list[dict[str, Any]]:
        """The recovery codes come last: for those who have a key and no app, typing a code is no first choice.

        Where the second factor has not been used yet, the password is no way at all.
        """
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        if self.request and must_be_shown(self.request, cast("User", user)):
            methods = [method for method in methods if method["id"] != "reauthenticate"]
        codes_alone = not Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).exists()
        return sorted(methods, key=lambda method: codes_alone and method["id"] == "mfa_reauthenticate")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """All of allauth's mails, in the house's layout and with the site's own address in their links."""
        name, person = template_prefix.rpartition("/")[2], person_in(context)
        values = {
            **context,
            "login_url": mail.absolute(reverse("account_login")),
            "security_url": mail.absolute(reverse("usersessions_list")),
            "browser": browser_words(context.get("user_agent", "")),
        }
        if name in NOTICES:
            mail.send("account_notice", to=email, context={**values, "notice": NOTICES[name]}, person=person)
        else:
            # Somebody sits before the page and waits for it; the code or link in it lets in.
            mail.send(
                SAME_MAIL.get(name, name),
                to=email,
                context=values,
                person=person,
                urgent=True,
                secret=name not in PUBLIC,
            )

    def get_reset_password_from_key_url(self, key: str) -> str:
        uid, _dash, token = key.partition("-")
        return mail.absolute(reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token}))
