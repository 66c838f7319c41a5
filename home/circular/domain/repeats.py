"""What a circular seems to say twice: once more in itself, or in one that came out within a year."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from home.circular.domain.month_words import of_month
from home.circular.domain.problems import Problem
from home.circular.models import CircularEntry, CircularPage
from home.circular.models.entries import EntryQuerySet
from intranet.catalan import fold
from intranet.members.models import User


class Printed(NamedTuple):
    """What is compared of an entry that came out."""

    month: date
    title: str
    link: str
    event: int | None
    resource: str | None
    group: str | None
    topic: int | None
    news: str | None


FIELDS = (
    "circular__month",
    "title",
    "link",
    "event",
    "resource__slug",
    "topic__group__slug",
    "topic",
    "news__url_path",
)


def repeats(circular: CircularPage, printed: Sequence[CircularEntry], *, by: User | None) -> Iterator[Problem]:
    """One statement, none when nothing is printed. Each is compared with those before it, and with what `by` may see of the others."""
    out = months_by_mark(circular, by) if printed else {}
    here: dict[str, CircularEntry] = {}
    for entry in printed:
        marks = marks_of(entry.title, entry.url)
        first = next((here[mark] for mark in marks if mark in here), None)
        month = max((out[mark] for mark in marks if mark in out), default=None)
        if first is not None:
            text = _("It seems to be said twice: as in «%(title)s».") % {"title": first.title}
            yield Problem("warning", "repeated", text, entry)
        elif month is not None:
            text = _("It seems to be said twice: it was in the circular %(of_month)s.")
            yield Problem("warning", "repeated", text % {"of_month": of_month(month)}, entry)
        for mark in marks:
            here.setdefault(mark, entry)


def months_by_mark(circular: CircularPage, by: User | None) -> dict[str, date]:
    """Of the year before `circular`; of what came out twice, the last time."""
    since = circular.month.replace(year=circular.month.year - 1)
    entries: EntryQuerySet = CircularEntry.objects.visible_to(by) if by else CircularEntry.objects.all()
    others = entries.printed().filter(circular__in=CircularPage.objects.out().filter(month__gte=since))
    rows = others.exclude(circular=circular).order_by("circular__month").values_list(*FIELDS)
    return {mark: row.month for row in map(Printed._make, rows) for mark in marks_of(row.title, address_of(row))}


def address_of(row: Printed) -> str:
    """As `CircularEntry.url`, of a row."""
    if row.event:
        return reverse("event", args=[row.event])
    if row.resource:
        return reverse("resource", args=[row.resource])
    if row.topic:
        return reverse("topic", args=[row.group, row.topic])
    if row.news:  # the first step of the path is the site's own page
        return f"/{row.news.strip('/').partition('/')[2]}/"
    return row.link


def marks_of(title: str, url: str) -> list[str]:
    """What two that say the same have in common: the title, however it is written, or where they lead."""
    return [mark for mark in (fold(title), place_at(url)) if mark]


def place_at(url: str) -> str:
    """An address without what leads to the same place all the same; "" of none. Those of the site begin with a slash."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    path = parts.path.rstrip("/")
    host = parts.netloc.lower().removeprefix("www.")
    if not host or host == urlsplit(settings.SITE_URL).netloc.lower().removeprefix("www."):
        return path
    return f"//{host}{path}{f'?{parts.query}' if parts.query else ''}"
