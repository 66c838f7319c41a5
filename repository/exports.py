"""The bank as it leaves the site: what coordination takes along, and what is public, as open data. Read in batches."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from intranet.mail import absolute
from intranet.spreadsheets import csv_of
from repository.files.zipping import Entry, entries_of
from repository.models import ResourceFile, ResourceLink, ResourcePage, StoredFile
from repository.models.queries import ResourceQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from intranet.members.models import User

AT_ONCE = 200
TABLE = "recursos.csv"


@dataclass(frozen=True)
class Whole:
    """A resource with all that belongs to it, `files` in order."""

    page: ResourcePage
    subjects: Sequence[str]
    files: Sequence[ResourceFile]
    links: Sequence[ResourceLink]

    @property
    def stored(self) -> list[StoredFile]:
        return [offer.stored for offer in self.files]


def in_batches(pages: ResourceQuerySet) -> Iterator[Whole]:
    """Each of `pages`, asked for anew batch by batch: what is hidden meanwhile does not go out. Four statements a batch."""
    keys = list(pages.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), AT_ONCE):
        some = pages.filter(pk__in=keys[start : start + AT_ONCE]).order_by("pk")
        yield from whole(some.select_related("organisation", "group", "owner"))


def whole(pages: Iterable[ResourcePage]) -> list[Whole]:
    """Four statements, however many there are."""
    pages = list(pages)
    keys = [page.pk for page in pages]
    subjects: dict[int, list[str]] = defaultdict(list)
    files: dict[int, list[ResourceFile]] = defaultdict(list)
    links: dict[int, list[ResourceLink]] = defaultdict(list)
    about = ResourcePage.subjects.through.objects.filter(resourcepage__in=keys)
    for key, name in about.order_by("subject__name").values_list("resourcepage", "subject__name"):
        subjects[key].append(name)
    offers = ResourceFile.objects.filter(page__in=keys).select_related("stored").defer("stored__text")
    for offer in offers.order_by("sort_order", "pk"):
        files[offer.page_id].append(offer)
    for link in ResourceLink.objects.filter(page__in=keys).order_by("sort_order", "pk"):
        links[link.page_id].append(link)
    return [Whole(page, subjects[page.pk], files[page.pk], links[page.pk]) for page in pages]


def columns() -> list[str]:
    return [
        _("Address"),
        _("Title"),
        _("Kind"),
        _("Summary"),
        _("State"),
        _("Published"),
        _("Archived"),
        _("Who sees it"),
        _("Working group"),
        _("Council"),
        _("County (comarca)"),
        _("Subjects"),
        _("Departments"),
        _("Year"),
        _("Language"),
        _("Licence"),
        _("Guia ABC"),
        _("Context"),
        _("Measures"),
        _("Results"),
        _("Cost"),
        _("Legal basis"),
        _("Contact"),
        _("Owner"),
        _("First published on"),
        _("Reviewed on"),
        _("To be reviewed by"),
        pgettext("resource", "Valid until"),
        _("Useful to"),
        _("Downloads"),
        _("Files"),
        _("Links"),
    ]


def row_of(one: Whole) -> list[Any]:
    page = one.page
    return [
        absolute(page.get_absolute_url()),
        page.title,
        page.get_kind_display(),
        page.summary,
        page.get_review_display(),
        page.live,
        page.is_archived,
        page.get_visibility_display(),
        page.group.name if page.group else "",
        page.organisation.full_name if page.organisation else "",
        page.comarca,
        list(one.subjects),
        page.department_names,
        page.year,
        page.get_language_display(),
        page.get_licence_display(),
        page.get_abc_category_display(),
        page.context,
        page.measures,
        page.results,
        page.get_cost_display(),
        page.legal_basis,
        page.contact,
        page.owner.full_name if page.owner else "",
        day_of(page.first_published_at),
        page.reviewed_on,
        page.review_due,
        page.expires_on,
        page.useful_count,
        page.download_count,
        [file.name for file in one.stored],
        [link.url for link in one.links],
    ]


def day_of(moment: dt.datetime | None) -> dt.date | None:
    return timezone.localdate(moment) if moment else None


def table_of(user: "User | AnonymousUser") -> Iterator[bytes]:
    """CSV: all that `user` may read."""
    return csv_of(lines_for(user))


def lines_for(user: "User | AnonymousUser") -> Iterator[list[Any]]:
    yield columns()
    for one in in_batches(ResourcePage.objects.visible_to(user).defer("body")):
        yield row_of(one)


def archive_of(user: "User | AnonymousUser") -> Iterator[Entry]:
    """The table, then a folder for each resource with the files that it offers its readers."""
    yield Entry(TABLE, table_of(user), 0, timezone.now())
    for one in in_batches(ResourcePage.objects.visible_to(user).defer("body")):
        yield from entries_of(one.stored, folder=one.page.slug)
