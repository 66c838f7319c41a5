"""Uploaded files: who may have them, and how they are sent."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.test import override_settings
from wagtail.images.forms import get_image_form
from wagtail.images.models import Image
from wagtail.models import Collection, CollectionViewRestriction

from intranet import media
from tests.factories.home import a_document, a_rendition, an_image
from tests.factories.roles import ROLES

pytestmark = pytest.mark.django_db

SECRET = b"%PDF-1.4 acta confidencial"
TO_SIGN_IN, CLOSED, THERE, NOTHING = 302, 302, 200, 404


@pytest.fixture
def stored():
    """Put a file in the storage under a name, as uploads do."""

    def store(name, content=SECRET):
        default_storage.delete(name)
        default_storage.save(name, ContentFile(content))
        return f"/media/{name}"

    return store


@pytest.fixture
def open_folder(monkeypatch):
    """A folder that everyone with access may read from."""
    monkeypatch.setattr(media, "_rules", {})
    media.register_media_rule("oberta/", lambda _user, _path: True)


def body_of(response):
    return b"".join(response) if response.streaming else response.content


@pytest.mark.parametrize("role", ROLES)
def test_image_of_a_page_is_for_the_network(role, roles, client_of, stored):
    response = client_of(roles[role]).get(stored("images/mercat.jpg"))
    outside = {"anonymous": TO_SIGN_IN, "former": CLOSED, "guest": NOTHING}
    assert response.status_code == outside.get(role, THERE)
    assert (SECRET in body_of(response)) == (role not in outside)


def test_rendition_of_an_uploaded_image_is_served(roles, client_of):
    rendition = a_rendition(an_image(), "width-100")
    response = client_of(roles["member"]).get(rendition.url)
    assert (response.status_code, response["Content-Type"]) == (THERE, "image/jpeg")


@pytest.mark.parametrize("path", ["documents/acta.pdf", "altres/acta.pdf", "acta.pdf", "imagesx/acta.pdf"])
def test_what_no_rule_opens_is_not_there(path, roles, client_of, stored):
    response = client_of(roles["administrator"]).get(stored(path))
    assert response.status_code == NOTHING
    assert SECRET not in response.content


@pytest.mark.parametrize(
    "path",
    [
        "images/../documents/acta.pdf",
        "images/%2e%2e/documents/acta.pdf",
        "images/..%2fdocuments/acta.pdf",
        "images//acta.pdf",
        "images/./acta.pdf",
        "/images/acta.pdf",
        "../media/images/acta.pdf",
        "images\\..\\documents\\acta.pdf",
        "images/acta.pdf%00",
        "images/acta.pdf/",
        "Images/acta.pdf",
        "images/",
    ],
)
def test_crooked_path_is_not_there(path, roles, client_of, stored):
    stored("documents/acta.pdf")
    stored("images/acta.pdf")
    response = client_of(roles["administrator"]).get(f"/media/{path}")
    assert response.status_code == NOTHING
    assert SECRET not in response.content


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("get", {}),
        ("head", {}),
        ("get", {"Range": "bytes=0-9"}),
        ("get", {"If-None-Match": "*"}),
        ("get", {"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}),
        ("get", {"HX-Request": "true"}),
    ],
)
def test_nothing_leaks_to_those_who_may_not_have_it(method, headers, roles, client_of, stored):
    url = stored("images/mercat.jpg")
    for role, status in (("anonymous", 204 if "HX-Request" in headers else TO_SIGN_IN), ("guest", NOTHING)):
        response = getattr(client_of(roles[role]), method)(url, headers=headers)
        there = {"status": response.status_code, "etag": "ETag" in response, "changed": "Last-Modified" in response}
        assert there == {"status": status, "etag": False, "changed": False}
        assert SECRET not in body_of(response)
        absent = getattr(client_of(roles[role]), method)("/media/images/no-hi-es.jpg", headers=headers)
        assert absent.status_code == response.status_code


def test_only_reading_is_allowed(roles, client_of, stored):
    assert client_of(roles["member"]).post(stored("images/mercat.jpg")).status_code == 405


def test_file_is_sent_for_this_browser_alone_and_runs_nothing(roles, client_of, stored, open_folder):
    response = client_of(roles["guest"]).get(stored("oberta/acta d’abril.pdf"))
    assert body_of(response) == SECRET
    assert {name: response[name] for name in ("Content-Type", "Content-Length", "X-Content-Type-Options")} == {
        "Content-Type": "application/pdf",
        "Content-Length": str(len(SECRET)),
        "X-Content-Type-Options": "nosniff",
    }
    assert response["Cache-Control"] == "private, max-age=600"
    assert response["Content-Security-Policy"] == "default-src 'none'"
    assert response["Content-Disposition"] == "inline; filename*=utf-8''acta%20d%E2%80%99abril.pdf"


@pytest.mark.usefixtures("open_folder")
@pytest.mark.parametrize(
    ("name", "content_type"),
    [("a.jpg", "image/jpeg"), ("a.webp", "image/webp"), ("A.PNG", "image/png"), ("a.pdf", "application/pdf")],
)
def test_what_runs_nothing_is_shown_in_place(name, content_type, roles, client_of, stored):
    response = client_of(roles["guest"]).get(stored(f"oberta/{name}"))
    assert response["Content-Type"] == content_type
    assert response["Content-Disposition"] == f'inline; filename="{name}"'


@pytest.mark.usefixtures("open_folder")
@pytest.mark.parametrize("name", ["a.html", "a.svg", "a.xml", "a.js", "a.jpg.html", "a.html.gz", "a.desconegut", "a"])
def test_what_a_browser_would_run_is_kept_as_a_file(name, roles, client_of, stored):
    response = client_of(roles["guest"]).get(stored(f"oberta/{name}"))
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'


def test_copy_that_is_still_good_is_not_sent_again(roles, client_of, stored, open_folder):
    url = stored("oberta/acta.pdf")
    client = client_of(roles["guest"])
    first = client.get(url)
    for headers in ({"If-None-Match": first["ETag"]}, {"If-Modified-Since": first["Last-Modified"]}):
        response = client.get(url, headers=headers)
        assert (response.status_code, response.content, response["ETag"]) == (304, b"", first["ETag"])
        assert response["Cache-Control"] == "private, max-age=600"


def test_changed_file_is_sent_again(roles, client_of, stored, open_folder):
    url = stored("oberta/acta.pdf")
    client = client_of(roles["guest"])
    first = client.get(url)
    stored("oberta/acta.pdf", b"una altra acta, ben diferent")
    response = client.get(url, headers={"If-None-Match": first["ETag"]})
    assert (response.status_code, body_of(response)) == (THERE, b"una altra acta, ben diferent")


def test_range_is_answered_with_the_whole_file(roles, client_of, stored, open_folder):
    response = client_of(roles["guest"]).get(stored("oberta/acta.pdf"), headers={"Range": "bytes=0-3"})
    assert (response.status_code, body_of(response)) == (THERE, SECRET)


def test_storage_without_dates_still_sends_its_files(roles, client_of, stored, open_folder, monkeypatch):
    def no_dates(_name):
        raise NotImplementedError

    url = stored("oberta/acta.pdf")
    monkeypatch.setattr(default_storage, "get_modified_time", no_dates)
    response = client_of(roles["guest"]).get(url, headers={"If-None-Match": "*"})
    assert (response.status_code, body_of(response), "ETag" in response) == (THERE, SECRET, False)


def test_folder_on_disk_is_not_there(roles, client_of, open_folder, tmp_path, monkeypatch):
    (tmp_path / "oberta" / "a").mkdir(parents=True)
    monkeypatch.setattr(media, "default_storage", FileSystemStorage(location=tmp_path))
    assert client_of(roles["guest"]).get("/media/oberta/a").status_code == NOTHING


@override_settings(MEDIA_ACCEL_PREFIX="/fitxers/")
def test_web_server_sends_the_file_once_we_have_said_yes(roles, client_of, stored, open_folder):
    response = client_of(roles["guest"]).get(stored("oberta/acta d’abril.pdf"))
    assert response["X-Accel-Redirect"] == "/fitxers/oberta/acta%20d%E2%80%99abril.pdf"
    assert (response.content, response["Content-Type"]) == (b"", "application/pdf")
    assert response["Cache-Control"] == "private, max-age=600"


@override_settings(MEDIA_ACCEL_PREFIX="/fitxers/")
@pytest.mark.parametrize("role", ["anonymous", "guest"])
def test_web_server_is_not_asked_for_what_one_may_not_have(role, roles, client_of, stored):
    response = client_of(roles[role]).get(stored("images/mercat.jpg"))
    assert "X-Accel-Redirect" not in response


@override_settings(MEDIA_ACCEL_PREFIX="/fitxers/")
def test_web_server_is_not_asked_for_what_is_not_there(roles, client_of, open_folder):
    assert client_of(roles["guest"]).get("/media/oberta/no-hi-es.pdf").status_code == NOTHING


def test_longest_prefix_decides(roles, client_of, stored, monkeypatch):
    monkeypatch.setattr(
        media, "_rules", {"a/": lambda _user, _path: True, "a/b/": lambda _user, path: path == "a/b/seva.pdf"}
    )
    client = client_of(roles["guest"])
    found = {name: client.get(stored(name)).status_code for name in ("a/x.pdf", "a/b/seva.pdf", "a/b/altra.pdf")}
    assert found == {"a/x.pdf": THERE, "a/b/seva.pdf": THERE, "a/b/altra.pdf": NOTHING}


# --- Documents, by Wagtail's own view ---


@pytest.fixture
def on_disk(settings, tmp_path):
    """The storage that most houses have; Wagtail takes the one in memory for it and finds no file."""
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": backend}


@pytest.mark.parametrize("role", ROLES)
def test_document_is_for_the_network(role, roles, client_of, on_disk):
    document = a_document(content=SECRET)
    response = client_of(roles[role]).get(document.url)
    outside = {"anonymous": TO_SIGN_IN, "former": CLOSED, "guest": NOTHING}
    assert response.status_code == outside.get(role, THERE)
    assert (SECRET in body_of(response)) == (role not in outside)


def test_document_is_not_reached_by_its_name_in_the_storage(roles, client_of, on_disk):
    document = a_document(content=SECRET)
    assert client_of(roles["administrator"]).get(f"/media/{document.file.name}").status_code == NOTHING


def test_document_stays_in_this_browser(roles, client_of, on_disk):
    response = client_of(roles["member"]).get(a_document(name="acta.txt", content=SECRET).url)
    assert body_of(response) == SECRET
    assert response["Cache-Control"] == "private, max-age=0, must-revalidate"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("attachment")


def test_document_of_a_private_collection_is_for_its_groups(roles, client_of, on_disk):
    document = a_document(content=SECRET)
    document.collection = Collection.get_first_root_node().add_child(name="Executiva")
    document.save()
    restriction = CollectionViewRestriction.objects.create(
        collection=document.collection, restriction_type=CollectionViewRestriction.GROUPS
    )
    restriction.groups.set(roles["coordination"].groups.all())
    assert client_of(roles["member"]).get(document.url).status_code == 302
    assert SECRET in body_of(client_of(roles["coordination"]).get(document.url))


def test_drawing_that_could_carry_a_script_is_refused(roles):
    svg = ContentFile(b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "dibuix.svg")
    form = get_image_form(Image)({"title": "Dibuix", "collection": 1}, {"file": svg}, user=roles["coordination"])
    assert "file" in form.errors
