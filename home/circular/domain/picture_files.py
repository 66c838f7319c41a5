"""The bytes of entries' images: re-encoded before they are kept, and gone with what they belonged to."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image

from agenda.registration.domain.counting import count, counted
from forum.domain.cleaning import AT_ONCE, WAIT, is_old
from home.circular.models import CircularEntry
from home.circular.models.entries import picture_name
from intranet.members.models import User
from intranet.pictures import (
    DamagedPictureError,
    TooManyPixelsError,
    UnreadablePictureError,
    as_jpeg,
    in_srgb,
    opened,
    upright,
)

WIDEST, TALLEST = 1200, 1600
"""Twice what a mail shows, for sharp screens; a poster on end stays readable."""
SMALLEST = 100
MAX_BYTES = 10 * 1024 * 1024
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
ACCEPT = "image/jpeg,image/png,image/webp,image/heic,image/heif"
QUALITY = 82
FOLDER = "circular/"
MOST_IN_AN_HOUR, HOUR = 40, 60 * 60
"""Of the images that one author sends, whatever becomes of their forms: as many as the entries that one may propose."""


def check_pace_of_pictures(author: User) -> None:
    """Before anything of an image is read, which costs the most: it counts as sent, readable or not. Raises ValidationError."""
    if counted(counted_as(author), HOUR) >= MOST_IN_AN_HOUR:
        text = _("You have sent many images in a short time. Wait a while and choose it again.")
        raise ValidationError(text, code="pace")
    count(counted_as(author), HOUR)


def counted_as(author: User) -> str:
    return f"circular pictures of {author.pk}"


def wide_jpeg(file: IO[bytes], *, size: int) -> ContentFile[bytes]:
    """A picture of `size` bytes as a JPEG of 1200 pixels of width at most, without any metadata.

    Raises `ValidationError` with words for the person who uploaded it.
    """
    if size > MAX_BYTES:
        raise ValidationError(_("The image is larger than 10 MB. Choose a smaller one, or reduce it first."))
    try:
        with opened(file, FORMATS) as image:
            return ContentFile(as_jpeg(reduced(image), QUALITY), name="picture.jpg")
    except TooManyPixelsError as error:
        text = _("The image has too many pixels (over 50 million). Choose a smaller one, or reduce it first.")
        raise ValidationError(text) from error
    except UnreadablePictureError as error:
        text = _("This file is not an image that we can read. Choose one in JPEG, PNG, WebP or HEIC format.")
        raise ValidationError(text) from error
    except DamagedPictureError as error:
        text = _("The image is damaged or incomplete. Open it on your device, save it again, and choose that copy.")
        raise ValidationError(text) from error


def reduced(image: Image.Image) -> Image.Image:
    """Upright, in sRGB, as large as it is needed."""
    # Lets a JPEG be read at a fraction of its size; no effect on others. As a square, since it may yet be turned.
    image.draft("RGB", (2 * TALLEST, 2 * TALLEST))
    picture = upright(image)
    if min(picture.size) < SMALLEST:
        raise ValidationError(_("The image is too small: it needs at least 100 pixels on each side."))
    picture = in_srgb(picture)
    picture.thumbnail((WIDEST, TALLEST), Image.Resampling.LANCZOS, reducing_gap=3.0)
    return picture


@contextmanager
def keeping_picture(entry: CircularEntry) -> Iterator[None]:
    """Bytes that were written for a row that did not come about go. Around the transaction in which it is saved."""
    file, was_written = entry.picture, is_written(entry)
    try:
        yield
    except BaseException:
        if is_written(entry) and not was_written:
            file.storage.delete(str(file.name))
        raise


def is_written(entry: CircularEntry) -> bool:
    """Whether its image is in the storage; so is one that it has not."""
    file: Any = entry.picture
    return not file or bool(file._committed)  # noqa: SLF001 - Django's way to say so


def keep_aside(picture: File[bytes], *, author: User, form: str) -> str:
    """Written for a form that is refused, so that nobody chooses it twice. Its name; without a row it goes with the strays.

    One at a time of a `form`, which is its key: the one before goes, unless an entry shows it.
    """
    place = f"circular:kept:{author.pk}:{hashlib.sha256(form.encode()).hexdigest()[:32]}"
    before, name = cache.get(place), default_storage.save(picture_name(CircularEntry(), ""), picture)
    cache.set(place, name, WAIT.total_seconds())
    if before and not CircularEntry.objects.filter(picture=before).exists():
        default_storage.delete(before)
    return name


def is_kept(name: str) -> bool:
    return name.startswith(FOLDER) and default_storage.exists(name)


def drop_with(entry: CircularEntry) -> None:
    """Its image goes too once that is certain, unless another entry shows it as well: a form that was sent twice on purpose."""
    if not entry.picture:
        return
    name, storage = str(entry.picture.name), entry.picture.storage

    def drop() -> None:
        if not CircularEntry.objects.filter(picture=name).exists():
            storage.delete(name)

    transaction.on_commit(drop)


def drop_stray_pictures() -> int:
    """The job of every night: those of three days and more that no entry shows. Returns how many there were."""
    strays = list(strays_in(FOLDER))
    for path in strays:
        default_storage.delete(path)
    return len(strays)


def strays_in(folder: str) -> Iterator[str]:
    try:
        _folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    paths = [f"{folder}{name}" for name in names]
    for start in range(0, len(paths), AT_ONCE):
        some = paths[start : start + AT_ONCE]
        known = set(CircularEntry.objects.filter(picture__in=some).values_list("picture", flat=True))
        yield from (path for path in some if path not in known and is_old(path))
