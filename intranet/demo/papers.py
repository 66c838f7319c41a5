"""What hangs on the bank's resources: small papers, posters and pictures, the same bytes for the same words."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from typing import Any, NamedTuple

import pypdfium2
import typst
from django.conf import settings
from PIL import Image, ImageDraw

from intranet.demo.documents import odt
from intranet.demo.office import csv_table, docx, odp, ods, xlsx
from intranet.demo.pen import Pen
from intranet.demo.pictures import LEAF, SKY, SUN, WALL
from intranet.demo.tables import DATA

COLOURS = ("#0b5d57", "#1d568f", "#b5451c", "#5b3a6b", "#2a6631", "#7a5000")
SIDE = 320  # of a thumbnail


class Words(NamedTuple):
    """What is printed: `turn` chooses the colour, `at` is when it says that it was made."""

    title: str
    summary: str
    kind: str
    lines: Sequence[str]
    inside: str
    turn: int
    at: datetime

    @property
    def all(self) -> list[str]:
        return [self.summary, *self.lines, *self.inside.split("|")]

    @property
    def plain(self) -> str:
        return "\n".join([self.title, *(line.removeprefix("## ").removeprefix("- ") for line in self.all)])


class Paper(NamedTuple):
    suffix: str
    content: bytes
    thumbnail: bytes = b""
    page_count: int | None = None


def pdf(words: Words, source: str, lines: Sequence[str]) -> Paper:
    content = typst.compile(
        str(DATA / source),
        font_paths=fonts(),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": json.dumps(facts_of(words, lines))},
        timestamp=int(words.at.timestamp()),
    )
    with pypdfium2.PdfDocument(content) as document:  # type: ignore[no-untyped-call]
        page = document[0]
        picture = page.render(scale=SIDE / max(page.get_size())).to_pil()
        return Paper(".pdf", content, jpeg(picture), len(document))


@lru_cache(maxsize=1)
def fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False)


def facts_of(words: Words, lines: Sequence[str]) -> dict[str, Any]:
    colour = COLOURS[words.turn % len(COLOURS)]
    head = {"title": words.title, "summary": words.summary, "kind": words.kind}
    return {**head, "author": settings.SITE_NAME, "colour": colour, "lines": lines}


def jpeg(picture: Image.Image) -> bytes:
    small = picture.convert("RGB")
    small.thumbnail((SIDE, SIDE))
    file = BytesIO()
    small.save(file, "JPEG", quality=80)
    return file.getvalue()


def guide(words: Words) -> Paper:
    return pdf(words, "paper.typ", words.all[1:])


def poster(words: Words) -> Paper:
    return pdf(words, "poster.typ", words.inside.split("|"))


def diagram(_words: Words) -> Paper:
    """A roof with panels, the sun, and four houses that share what comes from it."""
    picture = Image.new("RGB", (960, 540), SKY)
    pen = Pen(ImageDraw.Draw(picture), 6)
    pen.oval((128, 8, 150, 30), SUN)
    pen.polygon(((20, 44), (70, 26), (120, 44)), "#b5451c")
    pen.block((26, 44, 114, 64), WALL)
    for panel in range(5):
        pen.block((44 + panel * 11, 31, 53 + panel * 11, 38), "#1d568f")
    for house in range(4):
        left = 14 + house * 36
        pen.line((70, 64, left + 8, 74), LEAF, 0.8)
        pen.block((left, 76, left + 16, 88), WALL)
        pen.polygon(((left - 2, 76), (left + 8, 69), (left + 18, 76)), "#6e4a30")
    file = BytesIO()
    picture.save(file, "PNG", optimize=True)
    return Paper(".png", file.getvalue(), jpeg(picture))


MAKERS: dict[str, Callable[[Words], Paper]] = {
    "pdf": guide,
    "cartell": poster,
    "png": diagram,
    "odt": lambda words: Paper(".odt", odt(words.title, "\n".join(words.all).replace("## ", "# "))),
    "docx": lambda words: Paper(".docx", docx([words.title, *words.all])),
    "xlsx": lambda words: Paper(".xlsx", xlsx(rows_of(words))),
    "ods": lambda words: Paper(".ods", ods(rows_of(words))),
    "odp": lambda words: Paper(".odp", odp([words.title, *words.all])),
    "csv": lambda words: Paper(".csv", csv_table(rows_of(words))),
}


def rows_of(words: Words) -> list[list[str]]:
    """A sheet of the same words, with a column of figures beside them."""
    cells = [words.title, *words.all]
    return [["Concepte", "Valor"], *([cell, str(place * 7 + words.turn)] for place, cell in enumerate(cells, 1))]
