"""The words inside documents of OpenDocument (ISO/IEC 26300) and Office Open XML (ISO/IEC 29500), read as they stream by."""

import re
import zipfile
from collections.abc import Iterator
from typing import IO, Any
from xml.sax.handler import ContentHandler

from defusedxml.sax import make_parser

PIECE = 64 * 1024
MOST_UNPACKED = 300 * 1024 * 1024
# Of Office: where the words are, the element that holds them, and those that end a line.
OFFICE = {
    ".docx": (r"word/(document|footnotes|endnotes)\.xml", {"w:t"}, {"w:p", "w:tab", "w:br"}),
    ".pptx": (r"ppt/(slides/slide|notesSlides/notesSlide)\d+\.xml", {"a:t"}, {"a:p", "a:br"}),
    ".xlsx": (r"xl/(sharedStrings|worksheets/sheet\d+)\.xml", {"t"}, {"si", "is"}),
}
OPEN_DOCUMENT = (r"content\.xml", {"office:body"}, {"text:p", "text:h", "text:tab", "text:line-break", "text:s"})
NUMBER = re.compile(r"(\d+)")


class EnoughError(Exception):
    """There are more words than anybody searches."""


class Words(ContentHandler):
    """Keeps no tree: what stands within the elements `within`, with a space after each of `parting`."""

    def __init__(self, within: set[str], parting: set[str], most: int) -> None:
        super().__init__()
        self.within, self.parting, self.left = within, parting, most
        self.depth = 0
        self.found: list[str] = []

    def startElement(self, name: str, _attributes: Any) -> None:  # noqa: N802 - its name in the standard library
        self.depth += name in self.within

    def endElement(self, name: str) -> None:  # noqa: N802 - its name in the standard library
        self.depth -= name in self.within
        if name in self.parting:
            self.found.append(" ")

    def characters(self, content: str) -> None:
        if self.depth:
            self.found.append(content)
            self.left -= len(content)
        if self.left < 0:
            raise EnoughError


def text_of(file: IO[bytes], suffix: str, most: int) -> str:
    """At most `most` letters, about. Raises what the readers of zip and XML raise on what is broken, or declares entities."""
    pattern, within, parting = OFFICE.get(suffix, OPEN_DOCUMENT)
    words = Words(within, parting, most)
    with zipfile.ZipFile(file) as archive:
        parts = [part for part in archive.infolist() if re.fullmatch(pattern, part.filename)]
        if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
            raise ValueError(suffix)
        for part in sorted(parts, key=lambda part: in_order(part.filename)):
            words.depth = 0
            with archive.open(part) as stream:
                if not feed(words, iter(lambda stream=stream: stream.read(PIECE), b"")):  # type: ignore[misc]
                    break
    return "".join(words.found)


def in_order(name: str) -> list[str | tuple[int, str]]:
    """The slide 10 comes after the slide 9."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in NUMBER.split(name)]


def feed(words: Words, pieces: Iterator[bytes]) -> bool:
    """Whether there is room for more."""
    parser = make_parser()  # type: ignore[no-untyped-call]  # defusedxml has no types
    parser.forbid_dtd = True
    parser.setContentHandler(words)
    try:
        for piece in pieces:
            parser.feed(piece)
        parser.close()
    except EnoughError:
        return False
    return True
