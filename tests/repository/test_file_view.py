"""A file goes out to those who may have it, and to nobody else does anything say that it is there."""

import resource as limits
from hashlib import sha256
from itertools import product

import pytest
from django.core.files.storage import FileSystemStorage
from django.test import Client, RequestFactory, override_settings
from django.utils import timezone

from repository.domain.downloads import add_up_downloads
from repository.domain.publishing import publish
from repository.files.sending import Sent, send
from repository.models import BankVersion, DownloadCount, ResourceFile, ResourcePage
from repository.models.files import address_of_file
from tests.factories.members import a_former_member, a_guest, a_member, an_administrator, someone_of_coordination
from tests.factories.repository import a_draft, a_file, a_group_resource, a_resource

pytestmark = pytest.mark.django_db

CONTENT = b"%PDF-1.7 el secret de la guia"


@pytest.fixture
def page():
    return a_resource(contents=[CONTENT])


@pytest.fixture
def reader():
    return a_member()


def offered(page):
    return page.files.get().stored


def address(page, stored=None):
    return address_of_file(page, stored or offered(page))


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_file_goes_out_as_what_it_is_and_runs_nowhere(page, reader, client_of):
    response = client_of(reader).get(address(page))
    headers = {
        "Accept-Ranges": "bytes",
        "Cache-Control": "private, no-cache",
        "Content-Disposition": 'inline; filename="guia.pdf"',
        "Content-Length": str(len(CONTENT)),
        "Content-Security-Policy": "default-src 'none'",
        "Content-Type": "application/pdf",
        "ETag": f'"{sha256(CONTENT).hexdigest()}"',
        "X-Content-Type-Options": "nosniff",
    }
    assert (response.status_code, body(response), {name: response[name] for name in headers}) == (200, CONTENT, headers)
    kept = client_of(reader).get(f"{address(page)}?baixa=1")
    assert kept["Content-Disposition"] == 'attachment; filename="guia.pdf"'


@pytest.mark.parametrize(
    ("name", "kind", "disposition"),
    [
        ("dades.csv", "text/csv; charset=utf-8", 'attachment; filename="dades.csv"'),
        ("notes.txt", "text/plain; charset=utf-8", 'inline; filename="notes.txt"'),
        ("logo.svg", "application/octet-stream", 'attachment; filename="logo.svg"'),
        ("Guia d’estiu.docx", None, "attachment; filename*=utf-8''Guia%20d%E2%80%99estiu.docx"),
    ],
)
def test_what_a_browser_would_run_is_kept_as_a_file(name, kind, disposition, reader, client_of):
    page = a_resource()
    stored = a_file(page, b"<script>alert(1)</script>", name=name)
    page.files.set([ResourceFile(stored=stored)])
    response = client_of(reader).get(address(publish(page, by=page.owner), stored))
    assert response["Content-Disposition"] == disposition
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert kind is None or response["Content-Type"] == kind


@pytest.mark.parametrize(
    ("asked", "status", "found", "span"),
    [
        ("bytes=0-3", 206, CONTENT[:4], "bytes 0-3/29"),
        ("bytes=5-", 206, CONTENT[5:], "bytes 5-28/29"),
        ("bytes=-4", 206, CONTENT[-4:], "bytes 25-28/29"),
        ("bytes=-400", 206, CONTENT, "bytes 0-28/29"),
        ("bytes=20-400", 206, CONTENT[20:], "bytes 20-28/29"),
        ("bytes=29-", 416, b"", "bytes */29"),
        ("bytes=-0", 416, b"", "bytes */29"),
        ("bytes=9-3", 200, CONTENT, None),
        ("bytes=0-1,4-5", 200, CONTENT, None),
        ("bytes=-", 200, CONTENT, None),
        ("letters=0-3", 200, CONTENT, None),
    ],
)
def test_parts_are_sent_as_the_rfc_says(asked, status, found, span, client_of):
    page = a_resource(contents=[CONTENT])
    response = client_of(a_member()).get(address(page), headers={"Range": asked})
    assert (response.status_code, body(response), response.get("Content-Range")) == (status, found, span)


