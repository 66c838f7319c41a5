"""Who may come in where: one table for every address, and the middleware that holds to it, and keeps pages private.

An address that the table does not know is closed to everyone; a test compares the table with the URL resolver.
"""

from collections.abc import Callable
from enum import IntEnum
from http import HTTPStatus
from typing import TYPE_CHECKING, cast
from urllib.parse import urlencode

from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import ResolverMatch, reverse

from intranet import held, second_factor

if TYPE_CHECKING:
    from intranet.members.models import User


class Audience(IntEnum):
    """Whom an address is for, from the widest to the narrowest circle."""

    PUBLIC = 0
    SIGNED_IN = 1
    """Anyone who can sign in, before the second factor too: the account's own pages."""
    OPEN = 2
    """Anyone, for the view to find out what they may see; whoever is signed in, as for guests."""
    GUESTS = 3
    """Everyone with access, guests of a group included."""
    NETWORK = 4
    COORDINATION = 5


# The third parties' trees, by the beginning of their routes; the longest beginning that fits counts.
TREES: dict[str, Audience] = {
    "admin/": Audience.COORDINATION,
    "compte/": Audience.SIGNED_IN,
    "documents/": Audience.NETWORK,
}

# Single addresses, by the name of their pattern. Those of an included tree stand here when they differ from it.
POLICY: dict[str, Audience] = {
    # The site
    "health": Audience.PUBLIC,
    "link": Audience.PUBLIC,  # the token in it is the credential
    "mailbox": Audience.PUBLIC,  # exists in the demo alone
    "mailbox_message": Audience.PUBLIC,
    "mailbox_html": Audience.PUBLIC,
    "theme": Audience.PUBLIC,
    "password_gate": Audience.PUBLIC,
    "design_system": Audience.COORDINATION,
    "media": Audience.GUESTS,
    "search": Audience.GUESTS,
    "notices": Audience.GUESTS,
    "notices_bell": Audience.PUBLIC,  # asked for in the background; it answers nothing to those outside
    "notices_mark": Audience.GUESTS,
    "notices_undo": Audience.GUESTS,
    "notice": Audience.GUESTS,
    "preferences": Audience.GUESTS,
    "preferences_restore": Audience.GUESTS,
    "unmute": Audience.GUESTS,
    "wagtaildocs_serve": Audience.NETWORK,
    # Signing in
    "account_login": Audience.PUBLIC,
    "account_logout": Audience.PUBLIC,
    "account_inactive": Audience.PUBLIC,
    "account_signup": Audience.PUBLIC,
    "account_email_verification_sent": Audience.PUBLIC,
    "account_reset_password": Audience.PUBLIC,
    "account_reset_password_done": Audience.PUBLIC,
    "account_reset_password_from_key": Audience.PUBLIC,
    "account_reset_password_from_key_done": Audience.PUBLIC,
    "account_request_login_code": Audience.PUBLIC,
    "account_confirm_login_code": Audience.PUBLIC,
    "mfa_authenticate": Audience.PUBLIC,
    "mfa_login_webauthn": Audience.PUBLIC,
    "invitation": Audience.PUBLIC,
    "invitations": Audience.NETWORK,
    "invitation_new": Audience.NETWORK,
    "invitation_resend": Audience.NETWORK,
    "invitation_withdraw": Audience.NETWORK,
    # People and a person's own rooms
    "people": Audience.GUESTS,
    "person": Audience.GUESTS,
    "person_vcard": Audience.GUESTS,
    "profile": Audience.GUESTS,
    "profile_preview": Audience.GUESTS,
    "privacy": Audience.GUESTS,
    "privacy_export": Audience.GUESTS,
    "feed_renew": Audience.GUESTS,
    # Councils and working groups
    "organisations": Audience.NETWORK,
    "organisation": Audience.NETWORK,
    "position_edit": Audience.NETWORK,
    "position_end": Audience.NETWORK,
    "position_reopen": Audience.NETWORK,
    "groups": Audience.GUESTS,
    "group": Audience.GUESTS,
    "group_members": Audience.GUESTS,
    "group_join": Audience.NETWORK,
    "group_leave": Audience.GUESTS,
    "group_requests": Audience.NETWORK,
    "group_request": Audience.NETWORK,
    "group_invitation": Audience.NETWORK,
    "group_invite": Audience.NETWORK,
    "group_seat": Audience.NETWORK,
    "group_edit": Audience.NETWORK,
    # What the groups say
    "topics": Audience.GUESTS,
    "topic_new": Audience.GUESTS,
    "topics_read": Audience.GUESTS,
    "group_experiences": Audience.GUESTS,
    "experience_new": Audience.GUESTS,
    "group_feed": Audience.PUBLIC,  # the token in it is the credential
    "topic": Audience.GUESTS,
    "topic_unread": Audience.GUESTS,
    "topic_reply": Audience.GUESTS,
    "experience_edit": Audience.GUESTS,
    "topic_follow": Audience.GUESTS,
    "topic_react": Audience.GUESTS,
    "topic_manage": Audience.GUESTS,
    "topic_move": Audience.GUESTS,
    "post": Audience.GUESTS,
    "post_edit": Audience.GUESTS,
    "post_history": Audience.GUESTS,
    "post_solve": Audience.GUESTS,
    "post_remove": Audience.GUESTS,
    "post_restore": Audience.GUESTS,
    "post_report": Audience.GUESTS,
    "experiences": Audience.NETWORK,
    "experience_start": Audience.NETWORK,
    "moderation": Audience.GUESTS,
    "moderation_log": Audience.GUESTS,
    "report_decide": Audience.GUESTS,
    "attachment_upload": Audience.GUESTS,
    "attachment_remove": Audience.GUESTS,
    "mention_people": Audience.GUESTS,
    "editor_tools": Audience.GUESTS,
    "drafts": Audience.GUESTS,
    "draft_discard": Audience.GUESTS,
    # The agenda
    "agenda": Audience.GUESTS,
    "agenda_month": Audience.GUESTS,
    "agenda_day": Audience.GUESTS,
    "agenda_list": Audience.GUESTS,
    "agenda_feed": Audience.PUBLIC,  # the token in it is the credential
    "own_feed": Audience.PUBLIC,
    "group_agenda": Audience.GUESTS,
    "group_calendar": Audience.PUBLIC,
    "event": Audience.OPEN,  # what is announced to everyone is there for everyone
    "event_ics": Audience.OPEN,
    "occurrence": Audience.OPEN,
    "event_new": Audience.NETWORK,
    "event_dates": Audience.NETWORK,
    "event_clashes": Audience.NETWORK,
    "move_dates": Audience.NETWORK,
    "event_edit": Audience.NETWORK,
    "event_withdraw": Audience.NETWORK,
    "event_publish_again": Audience.NETWORK,
    "event_state": Audience.NETWORK,
    "event_review": Audience.COORDINATION,
    "event_interest": Audience.GUESTS,
    "event_materials": Audience.NETWORK,
    "material_remove": Audience.NETWORK,
    "events_kept": Audience.NETWORK,
    "events_to_review": Audience.COORDINATION,
    "occurrence_move": Audience.NETWORK,
    "occurrence_cancel": Audience.NETWORK,
    "occurrence_restore": Audience.NETWORK,
    # Pages of the CMS
    "dashboard": Audience.GUESTS,
    "wagtail_serve": Audience.NETWORK,
    "wagtailcore_authenticate_with_password": Audience.NETWORK,
    "wagtailcore_login": Audience.PUBLIC,
}

