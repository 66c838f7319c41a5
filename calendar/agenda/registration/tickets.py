"""The signed address of one registration: who holds it does with it what its mails offer, without signing in.

It does not sit in the database, holds until a year after the last date, and a new nonce makes it useless.
"""

from datetime import timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from agenda.registration.domain.desks import times_of
from agenda.registration.models import Registration

SALT = "agenda.registration"
HOLDS_AFTERWARDS = timedelta(days=365)
"""So long one takes back by it that one may be seen in photographs."""


def ticket_of(registration: Registration) -> str:
    return Signer(sep=".", salt=SALT).sign_object([registration.pk, mark_of(registration)])


def mark_of(registration: Registration) -> str:
    """What it stands on: the nonce, and where its mails go. It opens nothing to who reads a mailbox that its person has left."""
    person = registration.person
    is_closed = person is not None and not person.is_active
    told = f"{registration.nonce}:{registration.address.lower()}:{is_closed}"
    return salted_hmac(SALT, told, algorithm="sha256").hexdigest()[:16]


def address_of(registration: Registration, name: str = "ticket") -> str:
    """Absolute, for mails. `name`: of an address that takes the ticket alone."""
    return f"{settings.SITE_URL}{reverse(name, args=[ticket_of(registration)])}"


def find_registration(ticket: str) -> Registration | None:
    """Whose ticket it is; None for one that is not ours, not whole, no longer good, or too old."""
    try:
        pk, mark = Signer(sep=".", salt=SALT).unsign_object(ticket)
    except (BadSignature, ValueError, TypeError):
        return None
    rows = Registration.objects.select_related("person", "organisation", "desk__event", "desk__occurrence")
    found = rows.filter(pk=pk).first()
    if (
        found is None
        or not constant_time_compare(mark, mark_of(found))
        or times_of(found.desk).ends + HOLDS_AFTERWARDS < timezone.now()
    ):
        return None
    return found
