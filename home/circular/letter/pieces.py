"""Pieces of a mail: rendered and inlined once for all who get it, and put together by joining strings."""

import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from intranet.mail import inliner, tidy

# A line of a mail holds 998 bytes (RFC 5322 §2.1.1), a letter four at most: with longer ones the whole would have to be
# encoded anew for each person, which takes far longer than anything else here.
LONG_LINE, LONG_PARAGRAPH = 200, 700


@dataclass(frozen=True)
class Holed:
    """A text with holes: `parts` are, in turns, what is the same for all and the name of what goes in."""

    parts: tuple[str, ...]

    def filled(self, **own: str) -> str:
        """What goes in is to be escaped already."""
        return "".join(own[part] if place % 2 else part for place, part in enumerate(self.parts))


class Holes(dict[str, str]):
    """Placeholders by name, for the context of a template: words that nobody can have written."""

    def __init__(self, *names: str) -> None:
        self.mark = f"hole{secrets.token_hex(8)}"
        super().__init__({name: f"{self.mark}{name};" for name in names})

    def cut(self, rendered: str) -> Holed:
        return Holed(tuple(re.split(rf"{self.mark}(\w+);", rendered)))


def dressed(values: Mapping[str, Any]) -> dict[str, Any]:
    """With what the house's mails all know (`intranet.mail.compose`)."""
    return {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL, **values}


def whole_html(name: str, values: Mapping[str, Any]) -> str:
    """`mail/<name>.html`, a whole document."""
    return folded(inliner.inline(render_to_string(f"mail/{name}.html", dressed(values))))


def piece_of_html(name: str, values: Mapping[str, Any]) -> str:
    """`mail/<name>.html`, a fragment: its tags are closed, and it ends its line."""
    html = re.sub(r"\n\s*", "\n", render_to_string(f"mail/{name}.html", dressed(values)).strip())
    return folded(inliner.inline_fragment(html, styles())) + "\n"


def text_of(name: str, values: Mapping[str, Any]) -> str:
    """`mail/<name>.txt`; it ends its line."""
    return folded(tidy(render_to_string(f"mail/{name}.txt", dressed(values))), LONG_PARAGRAPH)


def folded(text: str, long: int = LONG_LINE) -> str:
    """In lines that go as they are: a space in HTML may as well be the end of a line. In one pass, whatever the text."""
    return "\n".join(part for line in text.split("\n") for part in parts_of(line, long))


def parts_of(line: str, long: int) -> Iterator[str]:
    """Each ends at the first space after `long` letters."""
    start = 0
    while (end := line.find(" ", start + long)) != -1:
        yield line[start:end]
        start = end + 1
    yield line[start:]


@lru_cache(maxsize=1)
def styles() -> str:
    return render_to_string("mail/style.css") + render_to_string("mail/circular.css")
