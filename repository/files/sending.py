"""How a file goes out, once somebody may have it: whole or in part (RFC 9110 §13 and §14), in constant memory."""

import re
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import PurePosixPath
from typing import IO, cast

from django.conf import settings
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from intranet.media import KEPT_AS_FILE, NOTHING_RUNS, by_proxy

PIECE = 64 * 1024
RANGE = re.compile(r"bytes=\s*([0-9]{0,30})-([0-9]{0,30})\s*")
OPEN_DOCUMENT = "application/vnd.oasis.opendocument"
OPEN_XML = "application/vnd.openxmlformats-officedocument"
TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".docx": f"{OPEN_XML}.wordprocessingml.document",
    ".jpg": "image/jpeg",
    ".odg": f"{OPEN_DOCUMENT}.graphics",
    ".odp": f"{OPEN_DOCUMENT}.presentation",
    ".ods": f"{OPEN_DOCUMENT}.spreadsheet",
    ".odt": f"{OPEN_DOCUMENT}.text",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".pptx": f"{OPEN_XML}.presentationml.presentation",
    ".txt": "text/plain; charset=utf-8",
    ".xlsx": f"{OPEN_XML}.spreadsheetml.sheet",
    ".zip": "application/zip",
}
# What a browser shows without running any of it. Anything else is kept as a file.
SHOWN_IN_PLACE = frozenset({".jpg", ".pdf", ".png", ".txt"})
# A browser's own viewer of PDFs does not start in a sandbox.
NO_SANDBOX = frozenset({".pdf"})


@dataclass(frozen=True)
class Sent:
    """`etag`: strong, with its quotes."""

    file: FieldFile
    name: str
    size: int
    etag: str
    is_kept_as_file: bool = False
    cache: str = "private, no-cache"

    @property
    def suffix(self) -> str:
        """Of what it is: the storage names it by its content."""
        return PurePosixPath(self.file.name or "").suffix


class Span:
    """`length` bytes of `file` from `start`, read as from a file."""

    def __init__(self, file: IO[bytes], start: int, length: int) -> None:
        self.file, self.left = file, length
        file.seek(start)

    def read(self, size: int = -1) -> bytes:
        data = self.file.read(min(size, self.left) if size >= 0 else self.left)
        self.left -= len(data)
        return data

    def close(self) -> None:
        self.file.close()


def send(request: HttpRequest, sent: Sent) -> HttpResponseBase:
    """Answer GET or HEAD with the file. Whether one may have it has been asked before."""
    if settings.MEDIA_ACCEL_PREFIX:
        return dressed(by_proxy(request, sent.file.name or ""), sent)  # the web server heeds conditions and ranges
    if not sent.file.storage.exists(sent.file.name or ""):
        raise Http404
    response = get_conditional_response(request, etag=sent.etag) or content(request, sent)
    response["ETag"] = sent.etag
    response["Accept-Ranges"] = "bytes"
    return dressed(response, sent)


def content(request: HttpRequest, sent: Sent) -> HttpResponseBase:
    span = span_of(request, sent)
    if span is None:
        response = HttpResponse(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
        response["Content-Range"] = f"bytes */{sent.size}"
        return response
    first, last = span
    length, is_part = last - first + 1, is_partial(request, sent)
    status = HTTPStatus.PARTIAL_CONTENT if is_part else HTTPStatus.OK
    answer = HttpResponse(status=status) if request.method == "HEAD" else opened(sent, first, length, status)
    answer["Content-Length"] = str(length)
    if is_part:
        answer["Content-Range"] = f"bytes {first}-{last}/{sent.size}"
    return answer


def opened(sent: Sent, first: int, length: int, status: int) -> FileResponse:
    try:
        file = sent.file.storage.open(sent.file.name or "", "rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(Span(cast("IO[bytes]", file), first, length), status=status)
    response.block_size = PIECE
    return response


def is_partial(request: HttpRequest, sent: Sent) -> bool:
    """One range of bytes was asked for, of the file as it still is. Other wishes get the whole, as the RFC allows."""
    if request.method != "GET" or request.headers.get("If-Range", sent.etag) != sent.etag:
        return False
    found = RANGE.fullmatch(request.headers.get("Range", ""))
    return found is not None and bool(found[1] or found[2]) and not is_backward(found)


def is_backward(found: re.Match[str]) -> bool:
    return bool(found[1] and found[2]) and int(found[1]) > int(found[2])


def span_of(request: HttpRequest, sent: Sent) -> tuple[int, int] | None:
    """The first and last byte to send; None when there are none where the range is."""
    end = sent.size - 1
    found = RANGE.fullmatch(request.headers.get("Range", ""))
    if found is None or not is_partial(request, sent):
        return 0, end
    if not found[1]:
        first, last = max(sent.size - int(found[2]), 0), end
    else:
        first, last = int(found[1]), min(int(found[2] or end), end)
    return (first, last) if first <= end else None


def begins(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether the answer is a download's first bytes: what comes after them is the same download."""
    if request.method != "GET" or response.status_code not in {HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT}:
        return False
    if "X-Accel-Redirect" in response:
        found = RANGE.fullmatch(request.headers.get("Range", ""))
        return found is None or (bool(found[1]) and int(found[1]) == 0)
    return response.get("Content-Range", "bytes 0-").startswith("bytes 0-")


def dressed(response: HttpResponseBase, sent: Sent) -> HttpResponseBase:
    """Only this person's browser may keep it, under the name and type it has, and it runs nothing of it."""
    if response.status_code in {HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT}:
        is_file = sent.is_kept_as_file or sent.suffix not in SHOWN_IN_PLACE
        response["Content-Type"] = TYPES.get(sent.suffix, KEPT_AS_FILE)
        response["Content-Disposition"] = content_disposition_header(is_file, sent.name) or ""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = NOTHING_RUNS if sent.suffix in NO_SANDBOX else f"{NOTHING_RUNS}; sandbox"
    response["Cache-Control"] = sent.cache
    return response
