"""`/compte/privacitat/canals/`: new addresses for one's private feeds."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from intranet.members.feeds import renew
from intranet.members.views.requests import PersonRequest


@require_http_methods(["GET", "HEAD", "POST"])
def feed_renew(request: PersonRequest) -> HttpResponse:
    """Asks on a page of its own, for those without JavaScript; the page of the own data asks in place."""
    if request.method != "POST":
        return render(request, "members/feed_renew.html")
    renew(request.user)
    messages.success(request, _("The old addresses open nothing any more. Give your programs the new ones."))
    return redirect("privacy")
