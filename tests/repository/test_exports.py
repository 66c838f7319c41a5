"""The bank for coordination, as a table and as files: what they may read, whole, and no cell that a program would run."""

import csv
import zipfile
from io import BytesIO, StringIO

import pytest

from intranet.members.enums import GroupAccess
from repository import exports
from tests.factories.members import (
    OrganisationFactory,
    SubjectFactory,
    WorkingGroupFactory,
    a_member,
    someone_of_coordination,
)
from tests.factories.repository import a_draft, a_group_resource, a_resource

pytestmark = pytest.mark.django_db

TABLE, FILES = "/recursos/exporta/recursos.csv", "/recursos/exporta/fitxers.zip"


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def client(client_of):
    return client_of(someone_of_coordination())


def content(response):
    return b"".join(response.streaming_content)


def rows(client):
    return list(csv.DictReader(StringIO(content(client.get(TABLE)).decode("utf-8-sig"))))


def test_table_says_all_of_a_resource(client):
    subjects = [SubjectFactory(name="Cures"), SubjectFactory(name="Aigua")]
    page = a_resource(
        title="Guia de compra",
        summary="=HYPERLINK(1)",
        subjects=subjects,
        organisation=OrganisationFactory(name="Reus", ine_code="43123"),
        departments=["hisenda"],
        year=2024,
        contents=[b"1"],
        links=["https://example.org/"],
    )
    (row,) = rows(client)
    asked = ("Address", "Title", "Summary", "Published", "Subjects", "Departments", "Year", "Files", "Links", "Owner")
    assert [row[name] for name in asked] == [
        f"http://testserver/recursos/{page.slug}/",
        "Guia de compra",
        "'=HYPERLINK(1)",
        "Yes",
        "Aigua, Cures",
        "Treasury",
        "2024",
        "guia.pdf",
        "https://example.org/",
        page.owner.full_name,
    ]


def test_private_groups_and_drafts_of_others_stay_inside(client):
    shown = a_resource(title="Es veu", contents=[b"es veu"])
    private = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    secret = a_group_resource(private, title="Acord reservat", contents=[b"reservat"])
    a_draft(title="Esborrany reservat")
    assert [row["Title"] for row in rows(client)] == ["Es veu"]
    with zipfile.ZipFile(BytesIO(content(client.get(FILES)))) as archive:
        assert archive.namelist() == ["recursos.csv", f"{shown.slug}/guia.pdf"]
        assert archive.read(f"{shown.slug}/guia.pdf") == b"es veu"
        assert b"reservat" not in archive.read("recursos.csv")
    assert secret.live


@pytest.mark.parametrize("number", [1, 3, 30])
def test_statements_do_not_grow(client, number, django_assert_num_queries):
    for _number in range(number):
        a_resource(contents=[b"1"], links=["https://example.org/"])
    with django_assert_num_queries(7):  # session, person, the keys, and four a batch
        assert len(rows(client)) == number


def test_batches_miss_nobody(client, monkeypatch):
    titles = sorted(a_resource(contents=[b"1"]).title for _number in range(5))
    monkeypatch.setattr(exports, "AT_ONCE", 2)
    assert sorted(row["Title"] for row in rows(client)) == titles


def test_others_find_nothing(client_of):
    assert [client_of(a_member()).get(url).status_code for url in (TABLE, FILES)] == [404, 404]
