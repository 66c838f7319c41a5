"""What a cell of an export may hold."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from intranet.spreadsheets import cell, neutralise


@pytest.mark.parametrize(
    ("written", "exported"),
    [
        ("Ajuntament de Reus", "Ajuntament de Reus"),
        ("", ""),
        ("L'Hospitalet", "L'Hospitalet"),
        ("a=b", "a=b"),
        ("=1+1", "'=1+1"),
        ("+34 938 782 301", "'+34 938 782 301"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("   =1+1", "'   =1+1"),
        ("\n=1+1", "'\n=1+1"),
        ("\t=1+1", "'\t=1+1"),
        ("\tnota", "'\tnota"),
        ("\rnota", "'\rnota"),
        ("\x00=1+1", "'=1+1"),
        ("\x0bnota", "nota"),
        ("\u00a0=1+1", "'\u00a0=1+1"),
        ("\u200b=1+1", "'\u200b=1+1"),
        ("＝1+1", "'＝1+1"),
        ("'=1+1", "'=1+1"),
    ],
)
def test_a_text_never_begins_as_a_formula(written, exported):
    assert neutralise(written) == exported


@pytest.mark.parametrize(
    ("value", "exported"),
    [
        (None, ""),
        (True, "Sí"),
        (False, "No"),
        (-3, -3),
        (dt.date(2025, 4, 16), dt.date(2025, 4, 16)),
        (dt.datetime(2025, 7, 1, 8, 30, 15, tzinfo=dt.UTC), dt.datetime(2025, 7, 1, 10, 30)),  # noqa: DTZ001
        (dt.datetime(2025, 1, 1, 9, 0, tzinfo=ZoneInfo("Europe/Madrid")), dt.datetime(2025, 1, 1, 9, 0)),  # noqa: DTZ001
        (["Reus", "=1"], "Reus, =1"),
        (["=1", "Reus"], "'=1, Reus"),
    ],
)
def test_a_value_becomes_what_a_spreadsheet_understands(value, exported):
    assert cell(value) == exported