# Pages that the CMS keeps, by path.
PAGES: dict[str, Audience] = {
    "/accessibilitat/": Audience.PUBLIC,
    "/privacitat/": Audience.PUBLIC,
    "/avis-legal/": Audience.PUBLIC,
}


# All that is open to somebody whose account has a second factor that they have not used in this session.
PROOF = frozenset({"second_factor", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"})


# What was drawn for a person: "back" does not show it to whoever sits down here after they have signed out.
KEPT_NOWHERE = "private, no-store"


class UndeclaredAddressError(LookupError):
    """An address without an entry in the access policy."""


def audience_of(match: ResolverMatch, path: str) -> Audience:
    """Whom the resolved address is for. Raises `UndeclaredAddressError` when nobody has said so."""
    if match.url_name == "wagtail_serve" and path in PAGES:
        return PAGES[path]
    if match.view_name in POLICY:
        return POLICY[match.view_name]
    tree = max((start for start in TREES if match.route.startswith(start)), key=len, default=None)
    if tree is None:
        msg = f"Declare {match.view_name or match.route!r} in intranet.access.POLICY."
        raise UndeclaredAddressError(msg)
    return TREES[tree]


class AccessMiddleware:
    """Asks for a sign-in, a second factor, or answers that there is nothing here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        # Who was looked up for this answer, if anyone was: it costs no statement, and none can fail here.
        person = getattr(request, "_cached_user", None)
        if person is not None and person.is_authenticated and not response.has_header("Cache-Control"):
            response["Cache-Control"] = KEPT_NOWHERE
        return response

    def process_view(
        self, request: HttpRequest, _view: Callable[..., HttpResponseBase], _args: object, _kwargs: object
    ) -> HttpResponseBase | None:
        if request.resolver_match is None:
            return None
        audience = audience_of(request.resolver_match, request.path_info)
        if audience == Audience.PUBLIC:
            return None
        if not request.user.is_authenticated:
            return None if audience == Audience.OPEN else to_sign_in(request)
        if not request.user.standing.has_access:
            logout(request)
            return redirect(request, reverse("account_inactive"))
        if audience == Audience.SIGNED_IN:
            proves = request.resolver_match.view_name in PROOF
            return (
                None if proves or not second_factor.must_be_shown(request, request.user) else to_second_factor(request)
            )
        return self.check_insider(request, audience)

    def check_insider(self, request: HttpRequest, audience: Audience) -> HttpResponseBase | None:
        """For someone with access: ask for the second factor they need, or raise what hides the address from them."""
        user = cast("User", request.user)
        if second_factor.is_missing(request, user):
            return to_second_factor(request)
        if audience == Audience.NETWORK and not user.standing.in_network:
            raise Http404
        if audience == Audience.COORDINATION and not user.standing.cares_for_members:
            if request.path_info.startswith("/admin/"):
                raise PermissionDenied
            raise Http404
        return None


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page, and back here afterwards; a form that can be held is filled in again."""
    return redirect(request, reverse("account_login") + back_to(request, is_held=held.hold(request)))


def to_second_factor(request: HttpRequest) -> HttpResponse:
    """To the page that leads on: to show the factor, and back here afterwards, or to set one up."""
    shows = second_factor.must_be_shown(request, cast("User", request.user))
    return redirect(request, reverse("second_factor") + (back_to(request) if shows else ""))


def back_to(request: HttpRequest, *, is_held: bool = False) -> str:
    """The query that leads back here; a form that was sent cannot be sent again by itself, and is gone unless it is held."""
    back = request.get_full_path() if is_held or request.method in {"GET", "HEAD"} else "/"
    return "" if back == "/" else f"?{urlencode({'next': back})}"


def redirect(request: HttpRequest, url: str) -> HttpResponse:
    """Go to `url`; a piece of a page that htmx asked for takes the whole page along."""
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)


def password_gate(request: HttpRequest) -> HttpResponse:
    """Stands where Wagtail's own sign-in pages would be: they take a bare password, past the second factor."""
    if request.user.is_authenticated:
        raise PermissionDenied
    return redirect(request, reverse("account_login") + f"?{urlencode({'next': '/admin/'})}")
