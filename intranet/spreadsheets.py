"""What leaves the site as a spreadsheet: real dates, words instead of True, and no cell that a program would run."""

import csv
import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.admin.views.mixins import SpreadsheetExportMixin

FORMULA_STARTS = frozenset("=+-@")
FIELD_BREAKS = ("\t", "\r")
# What no XLSX file may hold; tab, line feed and carriage return are allowed.
FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
BYTE_ORDER_MARK = "\ufeff"


def neutralise(text: str) -> str:
    """`text` as a cell that no spreadsheet takes for a formula: with an apostrophe before it when one might.

    Spaces and control or invisible characters before the first sign are looked through, since programs drop them.
    """
    cleaned = FORBIDDEN.sub("", text)
    first = next((char for char in cleaned if unicodedata.category(char)[0] not in "CZ"), "")
    formula = unicodedata.normalize("NFKC", first) in FORMULA_STARTS
    return f"'{cleaned}" if formula or text.startswith(FIELD_BREAKS) else cleaned


def cell(value: Any) -> Any:
    """What a cell holds for `value`: numbers, dates and local times as they are, the rest as harmless words."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, dt.datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return local.replace(tzinfo=None, second=0, microsecond=0)
    if isinstance(value, int | float | dt.date):
        return value
    return neutralise(", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value))


class Echo:
    """What the CSV writer writes into: it gives back what it gets."""

    def write(self, text: str) -> str:
        return text


def csv_of(lines: Iterable[Iterable[Any]]) -> Iterator[bytes]:
    """Line by line, every cell through `cell`: UTF-8 that says so, as Excel needs; days and hours as ISO 8601 has them."""
    writer = csv.writer(Echo())
    yield BYTE_ORDER_MARK.encode()
    for line in lines:
        text: str = writer.writerow([plain(cell(value)) for value in line])
        yield text.encode()


def plain(value: Any) -> Any:
    """A cell of a CSV."""
    return value.isoformat(sep=" ", timespec="minutes") if isinstance(value, dt.datetime) else value


def guard_every_export() -> None:
    """Wagtail's own reports tell what people have written too: their words become as harmless as those of our lists."""
    prepare = SpreadsheetExportMixin.preprocess_field_value

    def preprocess_field_value(view: SpreadsheetExportMixin, field: str, value: Any, export_format: str) -> Any:
        content = prepare(view, field, value, export_format)
        return neutralise(content) if isinstance(content, str) else content

    SpreadsheetExportMixin.preprocess_field_value = preprocess_field_value


class SafeExportMixin(SpreadsheetExportMixin):
    """Wagtail's export to XLSX and CSV, every cell through `cell`; the CSV says that it is UTF-8, as Excel needs."""

    def preprocess_field_value(self, _field: str, value: Any, export_format: str) -> Any:
        content = cell(value)
        return plain(content) if export_format == self.FORMAT_CSV else content

    def stream_csv(self, queryset: QuerySet[Any]) -> Iterator[bytes]:
        yield BYTE_ORDER_MARK.encode()
        yield from super().stream_csv(queryset)

    def get_filename(self) -> str:
        return f"{slugify(self.verbose_name_plural)}-{timezone.localdate():%Y-%m-%d}"
