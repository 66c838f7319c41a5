"""Where a recommendation leads, and whom it may be shown to: nobody is told of what they could not open."""

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from home.circular.models import CircularPage
from intranet.access import audience_of
from intranet.fulltext.kinds import thing_at
from intranet.members.models import User
from intranet.policy import PAGES, Audience

ACCOUNT = "/compte/"
"""Below it each has pages of their own: guests have a password as well."""
UNCLEAN = re.compile(r"[\s\\\x00-\x1f]|^//")
"""What browsers read otherwise than it looks: of an address, and of what is left of it without this site's host."""

ACTING = frozenset(
    {
        "account_logout",
        "attachment_upload",
        "feed_renew",
        "mfa_deactivate_totp",
        "mfa_download_recovery_codes",
        "mfa_generate_recovery_codes",
        "notices_mark",
        "notices_undo",
        "preferences_restore",
        "privacy_export",
        "theme",
        "wagtailadmin_dismissibles",
        "wagtailadmin_error_test",
        "wagtailadmin_logout",
        "welcome_again",
        "welcome_put_away",
    }
)
"""Addresses without arguments that do something, at once or once one has said yes, rather than show something."""
ON_THE_WAY = frozenset(
    {
        "account_confirm_login_code",
        "account_email_verification_sent",
        "account_inactive",
        "account_login",
        "account_reauthenticate",
        "account_request_login_code",
        "account_reset_password_done",
        "account_reset_password_from_key_done",
        "account_set_password",
        "account_signup",
        "mfa_authenticate",
        "mfa_login_webauthn",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "password_gate",
        "second_factor",
        "wagtailcore_login",
    }
)
"""Those to which one comes while signing in or proving who one is, and that say nothing to whoever comes from elsewhere."""
ASKED_BY_SCRIPTS = frozenset(
    {
        "editor_tools",
        "event_clashes",
        "event_dates",
        "health",
        "mention_people",
        "notices_bell",
        "search_suggestions",
        "wagtailadmin_block_preview",
        "wagtailadmin_javascript_catalog",
        "wagtailadmin_sprite",
    }
)
"""Those that answer with a piece of a page, or to a program."""
NO_PAGES = ACTING | ON_THE_WAY | ASKED_BY_SCRIPTS


class Target(NamedTuple):
    """`path`, on this site; empty elsewhere. `document`: what of the index stands there, by kind and key.

    Without one, `is_for` says whom it may be recommended to; None for an address of this site that may not be recommended.
    """

    path: str
    document: tuple[str, int] | None = None
    is_for: Callable[[User], bool] | None = None


def own_address(address: str) -> str:
    """`address` as it is on this site, from its root; empty for one elsewhere."""
    if address.startswith("/"):
        return address
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    is_here = parts.netloc.lower() == urlsplit(settings.SITE_URL).netloc.lower()
    return parts._replace(scheme="", netloc="", path=parts.path or "/").geturl() if is_here else ""


def target_of(address: str) -> Target:
    """What shows one thing that neither the index nor a rule here knows has nobody whom it is for; nor has what shows nothing (`NO_PAGES`)."""
    own = own_address(address)
    path = unquote(urlsplit(own).path) if own else ""
    if path in {"", *PAGES}:
        return Target(path, is_for=everybody)
    if document := thing_at(path):
        return Target(path, document)
    try:
        match = resolve(path)
    except Resolver404:
        return Target(path)
    if match.view_name in NO_PAGES:
        return Target(path)
    if match.args or match.kwargs:
        rule = RULES.get(match.view_name)
        return Target(path, is_for=partial(rule, told=match.kwargs) if rule else None)
    audience = audience_of(match, path)
    is_own = path.startswith(ACCOUNT) and audience <= Audience.GUESTS
    return Target(path, is_for=everybody if is_own else partial(those_within, audience=audience))


def everybody(_user: User) -> bool:
    return True


def those_within(user: User, *, audience: Audience) -> bool:
    """Lists are for the network, even those of which guests see a part."""
    standing = user.standing
    return standing.cares_for_members if audience >= Audience.COORDINATION else standing.in_network


def readers_of_circular(user: User, *, told: Mapping[str, Any]) -> bool:
    return bool(CircularPage.objects.visible_to(user).filter(month=told["month"]).exists())


RULES: dict[str, Callable[..., bool]] = {"circular": readers_of_circular}
"""Who may open what is one of many and stands in the index only once it is out, by the name of its address."""


def validate_address(address: str) -> None:
    """An address elsewhere begins with https://; one of this site leads to something that the search can show, or to a list."""
    own = own_address(address)
    if UNCLEAN.search(address) or UNCLEAN.search(own):
        raise ValidationError(_("This is no address."))
    if not own:
        URLValidator(schemes=["https"], message=_("The address must begin with https://."))(address)
        return
    target = target_of(address)
    if target.document is None and target.is_for is None:
        raise ValidationError(_("The intranet has no page there that could be recommended."))
