"""`/esborranys/`: what a person has begun and not sent; and where the forms keep it while one types."""

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from intranet import held
from intranet.drafts.domain import (
    KEPT_DAYS,
    drafts_of,
    drop_draft,
    fields_of,
    is_form,
    listed_drafts,
    save_draft,
    words_of,
)

if TYPE_CHECKING:
    from intranet.members.views.requests import PersonRequest


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def drafts(request: "PersonRequest") -> HttpResponse:
    """The list; a POST keeps the form at `draft_place` as it stands, and says nothing."""
    if request.method == "POST":
        return keep(request)
    return render(request, "drafts/drafts.html", {"drafts": listed_drafts(request.user), "days": KEPT_DAYS})


def keep(request: "PersonRequest") -> HttpResponse:
    """204; 422 with the words of what is wrong."""
    place = request.POST.get("draft_place", "")
    if not is_form(place, held.PLACES):
        raise BadRequest
    try:
        save_draft(request.user, place=place, fields=fields_of(request.POST), title=request.POST.get("draft_title", ""))
    except ValidationError as error:
        return HttpResponse(
            " ".join(error.messages), status=HTTPStatus.UNPROCESSABLE_ENTITY, content_type="text/plain; charset=utf-8"
        )
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


@require_http_methods(["GET", "HEAD", "POST"])
def draft_discard(request: "PersonRequest", pk: int) -> HttpResponse:
    """`/esborranys/<id>/descarta/`: asks first; then back to the form, which is empty again, or to the list."""
    draft = get_object_or_404(drafts_of(request.user), pk=pk)
    if request.method != "POST":
        return render(request, "drafts/discard.html", {"words": words_of(draft.fields)})
    drop_draft(request.user, place=draft.place)
    messages.success(request, _("The draft is discarded."))
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return redirect(back if is_ours else "drafts")