def test_conditions_come_before_ranges(page, reader, client_of):
    client, url = client_of(reader), address(page)
    etag = client.head(url)["ETag"]
    assert client.head(url).content == b""
    assert client.get(url, headers={"If-None-Match": etag, "Range": "bytes=0-3"}).status_code == 304
    assert client.get(url, headers={"If-Match": '"else"'}).status_code == 412
    assert client.get(url, headers={"If-Range": etag, "Range": "bytes=0-3"}).status_code == 206
    assert client.get(url, headers={"If-Range": '"else"', "Range": "bytes=0-3"}).status_code == 200
    assert client.head(url, headers={"Range": "bytes=0-3"})["Content-Length"] == "29"


def test_bytes_go_out_as_they_are(client_of):
    """Compressed on the way, a part would be of other bytes, and the ETag would not hold."""
    content = b"%PDF-1.7 " + b"a" * 5000
    page = a_resource(contents=[content])
    client, accepts = client_of(a_member()), {"Accept-Encoding": "gzip"}
    response = client.get(address(page), headers=accepts | {"Range": "bytes=0-999"})
    assert (body(response), response["ETag"]) == (content[:1000], f'"{offered(page).sha256}"')
    archive = client.get(f"/recursos/{page.slug}/fitxers.zip", headers=accepts)
    assert (body(archive)[:2], archive.has_header("Content-Encoding")) == (b"PK", False)
    assert client.get("/recursos/", headers=accepts)["Content-Encoding"] == "gzip"


def answers(client, url, etag):
    """Everything that could say that the file is there."""
    asked = ({}, {"Range": "bytes=0-3"}, {"Range": "bytes=900-"}, {"If-None-Match": etag}, {"If-Match": '"else"'})
    return {
        (response.status_code, response.get("Location", "").partition("?")[0])
        for method, headers in product((client.get, client.head), asked)
        for response in [method(url, headers=headers)]
    }


def test_who_may_not_have_it_learns_nothing(client_of):
    page = a_group_resource(contents=[CONTENT])
    page.group.access = "private"
    page.group.save()
    stored = offered(page)
    etag, url = f'"{stored.sha256}"', address(page, stored)
    outside = [a_member(), a_guest(), someone_of_coordination(), an_administrator()]
    assert [answers(client_of(person), url, etag) for person in outside] == [{(404, "")}] * 4
    assert answers(client_of(outside[0]), f"{url}x", etag) == {(404, "")}
    assert answers(Client(), url, etag) == {(302, "/compte/login/")}
    assert client_of(a_former_member()).get(url).status_code == 302
    assert DownloadCount.objects.count() == 0
    assert body(client_of(page.owner).get(url)) == CONTENT


def test_anonymous_people_have_what_is_public_and_current_readers_too(client_of):
    public = a_resource(contents=[CONTENT], visibility="public")
    assert body(Client().get(address(public))) == CONTENT
    hidden = a_file(public, b"%PDF-1.7 esborrany")
    assert Client().get(address(public, hidden)).status_code == 302
    assert client_of(a_member()).get(address(public, hidden)).status_code == 404
    assert client_of(public.owner).get(address(public, hidden)).status_code == 200


def test_draft_is_for_those_who_keep_it(client_of, reader):
    page = a_draft()
    stored = a_file(page, CONTENT)
    assert client_of(reader).get(address(page, stored)).status_code == 404
    assert body(client_of(page.owner).get(address(page, stored))) == CONTENT


def test_file_that_another_resource_claims_is_not_given_away(page, client_of, reader):
    """A row that says so by mistake opens nothing."""
    secret = a_file(a_draft(), b"%PDF-1.7 d'un altre")
    ResourceFile.objects.create(page=page, stored=secret)
    assert client_of(reader).get(address(page, secret)).status_code == 404
    assert client_of(reader).get(address(secret.page, secret)).status_code == 404


