"""What a cell of an export may hold."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from wagtail.models import Page

from home.models import HomePage
from intranet.spreadsheets import cell, neutralise
from tests.factories.home import a_section_page
from tests.factories.members import an_administrator
from tests.members.admin.pages import read_csv, read_xlsx


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


REPORTS = {
    "site_history": lambda page: page.save_revision(log_action=True, user=an_administrator(given_name="@SUM(A1)")),
    "locked_pages": lambda page: Page.objects.filter(pk=page.pk).update(locked=True),
    "aging_pages": lambda page: page.save_revision().publish(),
}


@pytest.mark.django_db
@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize("read", [read_csv, read_xlsx])
def test_what_people_have_written_is_harmless_in_reports_of_the_cms_too(client_of, report, read):
    REPORTS[report](a_section_page("=cmd|x!A1", HomePage.objects.get()))
    export = {read_csv: "csv", read_xlsx: "xlsx"}[read]
    response = client_of(an_administrator()).get(reverse(f"wagtailadmin_reports:{report}"), {"export": export})
    cells = [str(one) for row in read(response)[1:] for one in row if one is not None]
    assert [one for one in cells if one.startswith(("=", "@", "+", "-"))] == []
    assert "'=cmd|x!A1" in cells
    assert report != "site_history" or any(one.startswith("'@SUM(A1)") for one in cells)
