"""The words inside files are read by a process of its own, which cannot take more than it is given."""

import time
from io import BytesIO

import pytest
import typst
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image
from pypdf import PdfWriter

from repository.catalogue import words
from repository.catalogue.words import index_resource, index_words
from repository.domain.publishing import publish
from repository.domain.words import read_file, read_waiting
from repository.enums import TextState
from repository.files.bounded import ReadingFailedError, run_bounded
from repository.files.limits import MOST_LETTERS, Bounds
from repository.models import ResourceFile, ResourcePage, StoredFile
from tests.factories.files import a_zip
from tests.factories.photos import a_picture, encoded
from tests.factories.repository import a_draft, a_file

pytestmark = pytest.mark.django_db

ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><office:document-content xmlns:office="o" xmlns:text="t">'
    "<office:body><text:p>&b;</text:p></office:body></office:document-content>"
)


def odt(content: str) -> bytes:
    return a_zip((("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", content.encode())))


def odf(*paragraphs: str) -> bytes:
    lines = "".join(f"<text:p>{line}</text:p>" for line in paragraphs)
    return odt(
        '<office:document-content xmlns:office="o" xmlns:text="t"><office:scripts>no</office:scripts>'
        f"<office:body><office:text>{lines}</office:text></office:body></office:document-content>"
    )


def office(*parts: tuple[str, str]) -> bytes:
    names = 'xmlns:w="w" xmlns:a="a" xmlns:p="p"'
    return a_zip(
        [("[Content_Types].xml", b"<Types/>"), *((name, f"<x {names}>{xml}</x>".encode()) for name, xml in parts)]
    )


def a_pdf(pages=2) -> bytes:
    text = "#pagebreak()\n".join(f"Compra pública local, pàgina {number}.\n" for number in range(1, pages + 1))
    return typst.compile(text.encode())


def locked() -> bytes:
    writer, out = PdfWriter(BytesIO(a_pdf())), BytesIO()
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


def read_from(content: bytes, name: str) -> StoredFile:
    stored = a_file(a_draft(), content, name=name)
    StoredFile.objects.update(text_state=TextState.WAITING)
    read_file(stored.pk)
    stored.refresh_from_db()
    return stored


def test_words_and_first_page_of_a_pdf():
    stored = read_from(a_pdf(), "guia.pdf")
    assert (stored.text_state, stored.page_count, stored.text) == (
        TextState.READ,
        2,
        "Compra pública local, pàgina 1.\nCompra pública local, pàgina 2.",
    )
    with stored.thumbnail.open("rb") as file:
        image = Image.open(BytesIO(file.read()))
    assert (image.format, max(image.size)) == ("JPEG", 320)


def test_a_first_page_that_takes_too_long_to_draw_costs_no_words():
    stored = a_file(a_draft(), a_pdf())
    StoredFile.objects.update(text_state=TextState.WAITING)
    read_file(stored.pk, of_picture=Bounds(wall_seconds=0.01))
    stored.refresh_from_db()
    assert (stored.text_state, stored.page_count, stored.thumbnail.name) == (TextState.READ, 2, "")


@pytest.mark.parametrize(
    ("name", "content", "text"),
    [
        ("acta.odt", odf("Economia social", "i&#xA0;solidària"), "Economia social i solidària"),
        (
            "acta.docx",
            office(
                ("word/document.xml", "<w:p><w:t>Compra</w:t><w:t>ments</w:t></w:p><w:p><w:t>locals</w:t></w:p>"),
                ("word/styles.xml", "<w:t>no</w:t>"),
            ),
            "Compraments locals",
        ),
        (
            "xerrada.pptx",
            office(
                ("ppt/slides/slide10.xml", "<a:p><a:t>Deu</a:t></a:p>"),
                ("ppt/slides/slide9.xml", "<a:p><a:t>Nou</a:t></a:p>"),
            ),
            "Nou Deu",
        ),
        (
            "dades.xlsx",
            office(
                ("xl/sharedStrings.xml", "<si><t>Municipi</t></si><si><t>Reus</t></si>"),
                ("xl/worksheets/sheet1.xml", '<c t="s"><v>0</v></c><c t="inlineStr"><is><t>Valls</t></is></c>'),
            ),
            "Municipi Reus Valls",
        ),
        ("dades.csv", "nom;població\nReus;109\x00".encode(), "nom;població Reus;109"),
        ("notes.txt", "l’Ametlla".encode("cp1252"), "l’Ametlla"),
        ("tot.zip", a_zip(), ""),
    ],
)
def test_words_of_documents_and_texts(name, content, text):
    stored = read_from(content, name)
    assert (stored.text, stored.text_state) == (text, TextState.READ if text else TextState.NONE)


def test_image_has_a_picture_and_no_words():
    stored = read_from(encoded(a_picture((900, 600)), "PNG"), "cartell.png")
    with stored.thumbnail.open("rb") as file:
        assert Image.open(BytesIO(file.read())).size == (320, 213)
    assert stored.text_state == TextState.NONE


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("locked.pdf", locked()),
        ("corrupt.pdf", b"%PDF-1.7\n" + b"\xff" * 500),
        ("cut.odt", odf("Tallat")[:150]),
        ("entities.odt", odt(ENTITIES)),
        ("broken.odt", odt("<office:body>")),
        ("endless.docx", a_zip((("word/document.xml", b" " * (301 * 1024 * 1024)),))),
    ],
)
def test_what_cannot_be_read_says_so_and_keeps_its_file(name, content):
    stored = read_from(content, name)
    assert (stored.text_state, stored.text, stored.thumbnail.name) == (TextState.FAILED, "", "")
    assert stored.file.storage.exists(stored.file.name)


