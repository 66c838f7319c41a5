"""`/recursos/<slug>/vigencia/`: whether it still holds, said by those who keep it."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from forum.views.moderation import refill
from intranet.held import writer_field
from intranet.members.views.requests import PersonRequest, asked_and_answered
from repository.domain.validity import archive, confirm_valid, restore
from repository.forms.validity import ValidForm
from repository.models import ResourcePage
from repository.views.doors import kept_or_404
from repository.views.standing import looked_at, to_be_reviewed

ARCHIVE, RESTORE = "archive", "restore"


@asked_and_answered
def resource_validity(request: PersonRequest, slug: str) -> HttpResponse:
    """`action=` archive or restore; else the form says until when it is valid."""
    page = kept_or_404(request, slug)
    if not page.live:
        raise Http404
    form = ValidForm(request.POST or None, page=page)
    refill(request, form)
    try:
        done = answered(request, page, form) if request.method == "POST" else None
    except PermissionDenied as error:
        raise Http404 from error
    said = [looked_at(page).rstrip("."), to_be_reviewed(page).rstrip(".")]
    context = {"page": page, "form": form, "writer": writer_field(request), "said": [words for words in said if words]}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return done or render(request, "repository/validity.html", context, status=status)


def answered(request: PersonRequest, page: ResourcePage, form: ValidForm) -> HttpResponse | None:
    """None, and the form says why, when it is to be shown again."""
    action = request.POST.get("action")
    if action == ARCHIVE:
        archive(page, by=request.user)
        messages.success(request, _("It is archived: it stays to be read, and lists leave it out."))
    elif action == RESTORE:
        restore(page, by=request.user)
        messages.success(request, _("It is current again."))
    elif not said_valid(request, page, form):
        return None
    return redirect(page)


def said_valid(request: PersonRequest, page: ResourcePage, form: ValidForm) -> bool:
    if page.is_archived or not form.is_valid():
        return False
    try:
        confirm_valid(page, by=request.user, until=form.cleaned_data["until"])
    except ValidationError as error:
        form.add_error(None, error)
        return False
    messages.success(request, _("Thank you: it says that you looked at it today."))
    return True
