"""The middleware that holds to the access policy (`intranet.policy`), and keeps pages private."""

from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING, cast
from urllib.parse import urlencode

from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import ResolverMatch, reverse

from intranet import held, second_factor
from intranet.policy import PAGES, POLICY, TREES, Audience

if TYPE_CHECKING:
    from intranet.members.models import User

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
        msg = f"Declare {match.view_name or match.route!r} in intranet.policy.POLICY."
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
