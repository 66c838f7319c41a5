"""The story of an experience: what its author typed, part by part, put together as the HTML of a post."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from django.utils.html import format_html, format_html_join, urlize
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

from forum.models import Experience

PARTS = ("context", "done", "worked", "failed", "change")
ITEM = re.compile(r"^\s*[-–—*•·]\s+")


def story_of(parts: Mapping[str, str]) -> str:
    """A heading and its text for each of `PARTS` that says something. Nothing of what was typed counts as a tag."""
    told = ((heading_of(name), parts.get(name, "").strip()) for name in PARTS)
    return format_html_join("\n", "<h3>{}</h3>\n{}", ((heading, paragraphs_of(text)) for heading, text in told if text))


def heading_of(part: str) -> str:
    field: Any = Experience._meta.get_field(part)  # noqa: SLF001 - public, in spite of its name
    return capfirst(str(field.verbose_name))


def paragraphs_of(text: str) -> SafeString:
    """An empty line begins a paragraph; lines that begin with a dash are a list; addresses are links."""
    blocks = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())
    return joined(piece for block in blocks for piece in pieces_of(block.splitlines()))


def pieces_of(lines: Iterable[str]) -> Iterator[SafeString]:
    for is_list, run in groupby(lines, key=lambda line: bool(ITEM.match(line))):
        if is_list:
            yield format_html("<ul>{}</ul>", joined(format_html("<li>{}</li>", linked(ITEM.sub("", it))) for it in run))
        else:
            yield format_html("<p>{}</p>", mark_safe("<br>".join(linked(line) for line in run)))  # noqa: S308 - escaped


def linked(line: str) -> SafeString:
    return mark_safe(urlize(line.strip(), autoescape=True))  # noqa: S308 - urlize escapes what it does not link


def joined(pieces: Iterable[SafeString]) -> SafeString:
    return format_html_join("\n", "{}", ((piece,) for piece in pieces))
