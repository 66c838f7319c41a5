"""`/enllac/<token>/`: a page with one button, for whoever holds the link; the button does it.

Opening it changes nothing, since mail scanners open every link. The token is the credential: nobody is signed in by it,
and a page of another site that sends the form would have to know it.
"""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from intranet.links.domain import ExpiredLinkError, Link, SpentLinkError, find_link
from intranet.links.purposes import LinkObsoleteError
from intranet.links.signing import BrokenLinkError


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    response = answer(request, token)
    # Where a page leads to is not told the link. Not `no-referrer`: forms sent from the page would lose their origin.
    response["Referrer-Policy"] = "strict-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def answer(request: HttpRequest, token: str) -> HttpResponse:
    try:
        return follow(request, find_link(token))
    except BrokenLinkError:
        return render(request, "links/broken.html", status=HTTPStatus.NOT_FOUND)
    except ExpiredLinkError:
        text = _("Links in messages work for a limited time, so that an old message in the wrong hands does no harm.")
        return gone(request, _("This link has expired"), text)
    except SpentLinkError:
        text = _("It works once, and what it was for is done. If it was you, there is nothing left to do.")
        return gone(request, _("This link has been used"), text)
    except LinkObsoleteError as error:
        return gone(request, _("This link no longer works"), str(error))


def follow(request: HttpRequest, link: Link) -> HttpResponse:
    if request.method != "POST":
        return question(request, link)
    if is_one_click(request):
        return one_click(request, link)
    context = {"done": link.perform(), **reader(request, link)}
    return render(request, "links/done.html", context)


def question(request: HttpRequest, link: Link, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    context = {"question": link.ask(), "ticket": link.ticket, **reader(request, link)}
    return render(request, "links/question.html", context, status=status)


def is_one_click(request: HttpRequest) -> bool:
    return request.POST.get("List-Unsubscribe") == "One-Click"


def one_click(request: HttpRequest, link: Link) -> HttpResponse:
    """A mail program has posted it by itself (RFC 8058 §3.2): nobody reads a page, and only some links may be."""
    if not link.purpose.one_click:
        return question(request, link, HTTPStatus.UNPROCESSABLE_ENTITY)
    return HttpResponse(f"{link.perform().said}\n", content_type="text/plain; charset=utf-8")


def reader(request: HttpRequest, link: Link) -> dict[str, Any]:
    """For whom the link is, if it is not plainly whoever reads the page; to others, by given name alone."""
    is_mine = request.user == link.person
    return {
        "given_name": "" if is_mine else link.person.given_name,
        "is_somebody_else": bool(request.user.is_authenticated and not is_mine),
    }


def gone(request: HttpRequest, title: str, text: str) -> HttpResponse:
    return render(request, "links/gone.html", {"title": title, "text": text}, status=HTTPStatus.GONE)
