"""The code on a certificate, as people type it, and how often one may ask for codes that there are not."""

from django.http import HttpRequest

from agenda.registration.domain.counting import count, counted
from agenda.registration.models import Certificate
from agenda.registration.models.registrations import CODE_LENGTH, LETTERS
from intranet.members.accounts.adapter import AccountAdapter

MOST_UNKNOWN = 20
WINDOW = 600  # seconds


def cleaned(text: str) -> str:
    """Without what people put between its letters; nothing for what cannot be a code."""
    code = "".join(char for char in text.upper() if char.isalnum())
    return code if len(code) == CODE_LENGTH and set(code) <= set(LETTERS) else ""


def find_certificate(text: str) -> Certificate | None:
    code = cleaned(text)
    return Certificate.objects.filter(code=code).first() if code else None


def asks_too_often(request: HttpRequest) -> bool:
    """Whether so many codes from this address were none that it could be guessing."""
    return counted(asked_by(request), WINDOW) >= MOST_UNKNOWN


def note_unknown(request: HttpRequest) -> None:
    count(asked_by(request), WINDOW)


def asked_by(request: HttpRequest) -> str:
    return f"unknown certificates asked by {AccountAdapter().get_client_ip(request)}"
