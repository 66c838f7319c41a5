"""Files of a resource while one writes it: each is uploaded as soon as it is chosen. Without JavaScript the form brings them."""

from http import HTTPStatus

from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from intranet.members.views.requests import PersonRequest
from repository.domain.storing import store
from repository.models import ResourcePage, StoredFile
from repository.models.files import address_of_file


@require_POST
def resource_upload(request: PersonRequest, slug: str) -> HttpResponse:
    """`/recursos/<slug>/puja/`: `file`. 201 with what it became; 422 with `error`. The form then offers it."""
    page = get_object_or_404(ResourcePage.objects.kept_by(request.user).defer("body"), slug=slug)
    upload = request.FILES.get("file")
    if upload is None:
        return refused(_("No file has arrived. Choose it again."))
    try:
        stored = store(upload, page=page, by=request.user)
    except ValidationError as error:
        return refused(" ".join(error.messages))
    return JsonResponse(as_json(page, stored), status=HTTPStatus.CREATED)


def as_json(page: ResourcePage, stored: StoredFile) -> dict[str, str | int]:
    return {
        "id": stored.pk,
        "url": address_of_file(page, stored),
        "name": stored.name,
        "title": stored.said_title,
        "format": stored.format,
        "size": stored.size,
        "size_words": filesizeformat(stored.size),
    }


def refused(error: str) -> JsonResponse:
    return JsonResponse({"error": error}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
