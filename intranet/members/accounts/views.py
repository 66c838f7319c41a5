"""The invitation's page, and the one that asks for a second factor."""

from http import HTTPStatus
from typing import cast
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from intranet.members.accounts import invited
from intranet.members.domain.acceptance import InvitationGoneError, accept_invitation, obstacle
from intranet.members.domain.invitations import facts_of, find_invitation
from intranet.members.models import Invitation, User
from intranet.second_factor import is_missing, must_be_shown


@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """`/invitacio/<token>/`: what is offered. Opening it changes nothing, for mail scanners open it too."""
    response = invitation_page(request, find_invitation(token))
    # Links and forms of this page tell nobody its address.
    response["Referrer-Policy"] = "strict-origin"
    return response


def invitation_page(request: HttpRequest, found: Invitation | None) -> HttpResponse:
    if found is None:
        return render(request, "members/invitation_unknown.html", status=HTTPStatus.NOT_FOUND)
    reason = obstacle(found)
    if reason is not None:
        return render(
            request, "members/invitation_gone.html", {"invitation": found, "reason": reason}, status=HTTPStatus.GONE
        )
    if request.method == "POST":
        return take_up(request, found)
    return show(request, found)


def show(request: HttpRequest, found: Invitation, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    context = {
        "invitation": found,
        "facts": facts_of(found),
        "has_account": User.objects.filter(email=found.email).exists(),
        "is_mine": request.user.is_authenticated and is_for(found, request.user),
    }
    return render(request, "members/invitation.html", context, status=status)


def take_up(request: HttpRequest, found: Invitation) -> HttpResponse:
    """Accept it as the person signed in, or go on to sign in or to open an account."""
    if not request.user.is_authenticated:
        invited.remember(request, found)
        has_account = User.objects.filter(email=found.email).exists()
        return redirect("account_login" if has_account else "account_signup")
    if not is_for(found, request.user):
        return show(request, found, HTTPStatus.UNPROCESSABLE_ENTITY)
    if must_be_shown(request, request.user):
        # The address is open to everyone: what holds the session back elsewhere does not stand before it.
        return redirect(f"{reverse('second_factor')}?{urlencode({'next': request.path})}")
    try:
        accept_invitation(found, user=request.user)
    except InvitationGoneError:
        found.refresh_from_db()
        return invitation_page(request, found)
    messages.success(request, _("You have accepted the invitation."))
    return redirect("/")


def is_for(found: Invitation, user: User) -> bool:
    return user.email.lower() == found.email


def second_factor(request: HttpRequest) -> HttpResponse:
    """Where those who need a second factor are led: to show the one they have, or to why and how they get one."""
    user = cast("User", request.user)
    if not is_missing(request, user):
        return redirect("mfa_index")
    if must_be_shown(request, user):
        ways = get_adapter().get_reauthentication_methods(user)
        return redirect(f"{ways[0]['url']}?{urlencode({'next': request.GET.get('next', '/')})}")
    return render(request, "mfa/required.html")
