"""What is uploaded becomes a square JPEG that says nothing but what it shows."""

import struct
import zlib
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from intranet.members.photos import MAX_BYTES, Crop, square_jpeg
from tests.factories.photos import (
    GPS,
    TURNED_RIGHT,
    a_heic,
    a_jpeg_that_tells,
    a_picture,
    encoded,
)

DAMAGED = "The photo is damaged or incomplete. Open it on your device, save it again, and choose that copy."
UNREADABLE = "This file is not a photo that we can read. Choose one in JPEG, PNG, WebP or HEIC format."
TOO_SMALL = "The photo is too small: it needs at least 128 pixels on each side."
TOO_MANY = "The photo has too many pixels (over 50 million). Choose a smaller one, or reduce it first."
TOO_LARGE = "The photo is larger than 10 MB. Choose a smaller one, or reduce it first."


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.LANGUAGE_CODE = "en"


def made(content: bytes, crop: Crop | None = None) -> Image.Image:
    return Image.open(BytesIO(square_jpeg(BytesIO(content), size=len(content), crop=crop)))


def refusal(content: bytes, size: int | None = None) -> list[str]:
    with pytest.raises(ValidationError) as refused:
        square_jpeg(BytesIO(content), size=len(content) if size is None else size)
    return refused.value.messages


def colour(image: Image.Image, x: int, y: int) -> str:
    red, green, _blue = image.getpixel((x, y))
    return "red" if red > 200 and green < 60 else "teal" if red < 60 else "white" if green > 200 else "other"


def colours(image: Image.Image) -> list[str]:
    """In the middle of each edge: left, top, right, bottom."""
    return [colour(image, *point) for point in ((10, 256), (256, 10), (502, 256), (256, 502))]


@pytest.mark.parametrize(
    "content",
    [encoded(a_picture()), encoded(a_picture(), "PNG"), encoded(a_picture(), "WEBP", lossless=True), a_heic()],
    ids=["jpeg", "png", "webp", "heic"],
)
def test_photo_of_each_kind_becomes_a_square_jpeg(content):
    image = made(content)
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (512, 512))
    assert colours(image) == ["red", "teal", "teal", "teal"]  # the middle 600 pixels: red from 0 to 150 of them


def test_photo_tells_nothing_of_place_camera_or_words():
    original = a_jpeg_that_tells()
    with Image.open(BytesIO(original)) as image:
        assert dict(image.getexif().get_ifd(GPS))[1] == "N"
        assert image.info["comment"] == b"a casa de la Berta"
        assert b"casa</x:xmpmeta>" in original
    result = made(original)
    assert dict(result.getexif()) == {}
    assert sorted(result.info) == ["jfif", "jfif_density", "jfif_unit", "jfif_version", "progression", "progressive"]
    content = square_jpeg(BytesIO(original), size=len(original))
    assert [word for word in (b"casa", b"Berta", b"Exif", b"xmpmeta") if word in content] == []


def test_photo_is_turned_as_the_camera_says():
    assert colours(made(a_jpeg_that_tells(TURNED_RIGHT))) == ["teal", "red", "teal", "teal"]


def test_square_is_the_one_that_was_chosen():
    assert colours(made(encoded(a_picture()), Crop(0, 0, 300))) == ["red"] * 4
    assert colours(made(encoded(a_picture()), Crop(600, 300, 300))) == ["teal"] * 4


def test_square_of_a_turned_photo_is_counted_as_one_sees_it():
    turned = a_jpeg_that_tells(TURNED_RIGHT)  # one sees 600 wide, 900 high, red above
    assert colours(made(turned, Crop(300, 0, 300))) == ["red"] * 4
    assert colours(made(turned, Crop(0, 600, 300))) == ["teal"] * 4


def test_square_of_a_large_jpeg_is_counted_in_its_own_pixels():
    large = encoded(a_picture((6000, 4000)))
    assert colours(made(large, Crop(0, 2000, 1900))) == ["red"] * 4
    assert colours(made(large, Crop(2100, 0, 3900))) == ["teal"] * 4


@pytest.mark.parametrize(
    "crop", [Crop(-50, -50, 10_000), Crop(10_000, 10_000, 1), Crop(0, 0, 1), Crop(2**40, -(2**40), 2**40)]
)
def test_impossible_square_is_moved_inside(crop):
    assert made(encoded(a_picture()), crop).size == (512, 512)


def test_transparent_parts_turn_white():
    clear = Image.new("RGBA", (300, 300), (0, 0, 0, 0))
    assert colours(made(encoded(clear, "PNG"))) == ["white"] * 4


@pytest.mark.parametrize("mode", ["L", "P", "LA", "CMYK", "1"])
def test_every_way_of_colouring_is_read(mode):
    kind = "JPEG" if mode == "CMYK" else "PNG"
    assert made(encoded(Image.new("RGB", (300, 300), "white").convert(mode), kind)).mode == "RGB"


def test_too_large_a_file_is_refused():
    assert refusal(encoded(a_picture()), size=MAX_BYTES + 1) == [TOO_LARGE]


def test_truncated_photo_is_refused():
    content = encoded(a_picture(), quality=95)
    assert refusal(content[: len(content) // 2]) == [DAMAGED]
    assert refusal(a_heic()[:-200]) == [DAMAGED]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a" + bytes(100),
        b"%PDF-1.7",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        encoded(a_picture(), "GIF"),
        encoded(a_picture(), "BMP"),
        encoded(a_picture(), "TIFF"),
    ],
    ids=["nothing", "no gif", "pdf", "svg", "gif", "bmp", "tiff"],
)
def test_what_is_no_photo_is_refused_by_its_content(content):
    assert refusal(content) == [UNREADABLE]


def test_tiny_photo_is_refused():
    assert refusal(encoded(a_picture((127, 400)), "PNG")) == [TOO_SMALL]


@pytest.mark.parametrize("side", [8_000, 12_000, 60_000])
def test_decompression_bomb_is_refused_before_it_is_unpacked(side):
    assert refusal(a_png_that_claims(side)) == [TOO_MANY]


def a_png_that_claims(side: int) -> bytes:
    """A few bytes that say they are `side` × `side` pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
