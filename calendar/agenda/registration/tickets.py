"""The signed address of one registration: who holds it does with it what its mails offer, without signing in.

It does not sit in the database, holds until some weeks after the last date, and a new nonce makes it useless.
"""

from datetime import timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils import timezone

from agenda.registration.domain.desks import times_of
from agenda.registration.models import Registration

SALT = "agenda.registration"
HOLDS_AFTERWARDS = timedelta(days=60)


def ticket_of(registration: Registration) -> str:
    return Signer(sep=".", salt=SALT).sign_object([registration.pk, registration.nonce])


def address_of(registration: Registration, name: str = "ticket") -> str:
    """Absolute, for mails. `name`: of an address that takes the ticket alone."""
    return f"{settings.SITE_URL}{reverse(name, args=[ticket_of(registration)])}"


def find_registration(ticket: str) -> Registration | None:
    """Whose ticket it is; None for one that is not ours, not whole, no longer good, or too old."""
    try:
        pk, nonce = Signer(sep=".", salt=SALT).unsign_object(ticket)
    except (BadSignature, ValueError, TypeError):
        return None
    rows = Registration.objects.select_related("person", "organisation", "desk__event", "desk__occurrence")
    found = rows.filter(pk=pk, nonce=nonce).first()
    if found is None or times_of(found.desk).ends + HOLDS_AFTERWARDS < timezone.now():
        return None
    return found
