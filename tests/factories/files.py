"""Files as people upload them, and as people who mean harm do."""

import zipfile
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile

from forum.domain.attachments import attach
from tests.factories.members import a_member
from tests.factories.photos import a_picture, encoded

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def a_zip(parts=(("acta.txt", b"Acta"),)) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return out.getvalue()


def an_office_document(folder="word/", *more) -> bytes:
    return a_zip((("[Content_Types].xml", b"<Types/>"), (f"{folder}main.xml", b"<x/>"), *more))


def an_open_document(kind="text", *more) -> bytes:
    mimetype = f"application/vnd.oasis.opendocument.{kind}".encode()
    return a_zip((("mimetype", mimetype), ("content.xml", b"<x/>"), *more))


def a_file(content=PDF, name="acta.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def an_image(size=(900, 600), kind="JPEG") -> SimpleUploadedFile:
    return SimpleUploadedFile("mercat.jpg", encoded(a_picture(size), kind))


def an_attachment(uploader=None, upload=None):
    """Uploaded, and of no post yet."""
    return attach(upload or a_file(), uploader=uploader or a_member())
