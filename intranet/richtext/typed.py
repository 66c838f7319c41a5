"""What people type by hand: plain lines, perhaps with a tag among them. What an editor sends has its blocks already."""

import re

from intranet.richtext.allowed import BOXES, LEAVES, NAMES, REOPENED, TAG, UNFIT
from intranet.richtext.taming import paragraphs

BLOCKS = LEAVES | BOXES | {"br", "hr"} | {name for name, kept in NAMES.items() if kept in LEAVES | BOXES}
BLOCK = re.compile(rf"<(?:{'|'.join(sorted(BLOCKS))})(?=[\s/>])", re.IGNORECASE)
KNOWN = re.compile(rf"{TAG.pattern}|</?(?:{'|'.join(REOPENED)})(?:\s[^<>]*|/)?>", re.IGNORECASE)
BETWEEN_PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*")


def in_blocks(raw: str) -> str:
    """HTML of blocks: as it came where it has some; else its lines as paragraphs, with the tags that we know in them."""
    html = UNFIT.sub("", raw)
    if not TAG.search(html):
        return paragraphs(html)
    if BLOCK.search(html):
        return html
    lines = with_known_tags(html.replace("\r\n", "\n").replace("\r", "\n")).strip()
    parts = (part.strip().replace("\n", "<br>") for part in BETWEEN_PARAGRAPHS.split(lines))
    return "".join(f"<p>{part}</p>" for part in parts)


def with_known_tags(text: str) -> str:
    """`text` where only what we take for a tag looks like one: «<nom>» is a word."""
    pieces, end = [], 0
    for tag in KNOWN.finditer(text):
        pieces += [text[end : tag.start()].replace("<", "&lt;"), tag[0].replace("\n", " ")]
        end = tag.end()
    return "".join([*pieces, text[end:].replace("<", "&lt;")])