def test_words_are_cut_where_nobody_searches_them():
    assert len(read_from(odf("mot " * 200_000), "llarg.odt").text) == MOST_LETTERS


@pytest.mark.parametrize("habit", ["wait", "work", "hoard", "talk"])
def test_process_that_takes_too_much_is_killed_in_time(habit, tmp_path):
    (tmp_path / "x").write_bytes(b"x")
    bounds = Bounds(memory=256 * 1024 * 1024, cpu_seconds=1, wall_seconds=1.5, answer=2_000_000)
    began = time.monotonic()
    with (tmp_path / "x").open("rb") as file, pytest.raises(ReadingFailedError):
        run_bounded(file, [habit], bounds, module="tests.repository.reading_endlessly")
    assert time.monotonic() - began < 10


def test_result_is_written_once():
    stored = a_file(a_draft(), a_pdf(), text="ja llegit")
    read_file(stored.pk)
    stored.refresh_from_db()
    assert (stored.text, stored.thumbnail.name) == ("ja llegit", "")


def test_what_waits_is_put_into_the_queue_once_and_given_up_after_three_attempts_however_old_it_is(monkeypatch):
    from django_tasks_db.models import DBTaskResult  # noqa: PLC0415 - its app is ready by now

    def dying(*_given):
        raise SystemExit

    stored = a_file(a_draft(), b"x,y", name="dades.csv")
    StoredFile.objects.update(text_state=TextState.WAITING, uploaded_at="2026-01-01T00:00Z")
    read_waiting()
    read_waiting()
    monkeypatch.setattr("repository.domain.words.told_of", dying)
    for _attempt in range(3):
        with pytest.raises(SystemExit):
            read_file(stored.pk)
    stored.refresh_from_db()
    assert (stored.text_state, DBTaskResult.objects.count()) == (TextState.WAITING, 1)
    read_file(stored.pk)
    stored.refresh_from_db()
    assert stored.text_state == TextState.FAILED


def offering(*contents: bytes):
    """A resource that offers them, not yet read."""
    page = a_draft()
    page.files.set([ResourceFile(stored=a_file(page, content, name="dades.csv")) for content in contents])
    page = publish(page, by=page.owner)
    StoredFile.objects.update(text_state=TextState.WAITING)
    return page, [stored.pk for stored in page.stored.all()]


def test_words_of_a_resource_are_told_once_all_its_files_are_read(monkeypatch):
    from intranet.fulltext.domain import matching  # noqa: PLC0415 - its tables belong to another room

    page, keys = offering(b"vinya", b"olivera", b"ametller")
    counted = []
    real = words.count_files
    monkeypatch.setattr(words, "count_files", lambda said: counted.append(len(said.files)) or real(said))
    for key in keys:
        read_file(key)
    assert (counted, matching("resource", "vinya olivera ametller")) == ([3], [page.pk])


def test_what_a_worker_read_and_did_not_tell_of_is_told_by_the_job(monkeypatch):
    from intranet.fulltext.domain import matching  # noqa: PLC0415 - its tables belong to another room

    page, (key,) = offering(b"vinya")
    monkeypatch.setattr("repository.domain.words.index_resource", lambda _key: None)
    read_file(key)
    found = matching("resource", "vinya")
    read_waiting()
    assert (found, matching("resource", "vinya")) == ([], [page.pk])


def test_who_changes_a_resource_while_its_words_are_counted_is_not_undone(monkeypatch):
    from intranet.fulltext.domain import matching  # noqa: PLC0415 - its tables belong to another room

    page, _keys = offering(b"vinya")
    real, turns = words.count_files, []

    def renamed_meanwhile(said):
        if not turns:
            ResourcePage.objects.filter(pk=page.pk).update(summary="Figueres")
            index_words(ResourcePage.objects.get(pk=page.pk))
        turns.append(said)
        return real(said)

    monkeypatch.setattr(words, "count_files", renamed_meanwhile)
    index_resource(page.pk)
    assert (len(turns), matching("resource", "figueres")) == (2, [page.pk])


def test_the_resource_is_held_before_its_words_are_written():
    """As whoever publishes it does: none of two waits for what the other holds."""
    page, _keys = offering(b"vinya")
    with CaptureQueriesContext(connection) as asked:
        index_resource(page.pk)
    statements = [query["sql"] for query in asked.captured_queries]
    begun = next(place for place, sql in enumerate(statements) if sql.startswith("SAVEPOINT"))
    assert "repository_resourcepage" in statements[begun + 1]
    assert ("FOR UPDATE" in statements[begun + 1]) == (connection.vendor == "postgresql")
    assert not any(sql.startswith(("INSERT", "UPDATE", "DELETE")) for sql in statements[:begun])


def test_words_inside_are_found_from_then_on():
    from intranet.fulltext.domain import matching  # noqa: PLC0415 - its tables belong to another room

    page = a_draft()
    page.files.set([ResourceFile(stored=a_file(page, a_pdf()))])
    page = publish(page, by=page.owner)
    StoredFile.objects.update(text_state=TextState.WAITING)
    assert matching("resource", "pàgina") == []
    read_file(StoredFile.objects.get().pk)
    assert matching("resource", "pàgina") == [page.pk]
