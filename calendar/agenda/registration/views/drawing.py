"""How the pages of one registration are drawn: those of the site, and those behind a signed address."""

from http import HTTPStatus
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from agenda.registration.models import RegistrationDesk
from agenda.registration.views.mine import Mine
from agenda.registration.views.when import when_and_where
from intranet.held import writer_field

SITE, TICKET = "agenda/base_agenda.html", "agenda/registration/base_ticket.html"


def drawn(
    request: HttpRequest,
    name: str,
    desk: RegistrationDesk,
    *,
    form: Form | None = None,
    layout: str = SITE,
    **more: Any,
) -> HttpResponse:
    """A refused form answers so, with all that was typed."""
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form is not None and form.errors else HTTPStatus.OK
    event = desk.event
    trail = [(reverse("agenda"), _("Agenda")), ((desk.occurrence or event).get_absolute_url(), event.title)]
    writer = writer_field(request) if layout == SITE and request.user.is_authenticated else ""
    context = {"desk": desk, "event": event, "form": form, "layout": layout, "trail": trail, "writer": writer, **more}
    return render(request, f"agenda/registration/{name}.html", context, status=status)


def drawn_mine(request: HttpRequest, name: str, mine: Mine, *, layout: str = SITE, **more: Any) -> HttpResponse:
    return drawn(request, name, mine.row.desk, layout=layout, mine=mine, **when_and_where(mine.times), **more)
