"""How resources look in a list. A row is written by hand, once for each version of its resource, and kept."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from html import escape
from typing import NamedTuple

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from forum.views.kept import kept
from intranet.catalan import elided
from intranet.members.enums import GroupAccess
from intranet.members.models.organisations import full_name_of
from intranet.templatetags.intranet import icon_markup
from repository.catalogue.bank import Line
from repository.enums import ResourceKind, ResourceLanguage, ResourceVisibility
from repository.models import ResourceFile, ResourcePage

SIGNS = {
    ResourceKind.PRACTICE: "star",
    ResourceKind.GUIDE: "book-open",
    ResourceKind.REPORT: "file-text",
    ResourceKind.TEMPLATE: "copy",
    ResourceKind.TRAINING: "graduation-cap",
    ResourceKind.CAMPAIGN: "megaphone",
    ResourceKind.RECORDING: "video",
    ResourceKind.LINK: "link",
}


class Told(NamedTuple):
    """What a row tells."""

    pk: int
    version: int
    slug: str
    title: str
    summary: str
    kind: str
    visibility: str
    year: int | None
    language: str
    reviewed_on: date | None
    useful_count: int
    organisation_kind: str | None
    organisation: str | None
    group: str | None
    group_access: str | None


COLUMNS = (
    *(
        "pk",
        "version",
        "slug",
        "title",
        "summary",
        "kind",
        "visibility",
        "year",
        "language",
        "reviewed_on",
        "useful_count",
    ),
    *("organisation__kind", "organisation__name", "group__name", "group__access"),
)


class Offer(NamedTuple):
    """A file, as a row tells of it."""

    key: int
    name: str
    has_picture: bool


def rows_of(lines: Sequence[Line], *, level: int = 2, below: Mapping[int, str] | None = None) -> SafeString:
    """`lines` as a list, each under a heading of this `level`; `below`: by key, the markup that says where words were found.

    Two statements for those that are not kept, however many they are.
    """
    keys = [(line.pk, line.version, line.is_overdue, line.is_archived, level) for line in lines]
    drawn = kept("bank-row", keys, lambda missing: draw([lines[position] for position in missing], level))
    found = (f"<li>{row}{(below or {}).get(line.pk, '')}</li>" for line, row in zip(lines, drawn, strict=True) if row)
    return mark_safe("".join(found))  # noqa: S308 - escaped piece by piece


def draw(lines: Iterable[Line], level: int) -> Iterator[str]:
    """What has changed since it was counted is left out: it may be for others now."""
    lines = list(lines)
    keys = [line.pk for line in lines]
    told = {row[0]: Told._make(row) for row in ResourcePage.objects.filter(pk__in=keys).values_list(*COLUMNS)}
    offers = offers_of(keys)
    for line in lines:
        row = told.get(line.pk)
        is_same = row is not None and row.version == line.version
        yield row_markup(row, line, offers[line.pk], level) if row is not None and is_same else ""


def offers_of(keys: list[int]) -> dict[int, list[Offer]]:
    found: dict[int, list[Offer]] = defaultdict(list)
    files = ResourceFile.objects.filter(page__in=keys).order_by("sort_order", "pk")
    for page, key, name, picture in files.values_list("page_id", "stored_id", "stored__name", "stored__thumbnail"):
        found[page].append(Offer(key, name, bool(picture)))
    return found


def row_markup(row: Told, line: Line, offers: list[Offer], level: int) -> str:
    kind = ResourceKind(row.kind)
    facts = "".join(f"<li>{fact}</li>" for fact in facts_of(row, offers))
    return (
        f'<article class="bank-row">{picture_markup(row, offers)}<div class="bank-row__body">'
        f'<p class="bank-row__kind">{icon_markup(SIGNS[kind])} {escape(str(kind.label))}{tag_markup(line)}</p>'
        f'<h{level} class="bank-row__title"><a href="{reverse("resource", args=[row.slug])}">{escape(row.title)}</a></h{level}>'
        f'<p class="bank-row__summary">{escape(row.summary)}</p><ul class="bank-row__facts" role="list">{facts}</ul></div></article>'
    )


def picture_markup(row: Told, offers: list[Offer]) -> str:
    """The first page of its first file that shows one; the kind's sign where there is none."""
    pictured = next((offer for offer in offers if offer.has_picture), None)
    if pictured is None:
        return f'<span class="bank-row__picture" data-kind="{row.kind}">{icon_markup(SIGNS[ResourceKind(row.kind)])}</span>'
    address = reverse("resource_thumbnail", args=[row.slug, pictured.key])
    return f'<span class="bank-row__picture"><img src="{address}" alt="" loading="lazy" decoding="async"></span>'


def facts_of(row: Told, offers: list[Offer]) -> Iterator[str]:
    if row.organisation:
        yield escape(full_name_of(row.organisation_kind or "", row.organisation))
    if row.group and (row.visibility == ResourceVisibility.GROUP or row.group_access != GroupAccess.PRIVATE):
        yield f"{icon_markup('users')} {escape(row.group)}"
    if row.year:
        yield str(row.year)
    if row.language != ResourceLanguage.CATALAN:
        yield escape(str(ResourceLanguage(row.language).label))
    if offers:
        formats = dict.fromkeys(offer.name.rpartition(".")[2].upper() for offer in offers)
        yield escape(", ".join(formats))
    if row.reviewed_on:
        day = f'<time datetime="{row.reviewed_on}">{escape(date_format(row.reviewed_on))}</time>'
        yield elided(_("reviewed on %(day)s"), day=row.reviewed_on) % {"day": day}
    if row.useful_count:
        number = ngettext("useful to %(number)d council", "useful to %(number)d councils", row.useful_count)
        yield f"{icon_markup('hand-helping')} {escape(number % {'number': row.useful_count})}"


def tag_markup(line: Line) -> str:
    if line.is_archived:
        return f' <span class="tag">{icon_markup("archive")} {escape(pgettext("resource", "Archived"))}</span>'
    if line.is_overdue:
        return f' <span class="tag" data-tone="warning">{icon_markup("clock")} {escape(pgettext("resource", "To be reviewed"))}</span>'
    return ""


def found_markup(name: str, snippet: str) -> str:
    """Where words were found: in the text, some of which is the `snippet` (markup), or in the file of this `name`."""
    found = f'<p class="bank-row__inside">{snippet}</p>' if snippet else ""
    if not name:
        return found
    words = escape(_("In the file «%(name)s»") % {"name": name})
    return f'{found}<p class="bank-row__inside">{icon_markup("paperclip")} {words}</p>'
