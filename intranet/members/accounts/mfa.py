"""How second factors are kept: encrypted, with a key made from the site's secret."""

import base64
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intranet.members.domain.sessions import close_sessions
from intranet.members.models import User
from intranet.second_factor import was_used

PURPOSE = b"intranet.members.accounts.mfa"


def fernet(secret: str) -> Fernet:
    """A key for this purpose alone, from one of the site's secrets (RFC 5869)."""
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(key))


def keys() -> MultiFernet:
    """Encrypts with `SECRET_KEY`; reads what `SECRET_KEY_FALLBACKS` encrypted too."""
    return MultiFernet([fernet(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def count_as_proof(request: HttpRequest, user: User, authenticator: Authenticator, **_signal: Any) -> None:
    """Whoever has just set up their first factor has used it: the recovery codes that follow do not ask for it again.

    Sessions that began without it end. A further factor, or recovery codes, prove nothing: only who has shown the
    first may be said to have one.
    """
    first = is_first(authenticator)
    if first:
        close_sessions(user, but=request.session.session_key)
    if first or was_used(request, user):
        record_as_used(request, user, authenticator)


def record_as_used(request: HttpRequest, user: User, authenticator: Authenticator) -> None:
    record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type, reauthenticated=True)


def is_first(authenticator: Authenticator) -> bool:
    """Whether its person had no second factor before; recovery codes are none."""
    factors = Authenticator.objects.filter(user_id=authenticator.user_id).exclude(
        type=Authenticator.Type.RECOVERY_CODES
    )
    return list(factors) == [authenticator]


class MFAAdapter(DefaultMFAAdapter):
    error_messages = {  # noqa: RUF012 - allauth declares it so
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("This is not the code. Look at the one that shows now, or use a recovery code."),
        "unverified_email": gettext_lazy("Confirm your e-mail address first."),
        "cannot_generate_recovery_codes": gettext_lazy("Set up an app or a key first: the codes are for losing it."),
    }

    def encrypt(self, text: str) -> str:
        return keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Raises `cryptography.fernet.InvalidToken` when no secret of the site fits: a guess would open the account."""
        return keys().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:  # noqa: A002 - allauth's name
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _("My key") if number == 1 else _("My key {number}").format(number=number)

    def _get_site_name(self) -> str:
        name: str = settings.SITE_NAME
        return name
