"""What well-formed HTML says and holds: its words, whom it mentions, which images it shows."""

import re
from html.parser import HTMLParser
from typing import Self

from intranet.richtext.allowed import BOXES, CELLS, LEAVES, MENTION


class Reader(HTMLParser):
    """Words as they are read: one line a block, cells apart by a space, an item behind a dash, an image by its alternative."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.mentions: list[int] = []
        self.images: list[str] = []
        self.dash = ""

    @classmethod
    def of(cls, html: str) -> Self:
        reader = cls()
        reader.feed(html)
        reader.close()
        return reader

    @property
    def text(self) -> str:
        lines = (line.strip() for line in re.split(r"\n+", "".join(self.words)))
        return "\n".join(line for line in lines if line)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        if tag == "li":
            self.dash = "– "
        if tag in CELLS:
            self.words.append(" ")
        elif tag == "br" or tag in LEAVES | BOXES:
            self.words.append("\n")
        elif tag == "img":
            self.handle_data(f" {given.get('alt', '')} ")
            self.images.extend([given["src"]] if given.get("src") else [])
        elif tag == "span" and MENTION.fullmatch(given.get("data-mention", "")):
            self.mentions.extend({int(given["data-mention"])} - set(self.mentions))

    def handle_endtag(self, tag: str) -> None:
        if tag in LEAVES | BOXES - CELLS:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.words.append(self.dash)
            self.dash = ""
        self.words.append(re.sub(r"\s+", " ", data))


class OwnReader(Reader):
    """Leaves out what stands in quotes and what images show."""

    quoted = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.quoted += tag == "blockquote"
        super().handle_starttag(tag, [] if tag == "img" else attrs)

    def handle_endtag(self, tag: str) -> None:
        self.quoted -= tag == "blockquote"
        super().handle_endtag(tag)

    def handle_data(self, data: str) -> None:
        if not self.quoted:
            super().handle_data(data)
