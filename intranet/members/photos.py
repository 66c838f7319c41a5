"""Faces: what people upload, made into a small square JPEG that says nothing but what it shows."""

from dataclasses import dataclass
from typing import IO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image

from intranet.pictures import (
    DamagedPictureError,
    TooManyPixelsError,
    UnreadablePictureError,
    as_jpeg,
    in_srgb,
    opened,
    upright,
)

SIDE = 512
SMALLEST = 128
MAX_BYTES = 10 * 1024 * 1024
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
ACCEPT = "image/jpeg,image/png,image/webp,image/heic,image/heif"


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
        with opened(file, FORMATS) as image:
            return as_jpeg(cut(image, crop))
    except TooManyPixelsError as error:
        raise ValidationError(
            _("The photo has too many pixels (over 50 million). Choose a smaller one, or reduce it first.")
        ) from error
    except UnreadablePictureError as error:
        raise ValidationError(
            _("This file is not a photo that we can read. Choose one in JPEG, PNG, WebP or HEIC format.")
        ) from error
    except DamagedPictureError as error:
        raise ValidationError(
            _("The photo is damaged or incomplete. Open it on your device, save it again, and choose that copy.")
        ) from error


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
