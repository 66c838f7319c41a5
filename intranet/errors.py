"""What a person reads when something goes wrong: what happened, and what to do now."""

import logging
import sys
from http import HTTPStatus

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template import loader
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token

from intranet import held
from intranet.frame import Frame

logger = logging.getLogger(__name__)


def bad_request(_request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - the handler's signature
    """400. The request itself is suspect, so nothing is read from it."""
    return without_request(HTTPStatus.BAD_REQUEST)


@requires_csrf_token
def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - the handler's signature
    return render(request, "403.html", status=HTTPStatus.FORBIDDEN)


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - the handler's signature
    return render(request, "404.html", status=HTTPStatus.NOT_FOUND)


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page of a form that is too old, or that came from elsewhere.

    Whoever signed in again in another window gets the form back, with a token that holds.
    """
    logger.warning("Form refused (%s): %s", reason, request.path)
    person = getattr(request, "user", None)  # not known yet when an earlier middleware refuses
    if person is not None and person.is_authenticated and held.hold(request):
        return HttpResponseRedirect(request.get_full_path())
    return render(request, "403_csrf.html", status=HTTPStatus.FORBIDDEN)


@requires_csrf_token
def too_many_requests(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - the handler's signature
    return render(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)


def server_error(_request: HttpRequest) -> HttpResponse:
    """500, or 503 when it is the database that does not answer: that passes by itself."""
    if isinstance(sys.exception(), InterfaceError | OperationalError):
        return unavailable()
    return without_request(HTTPStatus.INTERNAL_SERVER_ERROR)


def unavailable() -> HttpResponse:
    """503, and when to come back."""
    response = without_request(HTTPStatus.SERVICE_UNAVAILABLE)
    response["Retry-After"] = "120"
    return response


def without_request(status: HTTPStatus) -> HttpResponse:
    """The page of `status` without database, session or person, as an empty request has it: any of them may be what is broken."""
    try:
        content = loader.get_template(f"{status.value}.html").render({"frame": Frame(HttpRequest())})
    except Exception:
        logger.exception("The page for error %s cannot be drawn", status.value)
        content = _("The intranet has a problem. Please try again in a few minutes.")
        return HttpResponse(content, status=status, content_type="text/plain; charset=utf-8")
    return HttpResponse(content, status=status)
