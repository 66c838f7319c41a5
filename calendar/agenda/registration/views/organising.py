"""What stands around the organisers' pages of a desk: the way there, and from one to the other."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from agenda.registration.models import RegistrationDesk
from agenda.registration.views.doors import kept_desk_or_404
from agenda.sentences import when_of, when_of_date
from intranet.frame import Link
from intranet.members.views.requests import PersonRequest

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

PAGES: "dict[str, StrPromise | str]" = {
    "attendees": gettext_lazy("Registered people"),
    "check_in": pgettext_lazy("page", "Check-in"),
    "attendees_message": pgettext_lazy("page", "Message"),
    "attendees_totals": pgettext_lazy("page", "Totals"),
    "certificates": pgettext_lazy("page", "Certificates"),
    "desk_edit": pgettext_lazy("page", "Settings"),
}


def of_kept_desk(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """For the organisers: the view gets the desk. One that is the whole event's is at home there, not at each of its dates."""

    @wraps(view)
    def found(request: PersonRequest, pk: int, day: date | None = None, **more: Any) -> HttpResponseBase:
        desk = kept_desk_or_404(request, pk, day)
        if day is not None and desk.occurrence is None and request.method != "POST":
            query = f"?{request.GET.urlencode()}" if request.GET else ""
            return redirect(f"{desk.address(view.__name__, *more.values())}{query}")
        return view(request, desk, **more)

    return found


def organised(
    request: PersonRequest, desk: RegistrationDesk, name: str, *, tab: str, here: str = "", **context: Any
) -> HttpResponse:
    """The template `name` among the pages of `desk`, at the tab `tab`; a refused `form` answers so.

    `here`: the name of a page that stands under one of them.
    """
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_refused(context) else HTTPStatus.OK
    context |= {
        "desk": desk,
        "event": desk.event,
        "when": when_of_desk(desk),
        "tabs": tabs_of(desk, tab) if desk.pk else [],
        "trail": trail_to(desk, tab if here else ""),
        "here": here or PAGES[tab],
    }
    return render(request, f"agenda/registration/{name}.html", context, status=status)


def is_refused(context: dict[str, Any]) -> bool:
    form = context.get("form")
    return form is not None and form.is_bound and bool(form.errors)


def when_of_desk(desk: RegistrationDesk) -> str:
    return when_of(desk.event) if desk.occurrence is None else when_of_date(desk.occurrence)


def tabs_of(desk: RegistrationDesk, tab: str) -> list[Link]:
    return [
        Link(label, desk.address(name), is_current=name == tab)
        for name, label in PAGES.items()
        if name != "certificates" or desk.gives_certificate
    ]


def trail_to(desk: RegistrationDesk, tab: str = "") -> list[tuple[str, Any]]:
    trail = [(reverse("agenda"), _("Agenda")), (desk.event.get_absolute_url(), desk.event.title)]
    return [*trail, (desk.address(tab), PAGES[tab])] if tab else trail
