"""How a paper leaves the site, and what one reads when it could not be made."""

import logging
from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify

from agenda.registration.typesetting import TypesettingError

logger = logging.getLogger(__name__)


def paper(request: HttpRequest, make: Callable[[], bytes], *name: str, back: str = "") -> HttpResponse:
    """What `make` makes, called by the words of `name`. `back`: where one goes on when it fails."""
    try:
        made = make()
    except TypesettingError:
        logger.exception("A paper cannot be made: %s", request.path)
        return render(
            request, "agenda/registration/paper_failed.html", {"back": back}, status=HTTPStatus.INTERNAL_SERVER_ERROR
        )
    response = HttpResponse(made, content_type="application/pdf")
    file_name = slugify(" ".join(name))[:100] or "document"
    response["Content-Disposition"] = f'inline; filename="{file_name}.pdf"'
    return hidden(response)


def hidden(response: HttpResponse) -> HttpResponse:
    """From search engines; and where its links lead is not told the address, which may let in."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "strict-origin"
    return response
