"""Whether a file may come into the bank at all: told from its content, its size and its name."""

import re
import unicodedata
import zipfile
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import IO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from forum.domain.contents import PROGRAMS, Content, examine
from repository.files.limits import LONGEST_NAME, MOST_OF_ONE, SHARP_IMAGE, SIDE

# Signs that turn the direction of what stands beside them (UAX #9): «fdp.exe» read backwards looks like a PDF.
TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
ENCRYPTED = 0x1  # APPNOTE.TXT 4.4.4, bit 0
ARCHIVES = frozenset(".7z .ace .arj .bz2 .cab .gz .iso .lz .rar .tar .tgz .xz .z .zip .zst".split())  # noqa: SIM905
SPACES = re.compile(r"\s+")


def check(file: IO[bytes], name: str, size: int) -> Content:
    """What `file` is. Raises ValidationError, in words for the person who chose it."""
    check_name(name)
    if size > MOST_OF_ONE:
        raise ValidationError(_("The file is larger than 100 MB. Choose a smaller one, or share it in parts."))
    if not size:
        raise ValidationError(_("The file is empty. Choose another one."))
    content = examine(file, name, side=SIDE, sharp=SHARP_IMAGE)
    if content.data is None and content.suffix not in {".pdf", ".txt", ".csv"}:
        check_archive(file, is_plain=content.suffix == ".zip")
    return content


def check_name(name: str) -> None:
    """Raises ValidationError for what hides what it is: nobody names a file so by chance."""
    if any(letter in TURNING or unicodedata.category(letter) in {"Cc", "Cs"} for letter in name):
        raise ValidationError(
            _("The file’s name holds invisible signs that hide how it ends. Give it another name, and choose it again.")
        )
    if PurePosixPath(name.strip(" .").lower()).suffix in PROGRAMS:
        raise ValidationError(_("Programs are not shared here. Choose a document, an image or a zip."))


def check_archive(file: IO[bytes], *, is_plain: bool) -> None:
    """`examine` has opened it and added up what it unpacks to. Raises ValidationError."""
    file.seek(0)
    with zipfile.ZipFile(file) as archive:
        parts = archive.infolist()
    if any(part.flag_bits & ENCRYPTED for part in parts):
        raise ValidationError(_("The zip is protected by a password, so nobody here can open it. Save it without one."))
    if is_plain and holds_archives(part.filename for part in parts):
        raise ValidationError(_("The zip holds other archives. Unpack them, and make one zip of what they hold."))


def holds_archives(names: Iterable[str]) -> bool:
    return any(PurePosixPath(name.lower()).suffix in ARCHIVES for name in names)


def name_for(given: str, suffix: str) -> str:
    """How people call the file: the last part of what they named it, under the suffix of what it is, and no other."""
    plain = "".join(letter if letter.isprintable() else " " for letter in unicodedata.normalize("NFC", given))
    stem = SPACES.sub(" ", PurePosixPath(plain.replace("\\", "/")).name).strip(" .")
    while PurePosixPath(stem).suffix.lower() in {suffix, *ENDINGS}:
        stem = PurePosixPath(stem).stem.strip(" .")
    return f"{stem[: LONGEST_NAME - len(suffix)].strip(' .') or _('file')}{suffix}"


# What a file may have called itself.
ENDINGS = frozenset(
    ".csv .docx .gif .heic .heif .jpeg .jpg .odg .odp .ods .odt .pdf .png .pptx .txt .webp .xlsx .zip".split()  # noqa: SIM905
)
