"""What an upload really is: told from what it holds, not from what it calls itself. Images are drawn anew."""

import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image

from forum.domain.archive_ends import directory_of
from forum.enums import AttachmentKind
from intranet.pictures import (
    DamagedPictureError,
    TooManyPixelsError,
    UnreadablePictureError,
    as_jpeg,
    as_png,
    in_srgb,
    opened,
    upright,
)

SIDE = 1600
SHARP_BYTES = 600_000  # a drawing or a screenshot up to this size stays PNG
FORMATS = {"GIF": "PNG", "HEIF": "JPEG", "JPEG": "JPEG", "PNG": "PNG", "WEBP": "JPEG"}

MOST_UNPACKED = 300 * 1024 * 1024
MOST_PARTS = 10_000
MOST_LISTED = 4 * 1024 * 1024  # bytes of the list of them
OFFICE = {"word/": ".docx", "xl/": ".xlsx", "ppt/": ".pptx"}
OPEN_DOCUMENT = {
    f"application/vnd.oasis.opendocument.{name}": suffix
    for name, suffix in (
        ("text", ".odt"),
        ("spreadsheet", ".ods"),
        ("presentation", ".odp"),
        ("graphics", ".odg"),
    )
}
MACROS = "vbaproject.bin"
MACRO_FOLDERS = ("basic/", "scripts/")  # of a document; in a plain zip they are folders like others
PROGRAMS = frozenset(
    ".app .bat .cmd .com .exe .hta .jar .js .jse .lnk .msi .pif .ps1 .scr .sh .vbe .vbs .wsf".split()  # noqa: SIM905
)
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DOCUMENTS = frozenset({".pdf", ".zip", *OFFICE.values(), *OPEN_DOCUMENT.values()})
TEXTS = frozenset({".csv", ".txt"})
CONTROLS = frozenset(range(ord(" "))) - set(b"\t\n\r\f")
PIECE = 64 * 1024
PDF_WITHIN = 1024  # readers look for its beginning there


@dataclass(frozen=True)
class Content:
    """`data`: what to keep instead of the upload, for an image."""

    kind: AttachmentKind
    suffix: str
    data: bytes | None = None


def examine(file: IO[bytes], name: str, *, side: int = SIDE, sharp: int | None = None) -> Content:
    """Raises `ValidationError` with words for the person who uploaded it.

    An image keeps `side` pixels on its longer side at most, and stays PNG up to `sharp` bytes, or 600,000.
    """
    file.seek(0)
    start = file.read(PDF_WITHIN)
    if b"%PDF-" in start:
        return Content(AttachmentKind.FILE, ".pdf")
    if start.startswith(b"PK"):
        return Content(AttachmentKind.FILE, suffix_of_archive(file))
    if start.startswith(OLD_OFFICE):
        raise ValidationError(
            _(
                "This file is in an old format of Office. Open it, save it as .docx, .xlsx, .pptx or PDF, and choose that one."
            )
        )
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in TEXTS and is_text(file):
        return Content(AttachmentKind.FILE, suffix)
    return drawn_anew(file, side, sharp or SHARP_BYTES, called=suffix)


def is_text(file: IO[bytes]) -> bool:
    """Read piece by piece: it may be far longer than what one wants in memory."""
    file.seek(0)
    return not any(set(piece) & CONTROLS for piece in iter(lambda: file.read(PIECE), b""))


def suffix_of_archive(file: IO[bytes]) -> str:
    """Of a document in a zip, or of a plain zip; what would unpack without end, or run, is refused."""
    try:
        check_length(*directory_of(file))
        file.seek(0)
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            check_parts(parts)
            suffix = suffix_of_parts(archive, [part.filename for part in parts])
            check_macros(parts, suffix)
            return suffix
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, ValueError, EOFError, RuntimeError) as error:
        raise ValidationError(
            _("The file is damaged or incomplete. Open it on your device, save it again, and choose that copy.")
        ) from error


def check_length(number: int, listed: int, unpacked: int = 0) -> None:
    if number > MOST_PARTS or listed > MOST_LISTED or unpacked > MOST_UNPACKED:
        raise ValidationError(_("The file is far too large once unpacked. Choose a smaller one, or share it in parts."))


def check_macros(parts: Sequence[zipfile.ZipInfo], suffix: str) -> None:
    names = [part.filename.replace("\\", "/").lstrip("./").lower() for part in parts]
    is_document = suffix != ".zip"
    if any(name.endswith(MACROS) or (is_document and name.startswith(MACRO_FOLDERS)) for name in names):
        raise ValidationError(_("The document holds macros, which can run by themselves. Save it without them."))


def check_parts(parts: Sequence[zipfile.ZipInfo]) -> None:
    check_length(len(parts), 0, sum(part.file_size for part in parts))
    names = [part.filename.lower() for part in parts]
    if any(PurePosixPath(name).suffix in PROGRAMS for name in names):
        raise ValidationError(_("The zip holds programs, which are not shared here. Take them out."))


def suffix_of_parts(archive: zipfile.ZipFile, names: Sequence[str]) -> str:
    if "[Content_Types].xml" in names:
        return next((suffix for folder, suffix in OFFICE.items() if any(n.startswith(folder) for n in names)), ".zip")
    if "mimetype" in names and archive.getinfo("mimetype").file_size < PDF_WITHIN:
        return OPEN_DOCUMENT.get(archive.read("mimetype").decode("ascii", "replace").strip(), ".zip")
    return ".zip"


def drawn_anew(file: IO[bytes], side: int, sharp: int, *, called: str = "") -> Content:
    """At most `side` pixels on its longer side, upright, in sRGB, without a word of where and with what it was taken."""
    file.seek(0)
    try:
        with opened(file, tuple(FORMATS)) as image:
            keeps = FORMATS[image.format or "JPEG"]
            image.draft("RGB", (side, side))
            picture = in_srgb(upright(image))
            picture.thumbnail((side, side), Image.Resampling.LANCZOS)
            return in_the_better_format(picture, keeps, sharp)
    except TooManyPixelsError as error:
        raise ValidationError(
            _("The image has too many pixels (over 50 million). Choose a smaller one, or reduce it first.")
        ) from error
    except UnreadablePictureError as error:
        raise ValidationError(words_of_unknown(called)) from error
    except DamagedPictureError as error:
        raise ValidationError(
            _("The image is damaged or incomplete. Open it on your device, save it again, and choose that copy.")
        ) from error


def words_of_unknown(called: str) -> str:
    """Of what is no picture, nor anything else that is shared here, though it may be `called` so."""
    if called in DOCUMENTS:
        text = _(
            "It is called %(suffix)s, and what is in it is something else: it is damaged, or of another kind. Open it on your device, save it again, and choose that copy."
        )
        return text % {"suffix": called}
    return _(
        "This kind of file cannot be shared here. Choose a PDF, an office document, an image, a text, a CSV or a zip."
    )


def in_the_better_format(picture: Image.Image, keeps: str, sharp: int) -> Content:
    """Drawings and screenshots stay sharp; photos that came as PNG become small."""
    if keeps == "PNG" and len(data := as_png(picture)) <= sharp:
        return Content(AttachmentKind.IMAGE, ".png", data)
    return Content(AttachmentKind.IMAGE, ".jpg", as_jpeg(picture, quality=84))
