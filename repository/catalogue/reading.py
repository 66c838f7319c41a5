"""Reading the bank from the database: five statements, whatever it holds."""

import time
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from intranet.catalan import sort_key
from intranet.members.enums import Department
from intranet.members.filters.people import label_of
from intranet.members.models import Organisation, Subject, WorkingGroup
from repository.catalogue.bank import NETWORK, PUBLIC, Bank, Line, Values
from repository.enums import AbcCategory, ResourceKind, ResourceLanguage, ResourceVisibility
from repository.models import ResourcePage

ORDERS = {
    "recents": pgettext_lazy("resources", "Newest"),
    "titol": _("Title"),
    "revisats": _("Last reviewed"),
    "utils": _("Most useful"),
    "any": _("Year"),
}


class Row(NamedTuple):
    pk: int
    version: int
    slug: str
    title: str
    kind: str
    visibility: str
    group: int | None
    organisation: int | None
    departments: list[str]
    comarca: str
    year: int | None
    language: str
    abc_category: str
    sort_key: str
    useful_count: int
    reviewed_on: date | None
    review_due: date | None
    archived_at: Any


COLUMNS = (
    *("pk", "version", "slug", "title", "kind", "visibility", "group_id", "organisation_id", "departments", "comarca"),
    *("year", "language", "abc_category", "sort_key", "useful_count", "reviewed_on", "review_due", "archived_at"),
)


class Names(NamedTuple):
    """How what the facets speak of is called: by key, its value in addresses and its label, in order."""

    subjects: dict[int, tuple[str, str]]
    organisations: dict[int, tuple[str, str]]
    comarques: dict[int, str]
    groups: dict[int, tuple[str, str]]


def read_bank(number: int, day: date) -> Bank:
    """`number` was read before: what changes meanwhile is read anew."""
    pages = ResourcePage.objects.filter(live=True).order_by("-first_published_at", "-pk")
    rows = [Row._make(row) for row in pages.values_list(*COLUMNS)]
    about: dict[int, list[int]] = defaultdict(list)
    pairs = ResourcePage.subjects.through.objects.filter(resourcepage__live=True)
    for page, subject in pairs.values_list("resourcepage_id", "subject_id"):
        about[page].append(subject)
    names = read_names()
    facets = facets_of(rows, about, names)
    return Bank(
        number=number,
        day=day,
        read_at=time.monotonic(),
        lines=[line_of(row, day) for row in rows],
        positions={row.pk: position for position, row in enumerate(rows)},
        circles=circles_of(rows),
        archived=set_where(row.archived_at is not None for row in rows),
        overdue=set_where(is_overdue(row, day) for row in rows),
        facets=facets,
        labels=labels_of(facets, names),
        group_keys={slug: key for key, (slug, _name) in names.groups.items()},
        orders=orders_of(rows),
    )


def read_names() -> Names:
    subjects = Subject.objects.order_by("sort_key").values_list("pk", "slug", "name")
    organisations = list(Organisation.objects.order_by("sort_key").only("pk", "slug", "name", "kind", "comarca"))
    groups = WorkingGroup.objects.order_by("sort_key").values_list("pk", "slug", "name")
    return Names(
        {key: (slug, name) for key, slug, name in subjects},
        {place.pk: (place.slug, label_of(place)) for place in organisations},
        {place.pk: place.comarca for place in organisations},
        {key: (slug, name) for key, slug, name in groups},
    )


def line_of(row: Row, day: date) -> Line:
    overdue = is_overdue(row, day)
    return Line(row.pk, row.version, row.slug, row.title, row.kind, overdue, row.archived_at is not None)


def is_overdue(row: Row, day: date) -> bool:
    """As `ResourcePage.is_overdue`, of what is not archived."""
    return row.archived_at is None and row.review_due is not None and row.review_due < day


def set_where(flags: Iterable[bool]) -> int:
    return int("".join("01"[flag] for flag in flags)[::-1] or "0", 2)


def circles_of(rows: list[Row]) -> dict[int, int]:
    """As `queries.meant_for`."""
    found: dict[int, int] = defaultdict(int)
    outside = {ResourceVisibility.PUBLIC: PUBLIC, ResourceVisibility.NETWORK: NETWORK}
    for position, row in enumerate(rows):
        circle = outside.get(ResourceVisibility(row.visibility), row.group)
        if circle is not None:
            found[circle] |= 1 << position
    return dict(found)


def facets_of(rows: list[Row], about: dict[int, list[int]], names: Names) -> dict[str, Values]:
    facets: dict[str, Values] = {name: defaultdict(int) for name in FACETS}
    for position, row in enumerate(rows):
        bit = 1 << position
        for name, values in values_of(row, about[row.pk], names).items():
            for value in values:
                if value:
                    facets[name][value] |= bit
    return {name: dict(values) for name, values in facets.items()}


def values_of(row: Row, subjects: list[int], names: Names) -> dict[str, Iterable[str]]:
    """What stands for `row` in each facet. One without a county of its own has its council's."""
    of_council = names.organisations.get(row.organisation or 0)
    comarca = row.comarca or names.comarques.get(row.organisation or 0, "")
    return {
        "kind": [row.kind],
        "subject": [names.subjects[key][0] for key in subjects if key in names.subjects],
        "department": row.departments,
        "organisation": [of_council[0]] if of_council else [],
        "comarca": [comarca],
        "year": [str(row.year)] if row.year else [],
        "language": [row.language],
        "group": [names.groups[row.group][0]] if row.group in names.groups else [],
        "abc": [row.abc_category],
    }


FACETS = ("kind", "subject", "department", "organisation", "comarca", "year", "language", "group", "abc")


def labels_of(facets: dict[str, Values], names: Names) -> dict[str, dict[str, str]]:
    """Only of values that something has."""
    years = {year: year for year in sorted(facets["year"], reverse=True)}
    comarques = {name: name for name in sorted(facets["comarca"], key=lambda one: sort_key(one, article_last=True))}
    known: dict[str, dict[str, Any]] = {
        "kind": dict(ResourceKind.choices),
        "subject": dict(names.subjects.values()),
        "department": dict(sorted(Department.choices, key=lambda pair: sort_key(str(pair[1])))),
        "organisation": dict(names.organisations.values()),
        "comarca": comarques,
        "year": years,
        "language": dict(ResourceLanguage.choices),
        "group": dict(names.groups.values()),
        "abc": dict(AbcCategory.choices),
    }
    return {
        name: {value: str(label) for value, label in known[name].items() if value in facets[name]} for name in FACETS
    }


def orders_of(rows: list[Row]) -> dict[str, list[int]]:
    """Of what is alike the newest first, as positions are."""
    positions = range(len(rows))

    def by(key: Any) -> list[int]:
        return sorted(positions, key=lambda position: key(rows[position]))

    return {
        "recents": list(positions),
        "titol": by(lambda row: row.sort_key),
        "revisats": by(lambda row: -row.reviewed_on.toordinal() if row.reviewed_on else 0),
        "utils": by(lambda row: -row.useful_count),
        "any": by(lambda row: -(row.year or 0)),
    }
