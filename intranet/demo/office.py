"""Office files by hand, as small as the standards allow (ISO/IEC 29500, ISO/IEC 26300): the same bytes for the same words."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO, StringIO
from string import ascii_uppercase
from xml.sax.saxutils import escape
from zipfile import ZIP_STORED, ZipFile

from intranet.demo.documents import entry

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OPEN = "urn:oasis:names:tc:opendocument:xmlns"
KINDS = "application/vnd.openxmlformats-officedocument"


def packed(parts: Mapping[str, str], *, media_type: str = "") -> bytes:
    archive = BytesIO()
    with ZipFile(archive, "w") as package:
        if media_type:  # first and uncompressed, as ISO/IEC 26300-2 §3.3 asks
            package.writestr(entry("mimetype", ZIP_STORED), media_type)
        for name, text in parts.items():
            package.writestr(entry(name), text)
    return archive.getvalue()


def microsoft(main: str, kind: str, parts: Mapping[str, str], others: Mapping[str, str]) -> bytes:
    """A package whose main part is `main`; `others` are the content types of its other parts."""
    types = "".join(
        f'<Override PartName="/{name}" ContentType="{KINDS}.{what}+xml"/>'
        for name, what in {main: kind, **others}.items()
    )
    head = {
        "[Content_Types].xml": f'{XML}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{types}</Types>',
        "_rels/.rels": related({"officeDocument": main}),
    }
    return packed({**head, **parts})


def related(parts: Mapping[str, str]) -> str:
    links = "".join(
        f'<Relationship Id="r{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(parts.items(), 1)
    )
    return f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>'


def docx(lines: Iterable[str]) -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    text = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{escape(line.removeprefix("## "))}</w:t></w:r></w:p>' for line in lines
    )
    main = "word/document.xml"
    document = f'{XML}<w:document xmlns:w="{space}"><w:body>{text}</w:body></w:document>'
    return microsoft(main, "wordprocessingml.document.main", {main: document}, {})


def xlsx(rows: Iterable[Sequence[str]]) -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    lines = "".join(
        f'<row r="{number}">{"".join(cell(f"{letter}{number}", word) for letter, word in zip(ascii_uppercase, row, strict=False))}</row>'
        for number, row in enumerate(rows, 1)
    )
    main, sheet = "xl/workbook.xml", "xl/worksheets/sheet1.xml"
    parts = {
        main: f'{XML}<workbook xmlns="{space}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="Full 1" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": related({"worksheet": "worksheets/sheet1.xml"}),
        sheet: f'{XML}<worksheet xmlns="{space}"><sheetData>{lines}</sheetData></worksheet>',
    }
    return microsoft(main, "spreadsheetml.sheet.main", parts, {sheet: "spreadsheetml.worksheet"})


def cell(place: str, word: str) -> str:
    if word.isdigit():
        return f'<c r="{place}"><v>{word}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(word)}</t></is></c>'


def open_document(kind: str, body: str, spaces: Mapping[str, str]) -> bytes:
    """`spaces`: the name spaces that the body uses, beside those of every document."""
    media_type = f"application/vnd.oasis.opendocument.{kind}"
    declared = " ".join(
        f'xmlns:{name}="{OPEN}:{of}:1.0"' for name, of in {"office": "office", "text": "text", **spaces}.items()
    )
    listed = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{what}"/>'
        for path, what in (("/", media_type), ("content.xml", "text/xml"))
    )
    parts = {
        "content.xml": f'{XML}<office:document-content {declared} office:version="1.3"><office:body>{body}</office:body>'
        "</office:document-content>",
        "META-INF/manifest.xml": f'{XML}<manifest:manifest xmlns:manifest="{OPEN}:manifest:1.0" '
        f'manifest:version="1.3">{listed}</manifest:manifest>',
    }
    return packed(parts, media_type=media_type)


def ods(rows: Iterable[Sequence[str]]) -> bytes:
    lines = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{escape(word)}</text:p></table:table-cell>'
            for word in row
        )
        + "</table:table-row>"
        for row in rows
    )
    table = f'<table:table table:name="Full 1">{lines}</table:table>'
    return open_document("spreadsheet", f"<office:spreadsheet>{table}</office:spreadsheet>", {"table": "table"})


def odp(lines: Iterable[str]) -> bytes:
    """A slide a line."""
    frame = 'svg:x="2cm" svg:y="4cm" svg:width="24cm" svg:height="8cm"'
    slides = "".join(
        f'<draw:page draw:name="{number}"><draw:frame {frame}><draw:text-box><text:p>{escape(line.removeprefix("## "))}'
        "</text:p></draw:text-box></draw:frame></draw:page>"
        for number, line in enumerate(lines, 1)
    )
    spaces = {"draw": "drawing", "svg": "svg-compatible"}
    return open_document("presentation", f"<office:presentation>{slides}</office:presentation>", spaces)


def csv_table(rows: Iterable[Sequence[str]]) -> bytes:
    file = StringIO()
    csv.writer(file).writerows(rows)
    return file.getvalue().encode("utf-8-sig")
