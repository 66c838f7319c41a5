"""The public part of the bank as data: what is public and current, nothing of people, for programs of any site."""

import json
from hashlib import sha256

import pytest
from django.test import Client
from django.utils import timezone

from repository import open_data
from repository.models import ResourcePage
from tests.factories.members import OrganisationFactory, SubjectFactory, a_member
from tests.factories.repository import a_draft, a_file, a_group_resource, a_resource

pytestmark = pytest.mark.django_db

URL = "/recursos/dades-obertes.json"


def data(query=""):
    return json.loads(Client().get(f"{URL}{query}").content)


def test_resource_as_data():
    page = a_resource(
        a_member(given_name="Berta", family_name="Puig"),
        title="Guia de compra",
        visibility="public",
        subjects=[SubjectFactory(name="Cures")],
        organisation=OrganisationFactory(kind="ajuntament", name="Reus", ine_code="43123"),
        departments=["hisenda"],
        comarca="Baix Camp",
        year=2024,
        licence="cc-by",
        contact="berta@reus.example",
        contents=[b"1"],
        links=["https://example.org/"],
    )
    response = Client().get(URL)
    found = json.loads(response.content)
    file = page.files.get().stored
    url = f"http://testserver/recursos/{page.slug}/"
    (one,) = found.pop("resources")
    assert found == {
        "version": 1,
        "publisher": "XMESS",
        "url": f"http://testserver{URL}",
        "count": 1,
        "page": 1,
        "pages": 1,
        "next": None,
    }
    assert one == {
        "id": page.pk,
        "url": url,
        "title": "Guia de compra",
        "summary": "Una guia curta per començar.",
        "kind": "guia",
        "subjects": ["Cures"],
        "departments": ["hisenda"],
        "council": {"name": "Ajuntament de Reus", "ine_code": "43123"},
        "comarca": "Baix Camp",
        "year": 2024,
        "language": "ca",
        "licence": "cc-by",
        "abc_category": None,
        "published": page.first_published_at.isoformat(),
        "changed": page.last_published_at.isoformat(),
        "reviewed_on": timezone.localdate().isoformat(),
        "review_due": page.review_due and page.review_due.isoformat(),
        "valid_until": None,
        "files": [
            {
                "url": f"{url}fitxers/{file.pk}/guia.pdf",
                "title": "guia.pdf",
                "name": "guia.pdf",
                "format": "PDF",
                "size": 1,
                "pages": None,
                "sha256": sha256(b"1").hexdigest(),
            }
        ],
        "links": [{"url": "https://example.org/", "title": "https://example.org/"}],
    }
    assert b"Berta" not in response.content
    assert b"berta@" not in response.content


def test_only_what_is_public_and_current_is_there(client_of):
    shown = a_resource(visibility="public")
    a_resource(title="De la xarxa")
    a_group_resource(title="Del grup")
    a_draft(title="Esborrany", visibility="public")
    archived = a_resource(title="Arxivat", visibility="public")
    ResourcePage.objects.filter(pk=archived.pk).update(archived_at=timezone.now())
    a_file(shown, b"2", name="encara-no.pdf")
    everyone = client_of(a_member()).get(URL)
    assert [one["title"] for one in data()["resources"]] == [shown.title]
    assert everyone.content == Client().get(URL).content
    assert b"encara-no" not in everyone.content


def test_any_site_may_ask_and_keep_it():
    a_resource(visibility="public")
    response = Client().get(URL)
    assert (response["Access-Control-Allow-Origin"], response["Cache-Control"], response["Content-Type"]) == (
        "*",
        "public, max-age=300",
        "application/json",
    )
    assert Client().get(URL, headers={"If-None-Match": response["ETag"]}).status_code == 304


@pytest.mark.parametrize("number", [1, 3, 30])
def test_statements_do_not_grow(number, django_assert_num_queries):
    for _number in range(number):
        a_resource(visibility="public", contents=[b"1"])
    with django_assert_num_queries(5):
        assert data()["count"] == number


def test_pages_lead_on(monkeypatch):
    monkeypatch.setattr(open_data, "AT_ONCE", 2)
    titles = [a_resource(visibility="public").title for _number in range(3)]
    first = data()
    assert first["next"] == f"http://testserver{URL}?page=2"
    assert [one["title"] for page in (first, data("?page=2")) for one in page["resources"]] == titles
    asked = ("0", "3", "x", "²", "9" * 30, "")
    assert [Client().get(f"{URL}?page={page}").status_code for page in asked] == [404, 404, 404, 404, 404, 200]
