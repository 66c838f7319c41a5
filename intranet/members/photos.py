"""Faces: what people upload, made into a small square JPEG that says nothing but what it shows."""

import struct
from dataclasses import dataclass
from io import BytesIO
from typing import IO

import pillow_heif
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

pillow_heif.register_heif_opener()

SIDE = 512
SMALLEST = 128
MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 50_000_000
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
ACCEPT = "image/jpeg,image/png,image/webp,image/heic,image/heif"

# What Pillow's readers raise on files that are broken, or made to break them.
BROKEN = (OSError, SyntaxError, ValueError, EOFError, KeyError, IndexError, TypeError, ZeroDivisionError, struct.error)
BOMB = (Image.DecompressionBombError, Image.DecompressionBombWarning)


@dataclass(frozen=True)
class Crop:
    """The square to keep, in pixels of the picture as one looks at it (turned as the camera says)."""

    x: int
    y: int
    size: int


def square_jpeg(file: IO[bytes], *, size: int, crop: Crop | None = None) -> bytes:
    """The square part of a picture of `size` bytes as a JPEG of 512 pixels without any metadata.

    Without `crop`, its middle. Raises `ValidationError` with words for the person who uploaded it.
    """
    if size > MAX_BYTES:
        raise ValidationError(_("The photo is larger than 10 MB. Choose a smaller one, or reduce it first."))
    try:
        with Image.open(file, formats=FORMATS) as image:
            if image.width * image.height > MAX_PIXELS:
                raise ValidationError(too_many_pixels())
            return encode(cut(image, crop))
    except BOMB as error:
        raise ValidationError(too_many_pixels()) from error
    except UnidentifiedImageError as error:
        raise ValidationError(
            _("This file is not a photo that we can read. Choose one in JPEG, PNG, WebP or HEIC format.")
        ) from error
    except BROKEN as error:
        raise ValidationError(
            _("The photo is damaged or incomplete. Open it on your device, save it again, and choose that copy.")
        ) from error


def too_many_pixels() -> str:
    return _("The photo has too many pixels (over 50 million). Choose a smaller one, or reduce it first.")


def cut(image: Image.Image, crop: Crop | None) -> Image.Image:
    """The chosen square, upright, in sRGB, at its final size."""
    full_width, shortest = image.width, min(image.size)
    wanted = min(max(crop.size, SMALLEST), shortest) if crop else shortest
    ratio = min(1.0, 2 * SIDE / wanted)
    # Lets a JPEG be read at a fraction of its size, as long as the square keeps its sharpness; no effect on others.
    image.draft("RGB", (int(image.width * ratio), int(image.height * ratio)))
    scale = image.width / full_width
    picture = upright(image)
    shortest = min(picture.size)
    if shortest / scale < SMALLEST:
        raise ValidationError(_("The photo is too small: it needs at least 128 pixels on each side."))
    if crop is None:
        side = float(shortest)
        left, top = (picture.width - side) / 2, (picture.height - side) / 2
    else:
        side = min(max(crop.size, SMALLEST) * scale, shortest)
        left = min(max(crop.x * scale, 0), picture.width - side)
        top = min(max(crop.y * scale, 0), picture.height - side)
    box = (left, top, left + side, top + side)
    return in_srgb(picture).resize((SIDE, SIDE), Image.Resampling.LANCZOS, box=box, reducing_gap=3.0)


def upright(image: Image.Image) -> Image.Image:
    """Turned as the camera says. A turn that cannot be read is no reason to refuse a photo that can."""
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


def encode(square: Image.Image) -> bytes:
    """Onto a new sheet first: Pillow would write a comment or XMP of the original along."""
    sheet = Image.new("RGB", square.size)
    sheet.paste(square)
    out = BytesIO()
    sheet.save(out, "JPEG", quality=86, optimize=True, progressive=True)
    return out.getvalue()
