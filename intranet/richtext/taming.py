"""Before the parser: what would only wear it down. Its time grows with the square of the depth; nobody writes so deep."""

import re
from collections import Counter
from html import escape

from intranet.richtext.allowed import REOPENED, TAG, UNFIT, VOID

DEEPEST = 150
ENDS_BY_ITSELF = VOID | {"p", "li", "tr", "td", "th", "thead", "tbody", "tfoot", "dt", "dd", "option", "col", "input"}
INLINE = re.compile(rf"<(/?)({'|'.join(REOPENED)})(?=[\s/>])", re.IGNORECASE)
MARK = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")


def tamed(raw: str) -> str:
    """HTML that may be parsed: no characters that a database refuses, plain text in paragraphs, no bottomless nesting.

    Nor anything that a parser multiplies: inline elements go by names that are opened once.
    """
    html = UNFIT.sub("", raw)
    if not TAG.search(html):
        return paragraphs(html)
    return paragraphs(re.sub(r"<[^<>]*>", " ", html)) if is_bottomless(html) else INLINE.sub(r"<\1x-\2", html)


def is_bottomless(html: str) -> bool:
    """Counted from above: an element that is never closed weighs until the end."""
    depth: Counter[str] = Counter()
    total = 0
    for closes, name in MARK.findall(html):
        tag = name.lower()
        if tag in ENDS_BY_ITSELF or (closes and not depth[tag]):
            continue
        step = -1 if closes else 1
        depth[tag] += step
        total += step
        if total > DEEPEST:
            return True
    return False


def paragraphs(text: str) -> str:
    """Plain text as HTML: an empty line parts paragraphs, a line's end breaks the line."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    parts = [part.strip() for part in re.split(r"\n[ \t]*\n\s*", lines)]
    return "".join(f"<p>{escape(part, quote=False).replace(chr(10), '<br>')}</p>" for part in parts if part)
