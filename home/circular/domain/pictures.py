"""The signed address of an entry's image: mail programs, which have no session, and pages show it by the same one."""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from home.circular.models import CircularEntry

SALT = "home.circular.pictures"


def picture_url(entry: CircularEntry) -> str:
    """Absolute; "" of an entry without an image. It is the same as long as the image is, and another image has another one."""
    if not entry.picture:
        return ""
    return f"{settings.SITE_URL}{reverse('circular_picture', args=[token_of(entry)])}"


def token_of(entry: CircularEntry) -> str:
    return signer().sign_object([entry.pk, mark_of(entry)])


def mark_of(entry: CircularEntry) -> str:
    """Which image it is, and not under what name it is kept."""
    return salted_hmac(SALT, str(entry.picture.name), algorithm="sha256").hexdigest()[:12]


def find_pictured(token: str) -> CircularEntry | None:
    """The entry whose image `token` opens, as long as it is printed in a circular, be it out or being tried. One statement."""
    try:
        pk, mark = signer().unsign_object(token)
    except (BadSignature, ValueError, TypeError):
        return None
    found = CircularEntry.objects.printed().filter(pk=pk).exclude(picture="").first()
    return found if found is not None and constant_time_compare(mark, mark_of(found)) else None


def signer() -> Signer:
    """Parted by a dot: mail programs that look for addresses in plain text take a colon for their end."""
    return Signer(sep=".", salt=SALT)
