"""What one wording of a resource says that another does not."""

from datetime import date
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

from django.utils.formats import date_format
from django.utils.text import capfirst

from repository.domain.wording import words_in
from repository.models import ResourceLink, ResourcePage, StoredFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FIELDS = ("title", "kind", "summary", "context", "measures", "results", "cost", "legal_basis", "contact")
PLACES = ("visibility", "group", "organisation", "comarca", "year", "language", "licence", "abc_category", "expires_on")
SAME, ADDED, TAKEN = "same", "added", "taken"


class Piece(NamedTuple):
    """`how`: same, added or taken."""

    how: str
    text: str


class Change(NamedTuple):
    label: str
    pieces: list[Piece]


def changes_between(before: ResourcePage, after: ResourcePage) -> list[Change]:
    """Part by part; none where they say the same. Three statements."""
    told = {label_of(name): (said(before, name), said(after, name)) for name in (*FIELDS, *PLACES)}
    told[label_of("body")] = words_in(before.body), words_in(after.body)
    told[label_of("departments")] = ", ".join(before.department_names), ", ".join(after.department_names)
    told[label_of("subjects")] = lines(before.subjects.all()), lines(after.subjects.all())
    files, links = files_of(before, after), [lines(map(whole, one.links.all())) for one in (before, after)]
    told[str(StoredFile._meta.verbose_name_plural)] = files[0], files[1]  # noqa: SLF001 - Django's public name
    told[str(ResourceLink._meta.verbose_name_plural)] = links[0], links[1]  # noqa: SLF001 - as above
    return [Change(capfirst(label), list(pieces_of(old, new))) for label, (old, new) in told.items() if old != new]


def whole(link: ResourceLink) -> str:
    return f"{link.title} {link.url}"


def label_of(name: str) -> str:
    return str(getattr(ResourcePage._meta.get_field(name), "verbose_name", name))  # noqa: SLF001 - Django's public name


def said(page: ResourcePage, name: str) -> str:
    show = getattr(page, f"get_{name}_display", None)
    value = show() if show else getattr(page, name)
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    return "" if value is None else str(value)


def lines(rows: "Iterable[object]") -> str:
    return "\n".join(sorted(map(str, rows)))


def files_of(*pages: ResourcePage) -> list[str]:
    offers = [[(row.title, row.stored_id) for row in page.files.all()] for page in pages]
    names = dict(
        StoredFile.objects.filter(pk__in=[pk for row in offers for _title, pk in row]).values_list("pk", "name")
    )
    return ["\n".join(f"{title} ({names.get(pk, '')})".strip() for title, pk in row) for row in offers]


def pieces_of(old: str, new: str) -> "Iterator[Piece]":
    """By lines."""
    before, after = old.splitlines(), new.splitlines()
    for what, i, j, k, m in SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        if what == "equal":
            yield Piece(SAME, "\n".join(before[i:j]))
            continue
        if i < j:
            yield Piece(TAKEN, "\n".join(before[i:j]))
        if k < m:
            yield Piece(ADDED, "\n".join(after[k:m]))
