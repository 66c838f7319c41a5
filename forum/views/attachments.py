"""Files and images while one writes: each is uploaded as soon as it is chosen. Without JavaScript the form brings them."""

from http import HTTPStatus

from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forum.domain.attachments import attach, detach
from forum.models import Attachment
from intranet.members.views.requests import PersonRequest


@require_POST
def attachment_upload(request: PersonRequest) -> HttpResponse:
    """`/fitxers/`: `file`. 201 with what it became; 422 with `error`."""
    upload = request.FILES.get("file")
    if upload is None:
        return refused(_("No file has arrived. Choose it again."))
    try:
        file = attach(upload, uploader=request.user)
    except ValidationError as error:
        return refused(" ".join(error.messages))
    return JsonResponse(as_json(file), status=HTTPStatus.CREATED)


def as_json(file: Attachment) -> dict[str, str | int]:
    return {
        "id": file.pk,
        "url": file.file.url,
        "name": file.name,
        "kind": file.kind,
        "size": file.size,
        "size_words": filesizeformat(file.size),
        "remove": reverse("attachment_remove", args=[file.pk]),
    }


def refused(error: str) -> JsonResponse:
    return JsonResponse({"error": error}, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@require_POST
def attachment_remove(request: PersonRequest, pk: int) -> HttpResponse:
    """`/fitxers/<id>/treu/`: 204. Only what oneself has uploaded, and no post has yet, is there."""
    file = get_object_or_404(Attachment, pk=pk, uploader=request.user, post=None)
    detach(file, by=request.user)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)
