"""The images of a circular in a mail, with the measures that Outlook takes from nowhere but the attributes."""

from dataclasses import dataclass

from home.circular.domain.pictures import picture_url
from home.circular.models import CircularEntry

WIDEST, TALLEST = 536, 360


@dataclass(frozen=True)
class Shown:
    url: str
    alt: str
    width: int
    height: int


def shown(entry: CircularEntry) -> Shown | None:
    """None without an image, or when its file is gone: a mail shows no broken ones."""
    if not entry.picture:
        return None
    try:
        width, height = entry.picture.width, entry.picture.height
    except OSError:
        return None
    finally:
        entry.picture.close()
    if not width or not height:
        return None
    share = min(1, WIDEST / width, TALLEST / height)
    return Shown(picture_url(entry), entry.picture_alt, max(1, round(width * share)), max(1, round(height * share)))
