"""The process that reads one file (`bounded.run_bounded`): `python -m repository.files.reader <memory> <cpu> <answer> <suffix>`.

Answers on its standard output, in JSON: the words inside and how many pages there are; with `picture` as last argument, a small
picture in base64, for which a drawing may ask for far more.
"""

import base64
import json
import re
import sys
from io import BytesIO
from typing import IO, Any

from repository.files.bounded import bind
from repository.files.limits import MOST_LETTERS, MOST_PAGES, THUMBNAIL_SIDE

QUALITY = 80
PICTURE = "picture"
# What is no word, and what PostgreSQL does not keep.
SPACES = re.compile(r"[\s\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]+")


def read(file: IO[bytes], suffix: str) -> dict[str, Any]:
    if suffix == ".pdf":
        return read_pdf(file)
    if suffix in {".txt", ".csv"}:
        return {"text": plain(decoded(file.read(4 * MOST_LETTERS)))}
    if suffix in {".jpg", ".png", ".zip"}:
        return {}
    from repository.files.office import text_of  # noqa: PLC0415 - each process reads one kind of file

    return {"text": plain(text_of(file, suffix, MOST_LETTERS))}


def read_pdf(file: IO[bytes]) -> dict[str, Any]:
    import pypdfium2  # noqa: PLC0415 - each process reads one kind of file

    document = pypdfium2.PdfDocument(file)  # type: ignore[no-untyped-call]  # pypdfium2 has few types
    words, letters = [], 0
    for number in range(min(len(document), MOST_PAGES)):
        page = document[number]
        text = page.get_textpage()
        words.append(plain(text.get_text_bounded()))
        letters += len(words[-1])
        text.close()
        page.close()
        if letters > MOST_LETTERS:
            break
    return {"pages": len(document), "text": "\n".join(words)[:MOST_LETTERS]}


def draw(file: IO[bytes], suffix: str) -> dict[str, Any]:
    return {"thumbnail": first_page(file) if suffix == ".pdf" else small(opened(file))}


def first_page(file: IO[bytes]) -> str | None:
    import pypdfium2  # noqa: PLC0415 - each process reads one kind of file

    document = pypdfium2.PdfDocument(file)  # type: ignore[no-untyped-call]  # pypdfium2 has few types
    if not len(document):
        return None
    page = document[0]
    width, height = page.get_size()
    scale = THUMBNAIL_SIDE / max(width, height, 1)
    return small(page.render(scale=scale).to_pil())


def opened(file: IO[bytes]) -> Any:
    from PIL import Image  # noqa: PLC0415 - each process reads one kind of file

    image = Image.open(file, formats=("JPEG", "PNG"))
    image.draft("RGB", (THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    return image


def small(image: Any) -> str:
    """A JPEG of 320 pixels on its longer side at most, in base64; what shines through is white."""
    from PIL import Image  # noqa: PLC0415 - each process reads one kind of file

    image.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    layer = image.convert("RGBA")
    picture = Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer).convert("RGB")
    out = BytesIO()
    picture.save(out, "JPEG", quality=QUALITY, optimize=True)
    return base64.b64encode(out.getvalue()).decode()


def decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "ignore")


def plain(text: str) -> str:
    return SPACES.sub(" ", text).strip()[:MOST_LETTERS]


def main(arguments: list[str]) -> None:
    memory, cpu_seconds, answer, suffix, *wish = arguments
    bind(int(memory), int(cpu_seconds), int(answer))
    with open(0, "rb", buffering=0, closefd=False) as file:
        sys.stdout.write(json.dumps(draw(file, suffix) if wish == [PICTURE] else read(file, suffix)))


if __name__ == "__main__":
    main(sys.argv[1:])
