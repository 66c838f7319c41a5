"""An upload is what it holds, whatever it calls itself."""

import struct
import zlib
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from forum.domain import contents
from forum.domain.contents import examine
from forum.enums import AttachmentKind
from tests.factories.files import PDF, a_zip, an_office_document, an_open_document
from tests.factories.photos import TURNED_RIGHT, a_heic, a_jpeg_that_tells, a_picture, encoded

UNKNOWN = "This kind of file cannot be shared here. Choose a PDF, an office document, an image, a text, a CSV or a zip."
SOMETHING_ELSE = "It is called %s, and what is in it is something else: it is damaged, or of another kind. Open it on your device, save it again, and choose that copy."
DAMAGED = "The file is damaged or incomplete. Open it on your device, save it again, and choose that copy."
DAMAGED_IMAGE = "The image is damaged or incomplete. Open it on your device, save it again, and choose that copy."
TOO_MUCH = "The file is far too large once unpacked. Choose a smaller one, or share it in parts."
MACROS = "The document holds macros, which can run by themselves. Save it without them."
PROGRAMS = "The zip holds programs, which are not shared here. Take them out."
OLD = "This file is in an old format of Office. Open it, save it as .docx, .xlsx, .pptx or PDF, and choose that one."
TOO_MANY_PIXELS = "The image has too many pixels (over 50 million). Choose a smaller one, or reduce it first."


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.LANGUAGE_CODE = "en"


def found(content, name="x"):
    return examine(BytesIO(content), name)


def refusal(content, name="x"):
    with pytest.raises(ValidationError) as refused:
        found(content, name)
    return refused.value.messages


@pytest.mark.parametrize(
    ("content", "name", "suffix"),
    [
        (PDF, "acta.exe", ".pdf"),
        (an_office_document("word/"), "acta", ".docx"),
        (an_office_document("xl/"), "acta.zip", ".xlsx"),
        (an_office_document("ppt/"), "acta.pptx", ".pptx"),
        (an_open_document("text"), "acta.odt", ".odt"),
        (an_open_document("spreadsheet"), "acta.odt", ".ods"),
        (an_open_document("presentation"), "acta.odt", ".odp"),
        (an_open_document("graphics"), "acta.odt", ".odg"),
        (a_zip(), "acta.docx", ".zip"),
        ("Acta de la reunió\r\n".encode(), "acta.TXT", ".txt"),
        ("nom;població\nReus;109000".encode("cp1252"), "dades.csv", ".csv"),
    ],
)
def test_file_is_told_by_its_content(content, name, suffix):
    content = found(content, name)
    assert (content.kind, content.suffix, content.data) == (AttachmentKind.FILE, suffix, None)


@pytest.mark.parametrize(
    ("content", "name", "error"),
    [
        (b"MZ\x90\x00\x03", "acta.exe", UNKNOWN),
        (b"MZ\x90\x00\x03", "acta.pdf", SOMETHING_ELSE % ".pdf"),
        (b"Ja no s'obre", "acta.DOCX", SOMETHING_ELSE % ".docx"),
        (b"MZ\x90\x00\x03", "acta.txt", UNKNOWN),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "logo.svg", UNKNOWN),
        (b"<html><script>alert(1)</script></html>", "acta.html", UNKNOWN),
        (b"PK\x03\x04 and no more", "acta.docx", DAMAGED),
        (contents.OLD_OFFICE + b"\0" * 100, "acta.doc", OLD),
        (an_office_document("word/", ("word/vbaProject.bin", b"x")), "acta.docx", MACROS),
        (an_open_document("text", ("Basic/Standard/Module1.xml", b"x")), "acta.odt", MACROS),
        (an_open_document("spreadsheet", ("Scripts/python/tot.py", b"x")), "comptes.ods", MACROS),
        (a_zip((("bo.txt", b"x"), ("Fotos/foto.jpg.EXE", b"x"))), "fotos.zip", PROGRAMS),
        (encoded(a_picture())[:2000], "foto.jpg", DAMAGED_IMAGE),
    ],
)
def test_anything_else_is_refused_in_words(content, name, error):
    assert refusal(content, name) == [error]


def test_zip_that_unpacks_without_end_is_refused(monkeypatch):
    monkeypatch.setattr(contents, "MOST_UNPACKED", 10_000)
    bomb = a_zip((("zeros", b"\0" * 10_001),))
    assert len(bomb) < 300
    assert refusal(bomb) == [TOO_MUCH]
    monkeypatch.setattr(contents, "MOST_PARTS", 2)
    assert refusal(a_zip([(f"{number}.txt", b"") for number in range(3)])) == [TOO_MUCH]


def test_zip_with_an_endless_list_is_refused_before_it_is_read(monkeypatch):
    """Whatever it says in which of its two records: how many parts there are, or how long their list is."""
    monkeypatch.setattr(contents.zipfile, "ZipFile", None)
    listed = 46 * 90_000
    old = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, 46 * 100_000, 0, 4) + b"hola"
    many = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, listed, 0, 0)
    long = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, 46 * 2_100_000, 0)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, 1_000, 1)
    small = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, 46, 0, 0)
    head = b"PK\x03\x04".ljust(1_000, b"\0")
    for content in (head + old, head + many, head + long + locator + small, head + long + b"\0" * 9 + locator + small):
        assert refusal(content, "tot.zip") == [TOO_MUCH]


def test_folders_of_a_plain_zip_are_no_macros():
    assert examine(BytesIO(a_zip((("Basic/curs.txt", b"x"), ("scripts/guio.txt", b"x")))), "tot.zip").suffix == ".zip"


def test_image_that_unpacks_without_end_is_refused():
    """20,000 × 20,000 pixels of nothing in a few bytes."""
    header = struct.pack(">IIBBBBB", 20_000, 20_000, 1, 0, 0, 0, 0)
    small = encoded(Image.new("1", (1, 1)), "PNG")
    chunk = b"IHDR" + header
    bomb = small[:8] + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk)) + small[33:]
    assert refusal(bomb, "gran.png") == [TOO_MANY_PIXELS]


@pytest.mark.parametrize(
    ("content", "suffix", "kind"),
    [
        (encoded(a_picture()), ".jpg", "JPEG"),
        (encoded(a_picture(), "PNG"), ".png", "PNG"),
        (encoded(a_picture(), "GIF"), ".png", "PNG"),
        (encoded(a_picture(), "WEBP"), ".jpg", "JPEG"),
        (a_heic(), ".jpg", "JPEG"),
    ],
    ids=["jpeg", "png", "gif", "webp", "heic"],
)
def test_image_is_drawn_anew(content, suffix, kind):
    image = found(content)
    assert (image.kind, image.suffix, Image.open(BytesIO(image.data)).format) == (AttachmentKind.IMAGE, suffix, kind)


def test_image_is_at_most_1600_pixels_upright_and_says_nothing_of_its_maker():
    content = a_jpeg_that_tells(TURNED_RIGHT, (3000, 1000))
    assert b"casa de la Berta" in content
    image = Image.open(BytesIO(found(content).data))
    assert (image.size, dict(image.getexif()), sorted(image.info)) == (
        (533, 1600),
        {},
        ["jfif", "jfif_density", "jfif_unit", "jfif_version", "progression", "progressive"],
    )


def test_photo_that_came_as_png_becomes_small(monkeypatch):
    monkeypatch.setattr(contents, "SHARP_BYTES", 1000)
    assert found(encoded(Image.effect_noise((300, 300), 90), "PNG")).suffix == ".jpg"
