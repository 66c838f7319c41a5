"""The way to the mail server, and what its answers mean (RFC 5321 §4.2.1: 4xx for now, 5xx for good)."""

import smtplib
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.core.mail import EmailMessage, get_connection
from django.utils.translation import gettext as _

CLOSING = 421
PERMANENT = range(500, 600)
# «Sign in first» and its kin (RFC 4954 §6) speak of our settings, not of the message: 530, 534, 535, 538.
OURS_TO_MEND = {530, 534, 535, 538}
LONGEST_ANSWER = 500


@dataclass(frozen=True)
class Verdict:
    """What a failure means for the message: `final` when no later attempt will do better.

    `is_trouble`: the connection or the server is to blame, `is_poison`: it never came to asking the server.
    """

    final: bool
    answer: str
    is_trouble: bool = False
    is_poison: bool = False


def verdict_of(error: BaseException) -> Verdict:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, answer = next(iter(error.recipients.values()), (0, b""))
        return verdict_of_answer(code, answer)
    if isinstance(error, smtplib.SMTPResponseException):
        return verdict_of_answer(error.smtp_code, error.smtp_error)
    if isinstance(error, smtplib.SMTPNotSupportedError):
        text = _(
            "The mail server does not offer what the settings require (STARTTLS, signing in): nothing is sent to it."
        )
        return Verdict(final=False, answer=f"{text} {error}"[:LONGEST_ANSWER], is_trouble=True)
    if isinstance(error, OSError):  # smtplib's other errors too
        return Verdict(final=False, answer=words_of(error), is_trouble=True)
    return Verdict(final=False, answer=words_of(error), is_poison=True)


def verdict_of_answer(code: int, answer: bytes | str) -> Verdict:
    text = answer.decode(errors="replace") if isinstance(answer, bytes) else str(answer)
    return Verdict(
        final=code in PERMANENT and code not in OURS_TO_MEND,
        answer=f"{code} {text}".strip()[:LONGEST_ANSWER],
        is_trouble=code == CLOSING or code in OURS_TO_MEND or code < HTTPStatus.OK,
    )


def words_of(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"[:LONGEST_ANSWER]


class Route:
    """One connection to the mail server: opened when there is something to send, and used until it fails."""

    def __init__(self) -> None:
        self.backend: Any = None
        self.has_carried = False

    @property
    def is_open(self) -> bool:
        return self.backend is not None

    def open(self) -> None:
        """Raises whatever stands in the way: no server, no TLS, no such account."""
        if self.is_open:
            return
        backend = get_connection()
        try:
            backend.open()
        except BaseException:
            close_quietly(backend)
            raise
        self.backend, self.has_carried = backend, False

    def send(self, mail: EmailMessage) -> None:
        if self.backend.send_messages([mail]) != 1:
            msg = "The mail backend has sent nothing."
            raise ValueError(msg)
        self.has_carried = True

    def close(self) -> None:
        if self.is_open:
            close_quietly(self.backend)
            self.backend = None


def close_quietly(backend: Any) -> None:
    """A server that has gone need not be told goodbye."""
    with suppress(OSError):
        backend.close()
