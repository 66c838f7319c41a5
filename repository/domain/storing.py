"""Files of resources: taken in once they are checked, and thrown away when no wording of their resource offers them."""

import hashlib
from collections.abc import Iterable
from datetime import timedelta
from typing import IO, cast

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.domain.pace import hold_author
from intranet.members.models import User
from repository.domain.closing import files_in, is_taken_back, offered_now
from repository.domain.locking import lock_kept_resource
from repository.domain.pace import check_bytes
from repository.enums import TextState
from repository.files.checking import check, name_for
from repository.files.limits import MOST_BYTES, MOST_FILES, MOST_QUEUED, MOST_STORED_BYTES, MOST_STORED_FILES
from repository.models import ResourceFile, ResourcePage, StoredFile
from repository.tasks import read_words

WAIT = timedelta(days=2)
"""How long a file is kept that nothing offers yet: somebody may be writing what will."""


def store(upload: "UploadedFile[bytes]", *, page: ResourcePage, by: User) -> StoredFile:
    """Check the upload and keep it for `page`; what `page` has already is that one. Its words are read afterwards.

    Raises PermissionDenied for anyone but its keepers, ValidationError with words for them.
    """
    if not ResourcePage.objects.kept_by(by).filter(pk=page.pk).exists():
        raise PermissionDenied
    written = write(upload, by=by)
    try:
        return keep(written, page, by=by)
    finally:
        drop_unkept([written])


def write(upload: "UploadedFile[bytes]", *, by: User) -> StoredFile:
    """Check the upload and write its bytes, of no resource yet: before the transaction, so that nobody waits for the disk.

    Raises ValidationError.
    """
    content = check(cast("IO[bytes]", upload.file), upload.name or "", upload.size or 0)
    kept: File[bytes] = ContentFile(content.data) if content.data is not None else upload
    written = StoredFile(uploader=by, name=name_for(upload.name or "", content.suffix), size=kept.size)
    written.sha256 = digest_of(kept)
    written.file.save(f"x{content.suffix}", kept, save=False)
    return written


def drop_unkept(written: Iterable[StoredFile]) -> None:
    """The bytes of those that became no row. What is left when this is cut off goes with the strays (`domain.strays`)."""
    for one in written:
        if one.pk is None and one.file.name:
            one.file.storage.delete(one.file.name)


def digest_of(file: File[bytes]) -> str:
    """SHA-256 of the content, read piece by piece."""
    digest = hashlib.sha256()
    for piece in file.chunks():
        digest.update(piece)
    file.seek(0)
    return digest.hexdigest()


@transaction.atomic
def keep(stored: StoredFile, page: ResourcePage, *, by: User) -> StoredFile:
    """What is written, for `page`: one upload to a resource, and one of a person, comes after the other here.

    Raises as `store`. What `page` has already is that one. Of who brings many at once the worker gets some; `words.read_waiting` sees to the others.
    """
    hold_author(by)
    stored.page = lock_kept_resource(page.pk, by=by)
    here = StoredFile.objects.filter(page=stored.page_id)
    same = here.defer("text").filter(sha256=stored.sha256, size=stored.size).first()
    if same is not None:
        return want_again(same)
    check_room(here.aggregate(number=Count("pk"), size=Coalesce(Sum("size"), 0)), stored.size)
    check_bytes(by, stored.size)
    stored.save()
    have_it_read(stored)
    return stored


def want_again(stored: StoredFile) -> StoredFile:
    """What could not be read may have been our own fault: it is tried again."""
    stored.uploaded_at = timezone.now()
    stored.save(update_fields=["uploaded_at"])
    failed = StoredFile.objects.filter(pk=stored.pk, text_state=TextState.FAILED)
    if failed.update(text_state=TextState.WAITING, reading_attempts=0):
        have_it_read(stored)
    return stored


def have_it_read(stored: StoredFile) -> None:
    waiting = StoredFile.objects.filter(uploader=stored.uploader_id, text_state=TextState.WAITING)
    if waiting.count() <= MOST_QUEUED:
        pk = stored.pk
        transaction.on_commit(lambda: read_words.enqueue(pk))


def check_room(found: dict[str, int], size: int) -> None:
    if found["number"] >= MOST_STORED_FILES or found["size"] + size > MOST_STORED_BYTES:
        raise ValidationError(
            _(
                "This resource keeps too many files already, with those of its former versions. Make another one for the rest."
            )
        )


def check_together(files: Iterable[StoredFile]) -> None:
    """What one resource offers. Raises ValidationError."""
    files = list(files)
    if len(files) > MOST_FILES:
        raise ValidationError(_("A resource takes 30 files at most. Take some out, or make a zip of them."))
    if (size := sum(file.size for file in files)) > MOST_BYTES:
        raise ValidationError(
            _("The files are %(size)s together, and a resource takes 500 MB. Take some out.")
            % {"size": filesizeformat(size)}
        )


def drop_unused() -> int:
    """Files that neither what readers see nor any revision offers, for two days at least. Returns how many there were.

    What its author has taken back no former wording keeps.
    """
    old = StoredFile.objects.filter(uploaded_at__lt=timezone.now() - WAIT)
    pages = old.exclude(pk__in=ResourceFile.objects.values("stored")).values_list("page", flat=True)
    return sum(drop_unused_of(pk) for pk in set(pages))


@transaction.atomic
def drop_unused_of(pk: int) -> int:
    """Whoever saves a wording of the resource meanwhile waits, or has saved it."""
    page = ResourcePage.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if page is None:
        return 0
    old = StoredFile.objects.filter(page=page, uploaded_at__lt=timezone.now() - WAIT)
    unused = old.filter(~Q(pk__in=offered_anywhere(page)) | Q(is_taken_back())).exclude(pk__in=offered_now(page.pk))
    return sum(bool(stored.delete()) for stored in unused.defer("text"))


def offered_anywhere(page: ResourcePage) -> set[int]:
    """The keys of the files that what readers see offers, or any wording of the resource, former or coming."""
    offered = set(ResourceFile.objects.filter(page=page).values_list("stored", flat=True))
    for content in page.revisions.values_list("content", flat=True).iterator():
        offered |= files_in(content)
    return offered


def delete_bytes(instance: StoredFile, **_signal: object) -> None:
    """The file and its picture go with their row, once that is certain. Receiver of `post_delete`."""
    for field in (instance.file, instance.thumbnail):
        if field.name:
            transaction.on_commit(lambda name=field.name, storage=field.storage: storage.delete(name))  # type: ignore[misc]  # its own defaults
