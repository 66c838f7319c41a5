"""From a block as `sections.toml` and `news.toml` write it to the value that a page keeps."""

from collections.abc import Callable
from typing import Any, NamedTuple

from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Page

Block = dict[str, Any]


class Shelf(NamedTuple):
    """What blocks refer to, each by its slug."""

    images: dict[str, Image]
    documents: dict[str, Document]
    pages: dict[str, Page]


def stream(blocks: list[Block], shelf: Shelf) -> list[Block]:
    """The blocks in the form that a StreamField stores. The first key of a block says its kind."""
    return [stored(block, shelf) for block in blocks]


def stored(block: Block, shelf: Shelf) -> Block:
    kind = next(iter(block))
    return {"type": kind, "value": KINDS[kind](block, shelf)}


def heading(block: Block, _shelf: Shelf) -> Block:
    return {"text": block["heading"], "level": block.get("level", "h2")}


def paragraph(block: Block, _shelf: Shelf) -> str:
    text: str = block["paragraph"]
    return text


def image(block: Block, shelf: Shelf) -> Block:
    return {
        "image": shelf.images[block["image"]].pk,
        "alternative": block["alternative"],
        "caption": block["caption"],
    }


def quote(block: Block, _shelf: Shelf) -> Block:
    return {"text": block["quote"], "source": block["source"]}


def callout(block: Block, _shelf: Shelf) -> Block:
    return {"tone": block["tone"], "title": block["title"], "text": block["callout"]}


def table(block: Block, _shelf: Shelf) -> Block:
    return {
        "columns": [{"type": "words", "heading": title} for title in block["columns"]],
        "rows": [{"values": row} for row in block["rows"]],
        "caption": block["table"],
    }


def documents(block: Block, shelf: Shelf) -> list[int]:
    return [shelf.documents[slug].pk for slug in block["documents"]]


def video(block: Block, _shelf: Shelf) -> Block:
    return {"title": block["video"], "url": block["url"], "length": block["length"]}


def buttons(block: Block, shelf: Shelf) -> list[Block]:
    return [
        {"label": button["label"], "page": shelf.pages[button["page"]].pk, "url": ""} for button in block["buttons"]
    ]


KINDS: dict[str, Callable[[Block, Shelf], Any]] = {
    "heading": heading,
    "paragraph": paragraph,
    "image": image,
    "quote": quote,
    "callout": callout,
    "table": table,
    "documents": documents,
    "video": video,
    "buttons": buttons,
}
