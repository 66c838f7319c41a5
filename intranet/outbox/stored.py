"""A message as it is kept: the same bytes at each attempt."""

import re
from email.message import Message as AnyMessage
from email.parser import BytesHeaderParser
from email.utils import make_msgid, parseaddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage

from intranet.outbox.models import Message


def new_message_id() -> str:
    """A Message-ID (RFC 5322 §3.6.4) of the site's own domain, not of the machine that happens to run it."""
    return make_msgid(domain=urlsplit(settings.SITE_URL).hostname or "localhost")


class Verbatim(AnyMessage):
    """What a mail backend asks a message for, answered with the bytes as they are."""

    def __init__(self, raw: bytes) -> None:
        super().__init__()
        self.raw = raw

    def as_bytes(self, unixfrom: bool = False, policy: Any = None, linesep: str = "\n") -> bytes:  # noqa: ARG002, FBT001, FBT002 - the signatures of email and Django
        return re.sub(rb"\r\n?|\n", linesep.encode(), self.raw)


class StoredMail(EmailMessage):
    """The mail of a row, for any of Django's backends. Raises ValueError when there is nothing left of it."""

    def __init__(self, message: Message) -> None:
        raw = bytes(message.raw)
        head = BytesHeaderParser().parsebytes(raw)
        if not raw or not head["Message-ID"]:
            msg = "There is no message in the row."
            raise ValueError(msg)
        super().__init__(subject=message.subject, from_email=parseaddr(head["From"])[1], to=[message.to])
        self.verbatim = Verbatim(raw)

    def message(self, *, policy: Any = None) -> Any:  # noqa: ARG002 - Django's signature from 6.0 on
        return self.verbatim
