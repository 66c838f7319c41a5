"""Many files as one ZIP, made while it is sent: nothing is written anywhere, and no file is held whole.

zipped(request, "recursos.zip", entries_of(files, folder="guia-abc"))
"""

import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.http import content_disposition_header
from stream_zip import ZIP_AUTO, MemberFile, stream_zip

from intranet.media import NOTHING_RUNS
from repository.models import StoredFile

logger = logging.getLogger(__name__)
PIECE = 64 * 1024
MODE = 0o100644
QUICK = 1  # most of what comes is compressed already
# What some system takes for something else than a letter of a name (Windows: «Naming Files, Paths, and Namespaces»).
UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]')
RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)


@dataclass(frozen=True)
class Entry:
    """`pieces` is asked for when its turn has come; `size` is at least what comes of it."""

    path: str
    pieces: Iterable[bytes]
    size: int
    changed_at: datetime


class Pieces:
    """The bytes of a stored file, opened when they are read."""

    def __init__(self, stored: StoredFile) -> None:
        self.stored = stored

    def __iter__(self) -> Iterator[bytes]:
        try:
            file = self.stored.file.storage.open(self.stored.file.name or "", "rb")
        except FileNotFoundError:
            logger.exception("The file %s is missing.", self.stored.pk)  # the others are worth sending
            return
        with file:
            yield from iter(lambda: file.read(PIECE), b"")


def entries_of(files: Iterable[StoredFile], *, folder: str = "") -> Iterator[Entry]:
    """Under names of their own, as different systems tell names apart: none twice, whatever the case."""
    taken: set[str] = set()
    for stored in files:
        name = free_name(safe_name(stored.name), taken)
        path = f"{safe_name(folder)}/{name}" if folder else name
        yield Entry(path, Pieces(stored), stored.size, stored.uploaded_at)


def safe_name(name: str) -> str:
    plain = UNSAFE.sub("_", name).strip(" .") or "_"
    return f"_{plain}" if RESERVED.fullmatch(plain) else plain


def free_name(name: str, taken: set[str]) -> str:
    """`name`, or «name (2)», which is `taken` from now on."""
    path, number, free = PurePosixPath(name), 1, name
    while free.casefold() in taken:
        number += 1
        free = f"{path.stem} ({number}){path.suffix}"
    taken.add(free.casefold())
    return free


def members(entries: Iterable[Entry]) -> Iterator[MemberFile]:
    for entry in entries:
        # Its clock says no zone: ours.
        changed = timezone.localtime(entry.changed_at).replace(tzinfo=None)
        yield entry.path, changed, MODE, ZIP_AUTO(entry.size, level=QUICK), entry.pieces


def zipped(request: HttpRequest, name: str, entries: Iterable[Entry]) -> HttpResponseBase:
    """Answer GET or HEAD with a ZIP of `entries`, in which each is read when its turn has come."""
    response: HttpResponseBase = (
        HttpResponse()
        if request.method == "HEAD"
        else StreamingHttpResponse(stream_zip(members(entries), chunk_size=PIECE))
    )
    response["Content-Type"] = "application/zip"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = f"{NOTHING_RUNS}; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
