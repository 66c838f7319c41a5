"""The icons of the house: one SVG sprite, made from the `lucide` package when the static files are looked for.

The sprite is built under `var/build`, so that no drawing of others is kept in this repository. To use one more icon,
add its Lucide name to `ICONS`.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET
from zipfile import ZipFile

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.utils import matches_patterns
from django.core.files.storage import FileSystemStorage

SPRITE = "icons.svg"
SVG = "{http://www.w3.org/2000/svg}"
ICONS = frozenset(
    """
    accessibility archive arrow-down arrow-left arrow-right arrow-up arrow-up-down at-sign badge-check ban bell bold book-open bookmark
    building building-2 calendar calendar-days calendar-plus camera check check-check chevron-down chevron-left
    chevron-right chevron-up circle-alert circle-check circle-dot circle-question-mark circle-user circle-x clock coins contact
    copy download ellipsis external-link eye eye-off file file-text flag folder funnel globe graduation-cap grip-vertical hand-coins
    hand-helping handshake heading-2 heading-3 heart-handshake history hourglass house image image-plus inbox info italic key key-round keyboard landmark languages
    laptop layout-dashboard library life-buoy lightbulb link list list-filter list-indent-decrease list-indent-increase list-ordered loader-circle lock lock-open log-in log-out
    mail mail-check mail-x map-pin megaphone menu message-circle-question-mark message-square messages-square minus monitor moon
    newspaper paperclip pencil phone pin plus printer qr-code quote redo-2 refresh-cw reply rss save scale scroll-text search send settings
    shield shield-check shopping-basket sliders-horizontal smartphone sprout star sun sun-moon table tag tags text-quote ticket
    trash-2 triangle-alert undo-2 unlink upload user user-check user-cog user-plus user-round users users-round video x
    """.split()  # noqa: SIM905 - a hundred names read better as words than as a hundred strings
)


class UnknownIconError(ValueError):
    """The name is not one of `ICONS`."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no icon named {name!r}: add its Lucide name to intranet.icons.ICONS.")


def check_icon(name: str) -> str:
    """`name` itself when the sprite has it, so that a misspelt icon is found by the first test that draws it."""
    if name not in ICONS:
        raise UnknownIconError(name)
    return name


def sprite() -> str:
    """The sprite's text: one `<symbol>` an icon, in the order of their names, so that it is the same everywhere."""
    root = ET.Element(f"{SVG}svg")
    root.append(ET.Comment(f" Lucide {version('lucide')}, ISC licence "))
    with as_file(files("lucide") / "lucide.zip") as path, ZipFile(path) as drawings:
        for name in sorted(ICONS):
            drawing = ET.fromstring(drawings.read(f"{name}.svg"))  # noqa: S314 - from a package locked by its hash
            symbol = ET.SubElement(root, f"{SVG}symbol", {"id": name, "viewBox": drawing.attrib["viewBox"]})
            symbol.extend(drawing)
    for node in root.iter():
        node.tail = None
        if isinstance(node.tag, str):
            node.text = None
    ET.register_namespace("", SVG.strip("{}"))
    return ET.tostring(root, encoding="unicode")


def build_folder() -> Path:
    """Named after what goes into the sprite, so that a changed list or package makes a new one."""
    recipe = " ".join([version("lucide"), *sorted(ICONS)]).encode()
    return Path(settings.VAR_DIR) / "build" / hashlib.sha256(recipe).hexdigest()[:12]


def built_sprite() -> Path:
    """Where the sprite is, written first if need be; two processes may do so at once without harm."""
    path = build_folder() / SPRITE
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(sprite())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    return path


class IconFinder(BaseFinder):
    """Gives `icons.svg` to collectstatic, to the development server and to WhiteNoise."""

    def check(self, **_kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **_kwargs: Any) -> str | list[str]:  # type: ignore[override]  # noqa: FBT001, FBT002 - Django's signature
        if path != SPRITE:
            return []
        found = str(built_sprite())
        return [found] if find_all else found

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        path = built_sprite()
        if not matches_patterns(SPRITE, ignore_patterns or []):
            yield SPRITE, FileSystemStorage(location=path.parent)
