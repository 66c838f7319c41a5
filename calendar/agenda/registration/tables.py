"""Lines as XLSX, written as they come: nothing holds them all in memory."""

import tempfile
from collections.abc import Iterable
from typing import IO, Any

import xlsxwriter

WIDTHS = (28, 30, 34)
USUAL_WIDTH = 18


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
