"""Lines as CSV and XLSX, written as they come: neither holds them all in memory."""

import csv
import datetime as dt
import tempfile
from collections.abc import Iterable, Iterator
from typing import IO, Any

import xlsxwriter

from intranet.spreadsheets import BYTE_ORDER_MARK

WIDTHS = (28, 30, 34)
USUAL_WIDTH = 18


class Echo:
    """What the CSV writer writes into: it gives back what it gets."""

    def write(self, text: str) -> str:
        return text


def csv_of(lines: Iterable[list[Any]]) -> Iterator[bytes]:
    """UTF-8 that says so, as Excel needs; days and hours as ISO 8601 has them."""
    writer = csv.writer(Echo())
    yield BYTE_ORDER_MARK.encode()
    for line in lines:
        text: str = writer.writerow([plain(value) for value in line])
        yield text.encode()


def plain(value: Any) -> Any:
    return value.isoformat(sep=" ", timespec="minutes") if isinstance(value, dt.datetime) else value


def xlsx_of(lines: Iterable[list[Any]], *, name: str) -> IO[bytes]:
    """A temporary file at its beginning, which is gone once it is closed. `name`: of the sheet."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "default_date_format": "dd/mm/yyyy hh:mm",
    }
    with xlsxwriter.Workbook(file, options) as workbook:
        sheet = workbook.add_worksheet(name[:31])
        sheet.freeze_panes(1, 1)
        heading = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        for column in range(60):
            sheet.set_column(column, column, WIDTHS[column] if column < len(WIDTHS) else USUAL_WIDTH)
        for number, line in enumerate(lines):
            sheet.write_row(number, 0, line, heading if number == 0 else None)
    file.seek(0)
    return file
