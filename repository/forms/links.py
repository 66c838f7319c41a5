"""Links as lines that anybody can type: «https://exemple.cat Guia de compra pública»."""

import re
from collections.abc import Iterable
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intranet.members.forms.lines import LinesField
from repository.models import ResourceLink

MOST_LINKS = 20
LONGEST = 8_000
LONGEST_URL, LONGEST_TITLE = 500, 160
CHECK_LENGTH = MaxLengthValidator(LONGEST_URL)
CHECK = URLValidator(schemes=["https", "http"])
OTHER_SCHEME = re.compile(r"(?!https?:)[a-z][a-z0-9+.-]*:(?!\d)", re.IGNORECASE)  # «exemple.cat:8000» has none


class Named(NamedTuple):
    url: str
    title: str

    def as_row(self, place: int, *, is_video: bool) -> ResourceLink:
        return ResourceLink(url=self.url, title=self.title, is_video=is_video, sort_order=place)


class LinksField(LinesField):
    """Cleans to addresses with their titles; without one, the name of the site."""

    widget = forms.Textarea({"rows": 3, "inputmode": "url"})

    def __init__(self, **kwargs: Any) -> None:
        hint = gettext_lazy("One on each line: the address, a space and its title.")
        super().__init__(**{"required": False, "max_length": LONGEST, "help_text": hint, **kwargs})

    def clean(self, value: Any) -> list[Named]:
        numbered = enumerate(map(str.strip, str(super().clean(value)).splitlines()), 1)
        lines = [(number, line) for number, line in numbered if line]
        if len(lines) > MOST_LINKS:
            raise ValidationError(_("A resource takes %(most)d of them at most.") % {"most": MOST_LINKS})
        found, errors = [], []
        for number, line in lines:
            try:
                found.append(named(line))
            except ValidationError:
                errors.append(problem_with(line) % {"number": number, "line": line[:60]})
        if errors:
            raise ValidationError(errors)
        return found


def problem_with(line: str) -> str:
    if OTHER_SCHEME.match(line):
        return _("Line %(number)d, «%(line)s»: only web addresses can be linked, which begin with https:// or http://.")
    return _("Line %(number)d, «%(line)s»: begin with the address, as in «https://exemple.cat».")


def named(line: str) -> Named:
    """Raises ValidationError."""
    url, *words = line.split()
    if OTHER_SCHEME.match(url):
        raise ValidationError(url, code="scheme")
    if "://" not in url and "." in url:
        url = f"https://{url}"
    CHECK(url)
    CHECK_LENGTH(url)
    title = " ".join(words) or (urlsplit(url).hostname or "").removeprefix("www.")
    return Named(url, title[:LONGEST_TITLE])


def lines_of(links: Iterable[ResourceLink]) -> str:
    return "\n".join(f"{link.url} {link.title}" for link in links)
