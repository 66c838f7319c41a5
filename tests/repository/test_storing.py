"""What may come into the bank: by its content, its size and its name; the same file once; what nothing offers goes."""

import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from forum.domain import cleaning
from repository.domain import storing
from repository.domain.publishing import publish
from repository.domain.storing import drop_unused, store
from repository.domain.strays import drop_strays
from repository.enums import TextState
from repository.files import checking
from repository.models import ResourceFile, StoredFile
from tests.factories.files import PDF, a_zip, an_office_document, an_open_document
from tests.factories.members import a_member
from tests.factories.photos import a_jpeg_that_tells, a_picture, encoded
from tests.factories.repository import a_draft, a_resource

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture(autouse=True)
def _empty_storage():
    """Tests share it."""
    for name in default_storage.listdir("resources")[1] if default_storage.exists("resources") else ():
        default_storage.delete(f"resources/{name}")


@pytest.fixture
def page():
    return a_draft(title="Guia de compra")


def stored_as(page, content, name="guia.pdf", by=None):
    return store(SimpleUploadedFile(name, content), page=page, by=by or page.owner)


def refusal(page, content, name="guia.pdf"):
    with pytest.raises(ValidationError) as refused:
        stored_as(page, content, name)
    return refused.value.messages


@pytest.mark.parametrize(
    ("content", "given", "name"),
    [
        (PDF, "C:\\Guies\\Guia ràpida.PDF", "Guia ràpida.pdf"),
        (PDF, "x" * 300 + ".pdf", "x" * 146 + ".pdf"),
        (PDF, "guia.pdf.docx", "guia.pdf"),
        (PDF, "v1.2 final.pdf", "v1.2 final.pdf"),
        (PDF, "...", "file.pdf"),
        (an_office_document("word/"), "acta.pdf", "acta.docx"),
        (an_open_document("presentation"), "acta", "acta.odp"),
        ("població;109000".encode(), "dades.csv", "dades.csv"),
        (a_zip(), "cartells.zip", "cartells.zip"),
    ],
)
def test_file_is_kept_under_the_name_of_what_it_is(page, content, given, name):
    stored = stored_as(page, content, given)
    assert (stored.name, stored.size, stored.text_state) == (name, len(content), TextState.WAITING)
    with stored.file.open("rb") as file:
        assert file.read() == content


LOCKED = bytearray(a_zip())
LOCKED[6] |= 1  # the bit of encryption, in both headers
LOCKED[LOCKED.index(b"PK\x01\x02") + 8] |= 1


@pytest.mark.parametrize(
    ("content", "name", "error"),
    [
        (b"", "buit.pdf", "The file is empty. Choose another one."),
        (PDF, "acta.pdf.exe", "Programs are not shared here. Choose a document, an image or a zip."),
        (
            PDF,
            "acta\u202efdp.pdf",
            "The file’s name holds invisible signs that hide how it ends. Give it another name, and choose it again.",
        ),
        (
            a_zip((("dins.zip", a_zip()),)),
            "tot.zip",
            "The zip holds other archives. Unpack them, and make one zip of what they hold.",
        ),
        (
            bytes(LOCKED),
            "tot.zip",
            "The zip is protected by a password, so nobody here can open it. Save it without one.",
        ),
        (
            an_office_document("word/", ("word/vbaProject.bin", b"x")),
            "acta.docx",
            "The document holds macros, which can run by themselves. Save it without them.",
        ),
        (
            b"MZ\x90\x00\x03",
            "acta.xyz",
            "This kind of file cannot be shared here. Choose a PDF, an office document, an image, a text, a CSV or a zip.",
        ),
    ],
)
def test_anything_else_is_refused_in_words(page, content, name, error):
    assert refusal(page, content, name) == [error]
    assert StoredFile.objects.count() == 0


def test_what_unpacks_without_end_or_is_too_large_is_refused(page, monkeypatch):
    bomb = BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("zeros.txt", "w") as part:
        for _piece in range(301):
            part.write(b"\0" * 1024 * 1024)
    assert len(bomb.getvalue()) < 400_000
    assert refusal(page, bomb.getvalue(), "bomba.zip") == [
        "The file is far too large once unpacked. Choose a smaller one, or share it in parts."
    ]
    monkeypatch.setattr(checking, "MOST_OF_ONE", 10)
    assert refusal(page, PDF) == ["The file is larger than 100 MB. Choose a smaller one, or share it in parts."]


