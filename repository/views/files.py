"""A resource's files. Whether one may have them is asked before anything else says that they exist."""

from pathlib import PurePosixPath

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from intranet.access import to_sign_in
from intranet.media import MINUTES
from repository.domain.downloads import count_downloads, file_for, page_with_files
from repository.files.sending import Sent, begins, send
from repository.files.zipping import entries_of, zipped
from repository.models import StoredFile

AS_FILE = "baixa"


def nothing_here(request: HttpRequest) -> HttpResponseBase:
    """Whoever has not signed in might have it afterwards. Others learn nothing: raises Http404."""
    if request.user.is_anonymous:
        return to_sign_in(request)
    raise Http404


@require_safe
def resource_file(request: HttpRequest, slug: str, pk: int, name: str) -> HttpResponseBase:
    """`/recursos/<slug>/fitxers/<id>/<name>`; with `?baixa=1`, to be kept as a file whatever it is."""
    stored = file_for(request.user, slug, pk)
    if stored is None:
        return nothing_here(request)
    if name != stored.name:
        return redirect(reverse("resource_file", args=[slug, pk, stored.name]))
    response = send(request, sent_of(stored, is_kept_as_file=AS_FILE in request.GET))
    if begins(request, response) and getattr(stored, "is_read", False):
        count_downloads([stored])
    return response


def sent_of(stored: StoredFile, *, is_kept_as_file: bool) -> Sent:
    return Sent(stored.file, stored.name, stored.size, f'"{stored.sha256}"', is_kept_as_file)


@require_safe
def resource_thumbnail(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """`/recursos/<slug>/fitxers/<id>/miniatura/`: the first page, or the image, made small."""
    stored = file_for(request.user, slug, pk)
    if stored is None:
        return nothing_here(request)
    if not stored.thumbnail:
        raise Http404
    etag = f'"{PurePosixPath(stored.thumbnail.name or "").name}"'
    cache = f"private, max-age={MINUTES * 60}"
    try:
        size = stored.thumbnail.size
    except FileNotFoundError as error:
        raise Http404 from error
    return send(request, Sent(stored.thumbnail, f"{stored.pk}.jpg", size, etag, cache=cache))


@require_safe
def resource_zip(request: HttpRequest, slug: str) -> HttpResponseBase:
    """`/recursos/<slug>/fitxers.zip`: all that the person is offered here, made while it is sent."""
    found = page_with_files(request.user, slug)
    if found is None:
        return nothing_here(request)
    page, offers, is_read = found
    files = [offer.stored for offer in offers]
    if not files:
        raise Http404
    if is_read and request.method == "GET":
        count_downloads(files)
    return zipped(request, f"{page.slug}.zip", entries_of(files))
