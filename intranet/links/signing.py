"""The token of a link: what it does, to what, for whom and until when, signed with the site's key."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils import timezone

from intranet.links.purposes import find_purpose

if TYPE_CHECKING:
    from intranet.members.models import User

SALT = "intranet.links"


class BrokenLinkError(Exception):
    """The token is not one of ours, or not whole."""


@dataclass(frozen=True)
class Ticket:
    """What a token says. `digest` names it where it must not be kept itself."""

    purpose: str
    thing: str
    person_id: int
    expires_at: datetime
    digest: str

    @property
    def has_expired(self) -> bool:
        return self.expires_at <= timezone.now()


def link_for(purpose: str, *, person: "User", thing: str, lifetime: timedelta | None = None) -> str:
    """The absolute address under which `person` does what the registered `purpose` does to `thing`.

    It holds for `lifetime`, or as long as the purpose says. Raises LookupError when no app registered the purpose.
    """
    found = find_purpose(purpose)
    if found is None:
        msg = f"No app has registered a purpose {purpose!r}."
        raise LookupError(msg)
    expires_at = timezone.now() + (lifetime or found.lifetime)
    token = signer().sign_object([purpose, thing, person.pk, int(expires_at.timestamp())])
    return f"{settings.SITE_URL}{reverse('link', args=[token])}"


def read_token(token: str) -> Ticket:
    """What the token says, whether or not its time is over. Raises `BrokenLinkError`."""
    try:
        purpose, thing, person_id, expires = signer().unsign_object(token)
    except BadSignature as error:
        raise BrokenLinkError from error
    digest = hashlib.sha256(token.encode()).hexdigest()
    return Ticket(purpose, thing, person_id, datetime.fromtimestamp(expires, UTC), digest)


def signer() -> Signer:
    """Parted by a dot: mail programs that look for addresses in plain text take a colon for their end."""
    return Signer(sep=".", salt=SALT)
