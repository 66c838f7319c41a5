"""The files and images of posts: taken in, given to a post when it is published, and thrown away when nothing holds them."""

from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import IO, cast

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Count, Sum
from django.db.models.functions import Coalesce
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from forum.domain.contents import examine
from forum.models import Attachment, Post
from intranet.members.models import User

MOST_OF_ONE = 20 * 1024 * 1024
MOST_FILES = 10  # of a post
MOST_BYTES = 40 * 1024 * 1024  # of a post
# Of a person's posts that are not sent yet, all together: nobody fills the disk.
MOST_WAITING_FILES = 50
MOST_WAITING_BYTES = 200 * 1024 * 1024
NAME = 120
DIGITS = 18  # of a key, in any database


def attach(upload: "UploadedFile[bytes]", *, uploader: User) -> Attachment:
    """Check the upload and keep it for a post that is being written. Raises `ValidationError` with words for the uploader."""
    size = upload.size or 0
    if size > MOST_OF_ONE:
        raise ValidationError(_("The file is larger than 20 MB. Choose a smaller one, or share it in parts."))
    if not size:
        raise ValidationError(_("The file is empty. Choose another one."))
    content = examine(cast("IO[bytes]", upload.file), upload.name or "")
    name = name_of(upload.name or "", content.suffix)
    upload.seek(0)
    kept: File[bytes] = ContentFile(content.data) if content.data is not None else upload
    with transaction.atomic():
        check_room(uploader, kept.size)
        attachment = Attachment(uploader=uploader, kind=content.kind, name=name, size=kept.size)
        attachment.file.save(f"x{content.suffix}", kept, save=False)
        attachment.save()
    return attachment


def check_room(uploader: User, size: int) -> None:
    """One person's uploads come one after the other here. Raises `ValidationError`."""
    User.objects.select_for_update().only("pk").get(pk=uploader.pk)
    waiting = Attachment.objects.filter(uploader=uploader, post=None)
    found = waiting.aggregate(number=Count("pk"), size=Coalesce(Sum("size"), 0))
    if found["number"] >= MOST_WAITING_FILES or found["size"] + size > MOST_WAITING_BYTES:
        raise ValidationError(
            _("You have uploaded a lot that is not published yet. Send or discard some of your drafts first.")
        )


def name_of(given: str, suffix: str) -> str:
    """How people call the file: the last part of what they named it, under the suffix of what it is."""
    plain = "".join(letter if letter.isprintable() else " " for letter in given.replace("\\", "/"))
    path = PurePosixPath(plain)
    return f"{path.stem.strip(' .')[:NAME] or _('file')}{suffix}"


def pending(person: User, pks: Iterable[int | str]) -> list[Attachment]:
    """Those among `pks` that `person` has uploaded and that no post has yet."""
    return list(Attachment.objects.filter(pk__in=numbers(pks), uploader=person, post=None))


def numbers(pks: Iterable[int | str]) -> list[int]:
    """Only what can be a key: a form may send anything."""
    texts = [str(pk) for pk in pks]
    return [
        int(text) for text in texts[: 10 * MOST_FILES] if text.isascii() and text.isdecimal() and len(text) <= DIGITS
    ]


def check_together(files: Iterable[Attachment]) -> None:
    """What one post holds below its text. Raises `ValidationError`."""
    files = list(files)
    if len(files) > MOST_FILES:
        raise ValidationError(_("A post takes 10 files at most. Take some out, or send them in another one."))
    if (size := sum(file.size for file in files)) > MOST_BYTES:
        raise ValidationError(
            _("The files are %(size)s together, and a post takes 40 MB. Take some out, or send them in another one.")
            % {"size": filesizeformat(size)}
        )


@transaction.atomic
def detach(attachment: Attachment, *, by: User) -> None:
    """Throw away a file that no post has yet. Raises `PermissionDenied` for anyone but its uploader."""
    waiting = Attachment.objects.select_for_update().filter(pk=attachment.pk, uploader=by, post=None).first()
    if waiting is None:
        raise PermissionDenied
    waiting.delete()


@transaction.atomic
def take_out(post: Post, files: Iterable[Attachment]) -> None:
    """After an edit: throw `files` of `post` away, but for those that its history shows, or those who moderate may need.

    These are not listed below the text any more.
    """
    bodies = list(post.revisions.values_list("body", flat=True))
    is_reported = post.reports.exists()
    for file in files:
        if is_reported or any(file.file.url in body for body in bodies):
            Attachment.objects.filter(pk=file.pk).update(is_listed=False)
        else:
            file.delete()


def is_shown(file: Attachment, post: Post) -> bool:
    """Within its text."""
    return file.file.url in post.body


def taken_out(post: Post) -> list[Attachment]:
    """What an edit took out of it and is kept all the same."""
    return [file for file in post.attachments.all() if not file.is_listed and not is_shown(file, post)]


def listed(post: Post) -> list[Attachment]:
    """The files to show below the text: those that are not in it. Uses `post.attachments` as it was prefetched."""
    return [file for file in post.attachments.all() if file.is_listed and not is_shown(file, post)]
