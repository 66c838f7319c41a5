"""Pictures as people upload them."""

from io import BytesIO

import pillow_heif
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

GPS, ORIENTATION, CAMERA = 0x8825, 0x0112, 0x0110
TURNED_RIGHT = 6


def a_picture(size=(900, 600), colour="teal"):
    """One colour, but its left third, which is red."""
    picture = Image.new("RGB", size, colour)
    picture.paste("red", (0, 0, size[0] // 3, size[1]))
    return picture


def encoded(picture, kind="JPEG", **options) -> bytes:
    out = BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def a_jpeg_that_tells(orientation=1, size=(900, 600)) -> bytes:
    """With the place, the camera, a comment and XMP inside."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[CAMERA] = orientation, "Telèfon de la Berta"
    exif.get_ifd(GPS).update({1: "N", 2: (41.0, 43.0, 12.0), 3: "E", 4: (1.0, 49.0, 30.0)})
    return encoded(
        a_picture(size), exif=exif.tobytes(), comment=b"a casa de la Berta", xmp=b"<x:xmpmeta>casa</x:xmpmeta>"
    )


def a_heic() -> bytes:
    out = BytesIO()
    pillow_heif.from_pillow(a_picture()).save(out, quality=80)
    return out.getvalue()


def upload(content: bytes, name="photo.jpg", content_type="image/jpeg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type)
