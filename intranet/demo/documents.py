"""Documents to be adapted, as ODT (OpenDocument 1.3, ISO/IEC 26300): headings and paragraphs, nothing else."""

from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from wagtail.documents.models import Document

from intranet.demo.tables import texts
from intranet.members.models import User

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
SPACE = "urn:oasis:names:tc:opendocument:xmlns"
MANIFEST = (
    f'<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="{SPACE}:manifest:1.0" manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{MEDIA_TYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    '<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)


def load_documents(owner: User) -> dict[str, Document]:
    """All documents by slug."""
    return {described["slug"]: load_document(owner=owner, **described) for described in texts("documents")["document"]}


def load_document(*, slug: str, title: str, text: str, owner: User) -> Document:
    default_storage.delete(f"documents/{slug}.odt")
    file = ContentFile(odt(title, text), f"{slug}.odt")
    document: Document = Document.objects.create(title=title, uploaded_by_user=owner, file=file)
    document.get_file_hash()
    document.get_file_size()
    return document


def odt(title: str, text: str) -> bytes:
    """The same bytes for the same text. The media type comes first and uncompressed, as part 2 §3.3 asks."""
    archive = BytesIO()
    with ZipFile(archive, "w") as package:
        package.writestr(entry("mimetype", ZIP_STORED), MEDIA_TYPE)
        package.writestr(entry("content.xml"), content(text))
        package.writestr(entry("meta.xml"), meta(title))
        package.writestr(entry("META-INF/manifest.xml"), MANIFEST)
    return archive.getvalue()


def entry(name: str, compression: int = ZIP_DEFLATED) -> ZipInfo:
    info = ZipInfo(name)  # dated 1980, whatever the day
    info.compress_type = compression
    return info


def content(text: str) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{SPACE}:office:1.0" '
        f'xmlns:text="{SPACE}:text:1.0" office:version="1.3"><office:body><office:text>'
        f"{''.join(map(line_xml, text.strip().splitlines()))}"
        "</office:text></office:body></office:document-content>"
    )


def line_xml(line: str) -> str:
    if line.startswith("# "):
        return f'<text:h text:outline-level="1">{escape(line[2:])}</text:h>'
    return f"<text:p>{escape(line)}</text:p>"


def meta(title: str) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-meta xmlns:office="{SPACE}:office:1.0" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3"><office:meta>'
        f"<dc:title>{escape(title)}</dc:title><dc:language>ca-ES</dc:language></office:meta></office:document-meta>"
    )
