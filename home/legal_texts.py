"""The first texts of the legal pages, kept as plain HTML in `home/legal/` and turned into blocks.

They are content, in Catalan, for editors to complete: what only the network knows stands in square brackets.
"""

import json
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from string import Template
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag
from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format

from home.models import LegalText

FOLDER = Path(__file__).parent / "legal"
HEADINGS = ("h2", "h3")


def first_text(text: LegalText) -> str:
    """The first text of a legal page, as the JSON of a stream, dated today and for this site's address."""
    source = Template((FOLDER / f"{text.value}.html").read_text(encoding="utf-8"))
    with translation.override("ca"):
        date = date_format(timezone.localdate(), r"j E \d\e Y")
    facts = {"date": date, "host": urlsplit(settings.SITE_URL).netloc, "email": settings.CONTACT_EMAIL}
    return json.dumps(list(blocks(source.substitute(facts))))


def blocks(html: str) -> Iterator[dict[str, Any]]:
    """One block for each heading and table; what stands between them is one text."""
    elements = (node for node in BeautifulSoup(html, "html.parser").children if isinstance(node, Tag))
    for kind, group in groupby(elements, key=lambda element: element.name if is_apart(element) else "paragraph"):
        if kind == "paragraph":
            yield {"type": "paragraph", "value": "".join(str(element) for element in group)}
        else:
            yield from (table(element) if kind == "table" else heading(element) for element in group)


def is_apart(element: Tag) -> bool:
    return element.name in {*HEADINGS, "table"}


def heading(element: Tag) -> dict[str, Any]:
    return {"type": "heading", "value": {"text": element.get_text(), "level": element.name}}


def table(element: Tag) -> dict[str, Any]:
    """A table whose cells are all words."""
    head, *rows = ([cell.get_text() for cell in row.find_all(["th", "td"])] for row in element.find_all("tr"))
    value = {
        "caption": element.find("caption").get_text(),  # type: ignore[union-attr]  # each table there has one
        "columns": [{"type": "words", "heading": heading} for heading in head],
        "rows": [{"values": cells} for cells in rows],
    }
    return {"type": "table", "value": value}
