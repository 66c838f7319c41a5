"""All files of a resource as one ZIP: what its reader may have and nothing else, made while it is sent."""

import tracemalloc
import zipfile
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.test import Client, RequestFactory
from django.utils import timezone

from repository.domain.publishing import publish
from repository.files.zipping import Entry, entries_of, free_name, safe_name, zipped
from repository.models import DownloadCount, ResourceFile
from tests.factories.members import a_guest, a_member
from tests.factories.repository import a_draft, a_file, a_group_resource, a_resource

pytestmark = pytest.mark.django_db


def inside(response):
    with zipfile.ZipFile(BytesIO(b"".join(response.streaming_content))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_zip_holds_what_is_offered_under_names_of_its_own(client_of, django_assert_num_queries):
    page = a_resource()
    offered = [a_file(page, content, name=name) for content, name in ((b"1", "Guia.pdf"), (b"2", "guia.pdf"))]
    a_file(page, b"secret", name="esborrany.pdf")
    page.files.set([ResourceFile(stored=stored) for stored in offered])
    page = publish(page, by=page.owner)
    client = client_of(a_member())
    with django_assert_num_queries(10):  # session, person, page, kept, offers, files; two count, in a savepoint here
        response = client.get(f"/recursos/{page.slug}/fitxers.zip")
    assert inside(response) == {"Guia.pdf": b"1", "guia (2).pdf": b"2"}
    assert response["Content-Disposition"] == f'attachment; filename="{page.slug}.zip"'
    assert list(DownloadCount.objects.values_list("number", flat=True)) == [1, 1]
    client_of(page.owner).get(f"/recursos/{page.slug}/fitxers.zip")
    client.head(f"/recursos/{page.slug}/fitxers.zip")
    assert list(DownloadCount.objects.values_list("number", flat=True)) == [1, 1]


def test_zip_is_for_those_who_see_the_resource(client_of):
    page = a_group_resource(contents=[b"secret"])
    url = f"/recursos/{page.slug}/fitxers.zip"
    assert client_of(a_guest()).get(url).status_code == 404
    assert Client().get(url).status_code == 302
    assert client_of(a_member()).get(f"/recursos/{a_resource().slug}/fitxers.zip").status_code == 404
    public = a_resource(contents=[b"per a tothom"], visibility="public")
    assert list(inside(Client().get(f"/recursos/{public.slug}/fitxers.zip")).values()) == [b"per a tothom"]


def test_those_who_keep_a_draft_have_what_it_would_offer(client_of):
    page = a_draft()
    page.files.set([ResourceFile(stored=a_file(page, b"nou"))])
    page.save_revision(user=page.owner)
    url = f"/recursos/{page.slug}/fitxers.zip"
    assert inside(client_of(page.owner).get(url)) == {"guia.pdf": b"nou"}
    assert client_of(a_member()).get(url).status_code == 404


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "_.._etc_passwd"),
        ("CON.txt", "_CON.txt"),
        ("a\u202eb:c?.pdf", "a_b_c_.pdf"),
        (". .", "_"),
        ("Guia ràpida.pdf", "Guia ràpida.pdf"),
    ],
)
def test_names_are_safe_everywhere(name, safe):
    assert safe_name(name) == safe


def test_no_name_comes_twice():
    taken = set()
    assert [free_name(name, taken) for name in ("a.pdf", "A.pdf", "a.pdf", "a (2).pdf")] == [
        "a.pdf",
        "A (2).pdf",
        "a (3).pdf",
        "a (2) (2).pdf",
    ]


def test_missing_file_leaves_the_others(expected_errors):
    page = a_draft()
    here, gone = a_file(page, b"hi ha"), a_file(page, b"no hi ha", name="perdut.pdf")
    default_storage.delete(gone.file.name)
    response = zipped(RequestFactory().get("/"), "x.zip", entries_of([here, gone]))
    assert inside(response) == {"guia.pdf": b"hi ha", "perdut.pdf": b""}
    assert expected_errors() == [f"repository.files.zipping: The file {gone.pk} is missing."]


def test_zip_is_made_in_constant_memory():
    piece, pieces = bytes(64 * 1024), 3200  # 200 MB
    big = (piece for _number in range(pieces))
    entry = Entry("gran.bin", big, len(piece) * pieces, timezone.now())
    response = zipped(RequestFactory().get("/"), "x.zip", [entry])
    tracemalloc.start()
    try:
        sent = sum(map(len, response))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert 0 < sent < 2_000_000
    assert peak < 5_000_000
