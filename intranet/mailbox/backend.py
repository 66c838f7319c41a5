"""Where the demo's mail goes: one `.eml` file (RFC 5322) a message, whole or not there."""

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

SUFFIX = ".eml"


def mail_folder() -> Path:
    return Path(settings.EMAIL_FILE_PATH)


class FileMailBackend(BaseEmailBackend):
    """Keeps messages under `EMAIL_FILE_PATH`, in files whose names sort by the time of sending."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        sendable = [message for message in email_messages if message.recipients()]
        for message in sendable:
            keep(message)
        return len(sendable)


def keep(message: EmailMessage) -> Path:
    """Write the message; somebody who lists the folder meanwhile never sees half of it."""
    folder = mail_folder()
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{secrets.token_hex(4)}"
    unfinished = folder / f"{name}.part"
    unfinished.write_bytes(message.message().as_bytes())
    return unfinished.replace(folder / f"{name}{SUFFIX}")
