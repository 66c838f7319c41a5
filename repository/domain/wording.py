"""The text of a resource as the site's editor writes it, in HTML, and as the CMS keeps it, in blocks: both ways without loss, or not at all.

Headings, paragraphs, lists, quotes that say whose they are, and tables of words go both ways. What else the CMS can do
(call-outs, videos among the text, links to pages) only the CMS changes.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from bs4 import BeautifulSoup, Tag
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from wagtail.blocks import StreamValue

from intranet.richtext.cleaning import clean_html, plain_text

LONGEST_HEADING = 160
LONGEST_QUOTE = 600
LONGEST_SOURCE = 160
SOURCE = "— "
CELLS = ("td", "th")
HEADINGS = ("h2", "h3", "h4")
OF_THE_CMS = ("linktype=", "embedtype=")
Part = dict[str, Any]


def blocks_of(html: str, *, caption: str) -> str:
    """The body that says what `html` says, in JSON, as a `StreamField` takes it. `caption`: of tables below no heading."""
    return json.dumps(list(parts_of(html, caption)), ensure_ascii=False)


def parts_of(html: str, caption: str) -> Iterator[Part]:
    words: list[str] = []
    has_section = False
    for node in BeautifulSoup(clean_html(html), "html.parser").children:
        part = part_of(node, caption, has_section=has_section)
        if part is None:
            words += [str(node)] if str(node).strip() and not is_rule(node) else []
            continue
        yield from paragraph_of(words)
        words = []
        if part["type"] == "heading":
            caption, has_section = part["value"]["text"], True
        yield part
    yield from paragraph_of(words)


def is_rule(node: Any) -> bool:
    return isinstance(node, Tag) and node.name == "hr"


def paragraph_of(words: list[str]) -> Iterator[Part]:
    if words:
        yield {"type": "paragraph", "value": "".join(words)}


def part_of(node: Any, caption: str, *, has_section: bool) -> Part | None:
    """What is no paragraph; None for what is, or has to be: too long a heading, or a quote that does not say whose it is."""
    if not isinstance(node, Tag):
        return None
    if node.name in HEADINGS:
        text = line_of(node)
        level = "h2" if node.name == "h2" or not has_section else "h3"
        return (
            {"type": "heading", "value": {"text": text, "level": level}} if 0 < len(text) <= LONGEST_HEADING else None
        )
    if node.name == "blockquote":
        return quote_of(node)
    return table_of(node, caption) if node.name == "table" else None


def line_of(node: Tag) -> str:
    return " ".join(node.get_text(" ").split())


def quote_of(node: Tag) -> Part | None:
    *said, source = plain_text(str(node)).strip().splitlines() or [""]
    text = "\n".join(said).strip()
    name = source.removeprefix(SOURCE).strip()
    is_whole = source.startswith(SOURCE) and 0 < len(text) <= LONGEST_QUOTE and 0 < len(name) <= LONGEST_SOURCE
    return {"type": "quote", "value": {"text": text, "source": name}} if is_whole else None


def table_of(node: Tag, caption: str) -> Part | None:
    """The first row names the columns."""
    rows = [[line_of(cell) for cell in row.find_all(CELLS)] for row in node.find_all("tr")]
    width = max(map(len, rows), default=0)
    if len(rows) < 2 or not width:  # noqa: PLR2004 - the heading and one below it
        return None
    heads, *others = [row + [""] * (width - len(row)) for row in rows]
    columns = [{"type": "words", "heading": head or str(number)} for number, head in enumerate(heads, 1)]
    value = {"columns": columns, "rows": [{"values": row} for row in others], "caption": caption}
    return {"type": "table", "value": value}


def html_of(body: StreamValue) -> str | None:
    """The body for the site's editor; None for one that it would lose something of."""
    parts = [{"type": part["type"], "value": part["value"]} for part in body.get_prep_value()]
    if any(sign in json.dumps(parts) for sign in OF_THE_CMS):
        return None
    shown = [html_of_part(part) for part in parts]
    if None in shown:
        return None
    html = "\n".join(piece for piece in shown if piece)
    caption = next((part["value"]["caption"] for part in parts if part["type"] == "table"), "")
    back = [html_of_part(part) for part in parts_of(html, caption)]
    is_same = "".join(map(str, back)) == "".join(map(str, shown)) and captions_follow(parts, caption)
    return html if is_same else None


def captions_follow(parts: Iterable[Part], caption: str) -> bool:
    """Whether each table is called as the heading above it, so that the editor gives it the same name."""
    for part in parts:
        if part["type"] == "heading":
            caption = part["value"]["text"]
        elif part["type"] == "table" and part["value"]["caption"] != caption:
            return False
    return True


def html_of_part(part: Part) -> str | None:
    value = part["value"]
    if part["type"] == "heading":
        return format_html("<{0}>{1}</{0}>", mark_safe(value["level"]), value["text"])  # noqa: S308 - a choice of ours
    if part["type"] == "paragraph":
        return clean_html(value)
    if part["type"] == "quote":
        return quote_html(value["text"], value["source"])
    if part["type"] == "table" and all(column["type"] == "words" for column in value["columns"]):
        return table_html(value)
    return None


def quote_html(text: str, source: str) -> SafeString:
    """A quote as the editor writes it; its last line says whose it is."""
    return format_html(
        "<blockquote>{}<p>{}{}</p></blockquote>",
        format_html_join("", "<p>{}</p>", ((line,) for line in text.splitlines() if line.strip())),
        SOURCE,
        source,
    )


def table_html(value: dict[str, Any]) -> SafeString:
    heads = format_html_join("", "<th>{}</th>", ((column["heading"],) for column in value["columns"]))
    rows = format_html_join(
        "",
        "<tr>{}</tr>",
        ((format_html_join("", "<td>{}</td>", ((cell,) for cell in row["values"])),) for row in value["rows"]),
    )
    return format_html("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>", heads, rows)


def words_in(body: StreamValue) -> str:
    """All that it says, in plain text."""
    return "\n".join(words_of(part["value"]) for part in body.get_prep_value())


def words_of(value: Any) -> str:
    if isinstance(value, str):
        return plain_text(clean_html(value)) if "<" in value else value
    if isinstance(value, dict):
        return "\n".join(
            filter(None, (words_of(one) for name, one in value.items() if name not in {"level", "tone", "id"}))
        )
    return "\n".join(filter(None, map(words_of, value))) if isinstance(value, list) else ""
