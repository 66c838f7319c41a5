"""Pictures that people upload: opened with care, turned upright, and written anew so that they say nothing but what they show."""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import IO

import pillow_heif
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

pillow_heif.register_heif_opener()

MAX_PIXELS = 50_000_000

# What Pillow's readers raise on files that are broken, or made to break them.
BROKEN = (OSError, SyntaxError, ValueError, EOFError, KeyError, IndexError, TypeError, ZeroDivisionError, struct.error)
BOMB = (Image.DecompressionBombError, Image.DecompressionBombWarning)


class TooManyPixelsError(Exception):
    """Over 50 million: unpacked it would take the memory of everyone."""


class UnreadablePictureError(Exception):
    """No picture in any of the formats asked for."""


class DamagedPictureError(Exception):
    """A picture that ends too soon, or holds what it cannot."""


@contextmanager
def opened(file: IO[bytes], formats: tuple[str, ...]) -> Iterator[Image.Image]:
    """The picture, for as long as it is worked on. Raises the errors above, for what happens meanwhile too."""
    try:
        with Image.open(file, formats=formats) as image:
            if image.width * image.height > MAX_PIXELS:
                raise TooManyPixelsError
            yield image
    except BOMB as error:
        raise TooManyPixelsError from error
    except UnidentifiedImageError as error:
        raise UnreadablePictureError from error
    except BROKEN as error:
        raise DamagedPictureError from error


def upright(image: Image.Image) -> Image.Image:
    """Turned as the camera says. A turn that cannot be read is no reason to refuse a picture that can."""
    image.load()
    try:
        return ImageOps.exif_transpose(image)
    except BROKEN:
        return image


def in_srgb(picture: Image.Image) -> Image.Image:
    """In the colours that every screen knows, since the profile goes with the rest; transparent parts turn white."""
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in {"RGB", "CMYK"}:
        try:
            srgb = ImageCms.createProfile("sRGB")
            converted = ImageCms.profileToProfile(picture, BytesIO(profile), srgb, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):
            return picture.convert("RGB")
        return converted or picture.convert("RGB")
    if picture.has_transparency_data:
        layer = picture.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer).convert("RGB")
    return picture.convert("RGB")


def on_new_sheet(picture: Image.Image) -> Image.Image:
    """Without what Pillow would write along: a comment, XMP, the place where it was taken."""
    sheet = Image.new("RGB", picture.size)
    sheet.paste(picture)
    return sheet


def as_jpeg(picture: Image.Image, quality: int = 86) -> bytes:
    out = BytesIO()
    on_new_sheet(picture).save(out, "JPEG", quality=quality, optimize=True, progressive=True)
    return out.getvalue()


def as_png(picture: Image.Image) -> bytes:
    out = BytesIO()
    on_new_sheet(picture).save(out, "PNG", optimize=True)
    return out.getvalue()
