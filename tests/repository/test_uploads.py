"""Files while one writes: uploaded as they are chosen, or along with the form; kept, named and put in order."""

import json
from datetime import timedelta

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.template.defaultfilters import filesizeformat
from django.test import Client
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from repository.domain import storing
from repository.forms.files import ResourceFilesMixin
from repository.models import ResourceFile, StoredFile
from repository.models.files import address_of_file
from tests.factories.files import PDF
from tests.factories.members import a_guest, a_member
from tests.factories.repository import a_draft, a_file

pytestmark = pytest.mark.django_db


class ContentForm(ResourceFilesMixin, forms.Form):
    title = forms.CharField()


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def page():
    return a_draft(title="Guia")


def bound(page, data="", *uploads, by=None):
    files = MultiValueDict({"files": [SimpleUploadedFile(name, content) for name, content in uploads]})
    return ContentForm(QueryDict(data), files, page=page, author=by or page.owner)


def upload(client, page, content=PDF, name="guia.pdf"):
    return client.post(f"/recursos/{page.slug}/puja/", {"file": SimpleUploadedFile(name, content)})


def test_upload_answers_what_it_became(page, client_of):
    response = upload(client_of(page.owner), page)
    stored = StoredFile.objects.get()
    assert (response.status_code, json.loads(response.content)) == (
        201,
        {
            "id": stored.pk,
            "url": address_of_file(page, stored),
            "name": "guia.pdf",
            "title": "Guia",
            "format": "PDF",
            "size": len(PDF),
            "size_words": filesizeformat(len(PDF)),
        },
    )


def test_upload_that_is_refused_says_why(page, client_of):
    client = client_of(page.owner)
    response = upload(client, page, b"MZ", "acta.exe")
    error = "Programs are not shared here. Choose a document, an image or a zip."
    assert (response.status_code, json.loads(response.content)) == (422, {"error": error})
    empty = client.post(f"/recursos/{page.slug}/puja/")
    assert json.loads(empty.content) == {"error": "No file has arrived. Choose it again."}


def test_upload_is_for_those_who_keep_the_resource(page, client_of):
    assert [upload(client_of(person), page).status_code for person in (a_member(), a_guest())] == [404, 404]
    assert upload(Client(), page)["Location"].startswith("/compte/login/")
    assert client_of(page.owner).get(f"/recursos/{page.slug}/puja/").status_code == 405
    assert StoredFile.objects.count() == 0


def test_form_orders_names_and_takes_out(page):
    one, two, three = (a_file(page, bytes([n]), name=f"{n}.pdf") for n in range(65, 68))
    data = f"title=x&file={one.pk}&file={two.pk}&file={three.pk}&file_title-{one.pk}=+El++primer+"
    form = bound(page, f"{data}&file_place-{one.pk}=3&file_place-{three.pk}=1&file_out-{two.pk}=1")
    assert form.is_valid()
    assert [(o.stored, o.title, o.sort_order) for o in form.offers()] == [(three, "", 0), (one, "El primer", 1)]


def test_form_keeps_what_came_with_it_over_errors(page):
    form = bound(page, "title=", ("guia.pdf", PDF), ("acta.exe", b"MZ"))
    assert form.errors == {
        "title": ["This field is required."],
        "files": ["acta.exe: Programs are not shared here. Choose a document, an image or a zip."],
    }
    stored = StoredFile.objects.get()
    assert f'<input type="hidden" name="file" value="{stored.pk}">' in str(form["files"])
    again = bound(page, f"title=x&file={stored.pk}", ("guia.pdf", PDF))
    assert again.is_valid()
    assert [offer.stored for offer in again.offers()] == [stored]


def test_form_offers_nothing_of_another_resource(page):
    secret = a_file(a_draft(), b"secret", name="nomina.pdf")
    form = bound(page, f"title=x&file={secret.pk}&file=x&file=99999999999999999999&file=%C2%B2")
    assert form.is_valid()
    assert form.offers() == []
    assert "nomina" not in str(form["files"])


def test_form_names_files_by_what_they_are_called(page):
    form = bound(page, "title=x", ("acta_v3-FINAL.pdf", PDF))
    assert form.is_valid()
    assert [offer.title for offer in form.offers()] == ["Acta v3 FINAL"]
    page.files.set([ResourceFile(stored=StoredFile.objects.get())])
    html = str(ContentForm(page=page, author=page.owner)["files"])
    assert 'value="Acta v3 FINAL"' not in html  # somebody took it off


def test_form_begins_with_what_the_wording_offers(page, django_assert_num_queries):
    one, two = a_file(page, b"1", name="primer.pdf"), a_file(page, b"2", name="segon.pdf")
    page.files.set([ResourceFile(stored=two, title="El segon", sort_order=0), ResourceFile(stored=one, sort_order=1)])
    page.save_revision()
    wording = page.get_latest_revision_as_object()
    with django_assert_num_queries(1):
        html = str(ContentForm(page=wording, author=page.owner)["files"])
    assert 0 < html.index('value="El segon"') < html.index("primer.pdf")
    assert f'data-url="/recursos/{page.slug}/puja/"' in html


def test_resource_offers_thirty_files_at_most(page, monkeypatch):
    one, two = a_file(page, b"1"), a_file(page, b"2")
    monkeypatch.setattr(storing, "MOST_FILES", 1)
    form = bound(page, f"title=x&file={one.pk}&file={two.pk}")
    assert form.errors == {"files": ["A resource takes 30 files at most. Take some out, or make a zip of them."]}
    assert bound(page, f"title=x&file={one.pk}&file={two.pk}&file_out-{two.pk}=1").is_valid()
    monkeypatch.setattr(storing, "MOST_BYTES", 0)
    assert not bound(page, f"title=x&file={one.pk}").is_valid()


def test_file_that_is_chosen_again_is_wanted_again(page, client_of):
    upload(client_of(page.owner), page)
    StoredFile.objects.update(uploaded_at=timezone.now() - timedelta(days=3))
    upload(client_of(page.owner), page)
    assert storing.drop_unused() == 0
    assert StoredFile.objects.count() == 1
