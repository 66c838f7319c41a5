"""A circular as mail: everything that is the same for all who get it, rendered once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from home.circular.domain.arranging import HIGHLIGHTS, OWN, Part
from home.circular.domain.recipients import KIND
from home.circular.enums import Section
from home.circular.letter import pieces
from home.circular.letter.introduction import intro_html, intro_text
from home.circular.letter.picturing import Shown, shown
from home.circular.models import CircularEntry, CircularPage
from intranet.mail import absolute
from intranet.notifications.mails import list_id

OWN_PLACES = ("preview", "content", "words", "stop_url")  # `content` of the HTML, `words` of the text


@dataclass(frozen=True)
class Form:
    """The circular in one of the two forms of a mail: a frame to be filled, headings by part, and entries.

    An entry is there by its key and by whether it says to which section it belongs.
    """

    frame: pieces.Holed
    headings: Mapping[str, str]
    entries: Mapping[tuple[int, bool], str]

    def of(self, parts: Sequence[Part]) -> str:
        """What goes between the introduction and the end."""
        return "".join(self.part(part) for part in parts)

    def part(self, part: Part) -> str:
        rows = (self.entries[entry.pk, part.mixes_sections] for entry in part.entries)
        return self.headings[part.name] + "".join(rows)


@dataclass(frozen=True)
class Issue:
    """`entries` are all that are printed, in order: who gets it may see them or not. `subject` names none of them."""

    circular: CircularPage
    content_version: int
    entries: Sequence[CircularEntry]
    subject: str
    headers: Mapping[str, str]
    html: Form
    text: Form


@dataclass(frozen=True)
class Line:
    """An entry as the templates of a mail take it: addresses are absolute, or empty."""

    entry: CircularEntry
    url: str
    comment_url: str
    by: str
    section: str
    is_lead: bool
    picture: Shown | None


Lines = dict[tuple[int, bool], Line]
"""As `Form.entries`."""


def issue_of(circular: CircularPage) -> Issue:
    """As it is printed now, private entries included. As many statements for any number of entries."""
    return issue_with(circular, printed_in(circular))


def printed_in(circular: CircularPage) -> list[CircularEntry]:
    return list(CircularEntry.objects.filter(circular=circular).printed().with_sources().in_order())


def issue_with(circular: CircularPage, entries: Sequence[CircularEntry]) -> Issue:
    """`entries` with their sources, in the order in which they were composed."""
    with translation.override(settings.LANGUAGE_CODE):
        lines = lines_of(entries)
        return Issue(
            circular=circular,
            content_version=circular.content_version,
            entries=entries,
            subject=subject_of(circular),
            headers={
                "Auto-Submitted": "auto-generated",
                "List-Id": list_id(kind=KIND, label=pgettext("mail", "Monthly circular")),
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            },
            html=html_of(circular, lines),
            text=text_of(circular, lines),
        )


def html_of(circular: CircularPage, lines: Lines) -> Form:
    holes = pieces.Holes(*OWN_PLACES)
    return Form(
        frame=holes.cut(pieces.whole_html(KIND, {**frame_values(circular), **holes})),
        headings={name: pieces.piece_of_html("circular_part", heading) for name, heading in headings().items()},
        entries={key: pieces.piece_of_html("circular_entry", {"line": line}) for key, line in lines.items()},
    )


def text_of(circular: CircularPage, lines: Lines) -> Form:
    holes = pieces.Holes(*OWN_PLACES)
    return Form(
        frame=holes.cut(pieces.text_of(KIND, {**frame_values(circular), **holes})),
        headings={name: "\n" + pieces.text_of("circular_part", heading) for name, heading in headings().items()},
        entries={key: "\n" + pieces.text_of("circular_entry", {"line": line}) for key, line in lines.items()},
    )


def frame_values(circular: CircularPage) -> dict[str, Any]:
    """What the frame says besides what is each person's own."""
    return {
        "subject": subject_of(circular),
        "intro": intro_html(circular.intro),
        "intro_words": intro_text(circular.intro),
        "url": absolute(circular.get_absolute_url()),
        "propose_url": absolute(reverse("circular_propose")),
        "preferences_url": absolute(reverse("preferences")),
    }


def subject_of(circular: CircularPage) -> str:
    return str(circular.title)


def headings() -> dict[str, dict[str, Any]]:
    """Of every part that there can be, as `arranging.arranged` names them."""
    titles = {HIGHLIGHTS: pgettext("circular", "Highlights"), OWN: _("From your groups and subjects")}
    titles |= {section.value: str(section.label) for section in Section}
    return {name: {"title": title, "is_lead": name == HIGHLIGHTS} for name, title in titles.items()}


def lines_of(entries: Sequence[CircularEntry]) -> Lines:
    """Each in both its ways; one that is highlighted never stands in its section."""
    lines: Lines = {}
    for entry in entries:
        line = line_of(entry)
        lines[entry.pk, True] = line
        if not entry.is_highlight:
            lines[entry.pk, False] = replace(line, section="")
    return lines


def line_of(entry: CircularEntry) -> Line:
    url = entry.url
    return Line(
        entry=entry,
        url=absolute(url) if url.startswith("/") else url,
        comment_url=absolute(reverse("circular_comment", args=[entry.pk])),
        by=entry.whose,
        section=entry.section_label,
        is_lead=entry.is_highlight,
        picture=shown(entry),
    )
