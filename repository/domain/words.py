"""The words inside a stored file, and its small picture: read once, by a process that is held to little."""

import base64
import json
import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import UnsupportedOperation
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import IO, Any, cast

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from intranet.fulltext.domain import forget
from repository.catalogue.words import FILE, held, index_left_over, index_resource
from repository.enums import TextState
from repository.files.bounded import ReadingFailedError, run_bounded
from repository.files.limits import MOST_QUEUED, OF_PICTURE, Bounds
from repository.files.reader import PICTURE
from repository.models import StoredFile
from repository.tasks import read_words

logger = logging.getLogger(__name__)
DRAWN = frozenset({".jpg", ".pdf", ".png"})
PATIENCE = timedelta(minutes=15)
MOST_ATTEMPTS = 3
"""A worker may die of a file, or of something else while it reads one."""


def read_file(pk: int, bounds: Bounds | None = None, of_picture: Bounds = OF_PICTURE) -> None:
    """Read the stored file `pk`, if nobody has; what becomes of it is written once, and found from then on.

    A picture that takes too long costs its words nothing.
    """
    waiting = StoredFile.objects.filter(pk=pk, text_state=TextState.WAITING)
    waiting.update(reading_attempts=F("reading_attempts") + 1)
    stored = waiting.first()
    if stored is None:
        return
    try:
        check_attempts(stored)
        found = told_of(stored, bounds or Bounds())
    except (ReadingFailedError, FileNotFoundError, ValueError):
        logger.info("The words of the file %s cannot be read.", pk)
        write(stored, {"text_state": TextState.FAILED})
        return
    text = str(found.get("text") or "")
    facts = {"text": text, "page_count": found.get("pages"), "text_state": TextState.READ if text else TextState.NONE}
    write(stored, facts, picture_of(stored, of_picture) if stored.suffix in DRAWN else None)


def check_attempts(stored: StoredFile) -> None:
    if stored.reading_attempts > MOST_ATTEMPTS:
        raise ReadingFailedError


def picture_of(stored: StoredFile, bounds: Bounds) -> bytes | None:
    try:
        return base64.b64decode(told_of(stored, bounds, PICTURE).get("thumbnail") or "") or None
    except (ReadingFailedError, FileNotFoundError, ValueError):
        logger.info("The file %s has no small picture.", stored.pk)
        return None


def told_of(stored: StoredFile, bounds: Bounds, *wish: str) -> dict[str, Any]:
    """Raises ReadingFailedError, or ValueError for what is no answer."""
    with on_disk(stored) as file:
        answer: dict[str, Any] = json.loads(run_bounded(file, [stored.suffix, *wish], bounds))
    return answer


@contextmanager
def on_disk(stored: StoredFile) -> Iterator[IO[bytes]]:
    """The file as one of the system's, wherever the storage keeps it."""
    with stored.file.storage.open(stored.file.name or "", "rb") as file:
        try:
            file.fileno()
        except (AttributeError, UnsupportedOperation):
            with TemporaryFile() as copy:
                copyfileobj(file, copy)
                yield copy
        else:
            yield cast("IO[bytes]", file)


def write(stored: StoredFile, facts: dict[str, Any], picture: bytes | None = None) -> None:
    """Two workers may have read it: the first one's word holds, and the other's picture goes."""
    if picture is not None:
        stored.thumbnail.save("x.jpg", ContentFile(picture), save=False)
        facts = facts | {"thumbnail": stored.thumbnail.name}
    is_first, is_last = settle(stored, facts)
    if picture is not None and not is_first:
        stored.thumbnail.storage.delete(stored.thumbnail.name or "")
    if is_last:
        index_resource(stored.page_id)


@transaction.atomic
def settle(stored: StoredFile, facts: dict[str, Any]) -> tuple[bool, bool]:
    """Whether it was not settled before, and whether no other file of its resource waits: once then, all are told of.

    Until then nobody finds it. Of two that are settled at once, the resource being held, one is the last.
    """
    held(stored.page_id)
    waiting = StoredFile.objects.filter(page=stored.page_id, text_state=TextState.WAITING)
    is_first = bool(waiting.filter(pk=stored.pk).update(**facts))
    if is_first:
        forget(FILE, stored.pk)
    return is_first, is_first and not waiting.exists()


def read_waiting() -> None:
    """What a worker left behind that died, and what was too much of one person's at once, so many of each person's again.

    What is in the queue still, however long, stays there. Then, what it left behind that it had read already.
    """
    waiting = StoredFile.objects.filter(text_state=TextState.WAITING, uploaded_at__lt=timezone.now() - PATIENCE)
    queued, of_each = in_queue(), Counter[int | None]()
    for pk, uploader in waiting.order_by("uploaded_at", "pk").values_list("pk", "uploader"):
        of_each[uploader] += 1
        if of_each[uploader] <= MOST_QUEUED and pk not in queued:
            read_words.enqueue(pk)
    index_left_over()


def in_queue() -> set[int]:
    from django_tasks_db.models import DBTaskResult  # noqa: PLC0415 - its app is ready by then

    tasks = DBTaskResult.objects.ready().filter(task_path=read_words.module_path)
    return {asked["args"][0] for asked in tasks.values_list("args_kwargs", flat=True)}