def test_wrong_name_leads_to_the_right_one(page, client_of, reader):
    url = address(page)
    wrong = url.replace("guia.pdf", "../x.exe")
    assert client_of(reader).get(wrong)["Location"] == url
    assert client_of(reader).get(url.replace(page.slug, "altra")).status_code == 404


def test_downloads_of_readers_are_counted_once_each(page, client_of, reader):
    url, client = address(page), client_of(reader)
    before = BankVersion.objects.get().number
    etag = client.head(url)["ETag"]
    client.get(url, headers={"If-None-Match": etag})
    client.get(url, headers={"Range": "bytes=5-"})
    client_of(page.owner).get(url)
    assert DownloadCount.objects.count() == 0
    body(client.get(url))
    body(client.get(url, headers={"Range": "bytes=0-3"}))
    counts = list(DownloadCount.objects.values_list("stored", "day", "number"))
    assert counts == [(offered(page).pk, timezone.localdate(), 2)]
    assert BankVersion.objects.get().number == before


def test_one_statement_decides(page, client_of, reader, django_assert_num_queries):
    client, url = client_of(reader), address(page)
    with django_assert_num_queries(3):  # session, person, file
        client.head(url)
    with django_assert_num_queries(7):  # the count: two, in a savepoint here; the resource's row is left alone
        client.get(url)


def test_downloads_are_added_up_once_and_stay_when_their_file_goes(page, client_of, reader):
    def in_sum():
        add_up_downloads()
        return ResourcePage.objects.get(pk=page.pk).download_count

    before, client = BankVersion.objects.get().number, client_of(reader)
    client.get(address(page))
    sums = [in_sum(), in_sum()]
    client.get(address(page))
    sums.append(in_sum())
    DownloadCount.objects.all().delete()
    assert ([*sums, in_sum()], BankVersion.objects.get().number) == ([1, 1, 2, 2], before)


@override_settings(MEDIA_ACCEL_PREFIX="/intern/")
def test_web_server_sends_what_we_have_opened(page, client_of, reader):
    response = client_of(reader).get(address(page))
    assert (response["X-Accel-Redirect"], response["Content-Disposition"], response.content) == (
        f"/intern/{offered(page).file.name}",
        'inline; filename="guia.pdf"',
        b"",
    )
    assert DownloadCount.objects.get().number == 1
    assert "X-Accel-Redirect" not in client_of(a_guest()).get(address(page))


def test_thumbnail_follows_the_same_rule(page, client_of, reader):
    stored = offered(page)
    url = f"/recursos/{page.slug}/fitxers/{stored.pk}/miniatura/"
    assert client_of(reader).get(url).status_code == 404
    stored.thumbnail.save("x.jpg", stored.file.file)
    response = client_of(reader).get(url)
    assert (body(response), response["Content-Type"], response["Cache-Control"]) == (
        CONTENT,
        "image/jpeg",
        "private, max-age=600",
    )
    assert client_of(a_guest()).get(url).status_code == 404
    assert DownloadCount.objects.count() == 0


def test_large_file_goes_out_in_constant_memory(tmp_path):
    size = 200 * 1024 * 1024
    with (tmp_path / "gran.pdf").open("wb") as file:
        file.truncate(size)
    sent = Sent(_Field(FileSystemStorage(tmp_path), "gran.pdf"), "gran.pdf", size, '"x"')
    response = send(RequestFactory().get("/"), sent)
    before = limits.getrusage(limits.RUSAGE_SELF).ru_maxrss
    assert sum(map(len, response)) == size
    response.close()
    assert limits.getrusage(limits.RUSAGE_SELF).ru_maxrss - before < 20 * 1024  # KiB


class _Field:
    def __init__(self, storage, name):
        self.storage, self.name = storage, name
