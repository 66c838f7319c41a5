"""A programme as lines that anybody can type: «10.00–10.30 Benvinguda · Alba Serra (Ajuntament de Reus) · Pere Roig».

A line without a time is a heading, and one that begins with the word for it, a break. What a programme of the CMS holds
beyond that (texts, documents, links) no line says: such a programme has no lines.
"""

import re
from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks import StreamValue

from agenda.models import Event
from intranet.members.forms.lines import LinesField

MOST_LINES = 80
LONGEST = 10_000
BREAKS = frozenset({"pausa", "descans", "esmorzar", "dinar", "cafè", "berenar", "sopar"})
CLOCK = r"(\d{1,2})[.:h](\d{2})(?:\s*h)?"
TIMED = re.compile(rf"{CLOCK}(?:\s*[-–—]\s*{CLOCK})?\.?\s+(\S.*)")
BEGINS_WITH_NUMBER = re.compile(r"\d{1,2}\s*[.:h]\s*\d|\d{1,2}\s*h\b")
SPEAKER = re.compile(r"(.+?)\s*\((.+)\)")
BETWEEN = " · "
Part = tuple[str, dict[str, Any] | str]


class ProgrammeField(LinesField):
    """Cleans to the parts of a programme as the CMS stores them."""

    widget = forms.Textarea({"rows": 6})
    default_help_text = gettext_lazy(
        "One line for each part: «10.00–10.30 Welcome · Alba Serra (Reus)». A line without a time is a heading."
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"help_text": self.default_help_text, "max_length": LONGEST, **kwargs})

    def clean(self, value: Any) -> list[dict[str, Any]]:
        text: str = super().clean(value)
        return [{"type": kind, "value": part} for kind, part in parts_of(text)]


def parts_of(text: str) -> list[Part]:
    """Raises ValidationError, each with the line that it is about."""
    lines = [line for line in (" ".join(line.split()) for line in text.splitlines()) if line]
    if len(lines) > MOST_LINES:
        raise ValidationError(_("A programme takes %(most)d lines at most.") % {"most": MOST_LINES})
    parts, errors = [], []
    for line in lines:
        try:
            parts.append(part_of(line))
        except ValueError as error:
            errors.append(f"«{line[:60]}»: {error}")
    if errors:
        raise ValidationError(errors)
    return parts


def part_of(line: str) -> Part:
    """Raises ValueError with words for who typed it."""
    timed = TIMED.fullmatch(line)
    if timed is None:
        return heading_of(line)
    hour, minute, until_hour, until_minute, rest = timed.groups()
    start = clock(hour, minute)
    end = clock(until_hour, until_minute) if until_hour else None
    if end is not None and end <= start:
        raise ValueError(_("It has to end after it begins."))
    times = {"start": start.isoformat(), "end": end.isoformat() if end else None}
    title, *speakers = (piece.strip() for piece in rest.removesuffix(" ·").split(BETWEEN))
    if not speakers and is_break(title):
        return "pause", {**times, "title": within(title, 120)}
    people = [speaker_of(name) for name in speakers if name]
    return "session", {
        **times,
        "title": within(title, 200),
        "text": "",
        "speakers": people,
        "document": None,
        "link": "",
    }


def heading_of(line: str) -> Part:
    if BEGINS_WITH_NUMBER.match(line):
        raise ValueError(_("Write the time as in «10.00–10.30 Welcome»."))
    return "part", within(line, 160)


def clock(hour: str, minute: str) -> time:
    try:
        return time(int(hour), int(minute))
    except ValueError as error:
        raise ValueError(_("No clock shows this time.")) from error


def within(text: str, most: int) -> str:
    if len(text) > most:
        raise ValueError(_("Write at most %(most)d characters here.") % {"most": most})
    return text


def speaker_of(words: str) -> dict[str, str]:
    named = SPEAKER.fullmatch(words)
    name, role = named.groups() if named else (words, "")
    return {"name": within(name, 120), "role": within(role, 160)}


def is_break(title: str) -> bool:
    return next(iter(title.replace(":", " ").split()), "").lower() in BREAKS


def programme_of(parts: list[dict[str, Any]]) -> StreamValue:
    """As the model holds it."""
    block = Event._meta.get_field("programme").stream_block  # type: ignore[union-attr]  # noqa: SLF001 - Django's public name
    value: StreamValue = block.to_python(parts)
    return value


def lines_of(programme: StreamValue) -> str | None:
    """What one would type for this programme; None for one that lines cannot say."""
    text = "\n".join(line_of(part.block_type, part.value) for part in programme)
    try:
        again = programme_of([{"type": kind, "value": part} for kind, part in parts_of(text)])
    except ValidationError:
        return None
    return text if plain(again) == plain(programme) else None


def line_of(kind: str, value: Any) -> str:
    if kind == "part":
        return str(value)
    times = "–".join(f"{at.hour}.{at.minute:02}" for at in (value["start"], value["end"]) if at)
    speakers = [f"{one['name']} ({one['role']})" if one["role"] else one["name"] for one in value.get("speakers", ())]
    return BETWEEN.join([f"{times} {value['title']}", *speakers])


def plain(programme: StreamValue) -> list[tuple[Any, ...]]:
    """Its parts without the keys that the CMS gives them."""
    return [(part.block_type, *facts_of(part.block_type, part.value)) for part in programme]


def facts_of(kind: str, value: Any) -> tuple[Any, ...]:
    if kind == "part":
        return (str(value),)
    speakers = tuple((one["name"], one["role"] or "") for one in value.get("speakers", ()))
    more = tuple(value.get(name) or None for name in ("text", "document", "link"))
    return (value["start"], value["end"], value["title"], speakers, more)