def test_image_keeps_its_size_and_says_nothing_of_where_it_was_taken(page):
    stored = stored_as(page, a_jpeg_that_tells(1, (3000, 1000)), "foto.jpeg")
    with stored.file.open("rb") as file:
        content = file.read()
    image = Image.open(BytesIO(content))
    assert (stored.name, image.size, dict(image.getexif()), b"casa de la Berta" in content) == (
        "foto.jpg",
        (3000, 1000),
        {},
        False,
    )


def test_same_file_twice_is_one_and_of_two_resources_two(page):
    first = stored_as(page, PDF)
    assert stored_as(page, PDF, "altre.pdf") == first
    other = a_draft(page.owner)
    assert stored_as(other, PDF) != first
    assert len(default_storage.listdir("resources")[1]) == StoredFile.objects.count() == 2


def test_only_those_who_keep_the_resource_add_to_it(page):
    published = a_resource(page.owner)
    with pytest.raises(PermissionDenied):
        stored_as(published, PDF, by=a_member())
    assert StoredFile.objects.count() == 0


def test_resource_has_its_fill(page, monkeypatch):
    monkeypatch.setattr(storing, "MOST_STORED_FILES", 1)
    stored_as(page, PDF)
    assert refusal(page, PDF + b"2") == [
        "This resource keeps too many files already, with those of its former versions. Make another one for the rest."
    ]
    assert len(default_storage.listdir("resources")[1]) == 1


def test_words_are_read_after_the_commit(page, django_capture_on_commit_callbacks):
    from django_tasks_db.models import DBTaskResult  # noqa: PLC0415 - its app is ready by now

    with django_capture_on_commit_callbacks(execute=True):
        stored = stored_as(page, encoded(a_picture((20, 20)), "PNG"), "dibuix.png")
    queued = DBTaskResult.objects.filter(task_path="repository.tasks.read_words")
    assert [task.args_kwargs for task in queued] == [{"args": [stored.pk], "kwargs": {}}]


def test_what_could_not_be_read_is_tried_again_when_it_is_brought_again(page, django_capture_on_commit_callbacks):
    from django_tasks_db.models import DBTaskResult  # noqa: PLC0415 - its app is ready by now

    stored = stored_as(page, PDF)
    StoredFile.objects.update(text_state=TextState.FAILED, reading_attempts=3)
    with django_capture_on_commit_callbacks(execute=True):
        again = stored_as(page, PDF)
    again.refresh_from_db()
    assert (again, again.text_state, again.reading_attempts) == (stored, TextState.WAITING, 0)
    assert [task.args_kwargs["args"] for task in DBTaskResult.objects.all()] == [[stored.pk]]


def test_only_what_no_wording_offers_goes(page, django_capture_on_commit_callbacks):
    """`old` was offered once, `drafted` will be, `shown` is; `new` may be what somebody is about to offer."""
    old, shown, drafted, unused, new = (stored_as(page, PDF + bytes([n])) for n in range(65, 70))
    page.files.set([ResourceFile(stored=old)])
    page = publish(page, by=page.owner)
    page.files.set([ResourceFile(stored=shown)])
    page = publish(page, by=page.owner)
    words = page.get_latest_revision_as_object()
    words.files.set([ResourceFile(stored=drafted)])
    words.save_revision(user=page.owner)
    ages_ago = timezone.now() - timedelta(days=3)
    StoredFile.objects.exclude(pk=new.pk).update(uploaded_at=ages_ago)
    with django_capture_on_commit_callbacks(execute=True):
        assert drop_unused() == 1
    assert set(StoredFile.objects.all()) == {old, shown, drafted, new}
    assert not default_storage.exists(unused.file.name)
    assert all(default_storage.exists(file.file.name) for file in (old, shown, drafted, new))


def test_file_without_a_row_goes_after_three_days(page, monkeypatch, settings):
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}
    stored = stored_as(page, PDF)
    default_storage.save("resources/perdut.pdf", ContentFile(b"x"))
    assert drop_strays() == 0
    monkeypatch.setattr(cleaning, "WAIT", timedelta(seconds=-60))
    assert drop_strays() == 1
    assert default_storage.listdir("resources")[1] == [stored.file.name.removeprefix("resources/")]
