"""Reading what `FileMailBackend` has kept."""

from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from functools import cached_property
from pathlib import Path

from django.utils import timezone

from intranet.mailbox.backend import SUFFIX, mail_folder


@dataclass(frozen=True)
class Letter:
    """One message. `name` is that of its file, without folder and suffix."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.stem

    @cached_property
    def head(self) -> EmailMessage:
        with self.path.open("rb") as file:
            return BytesParser(policy=policy.default).parse(file, headersonly=True)

    @cached_property
    def message(self) -> EmailMessage:
        with self.path.open("rb") as file:
            return BytesParser(policy=policy.default).parse(file)

    @property
    def subject(self) -> str:
        return str(self.head["Subject"] or "")

    @property
    def sender(self) -> str:
        return str(self.head["From"] or "")

    @property
    def to(self) -> str:
        return str(self.head["To"] or "")

    @property
    def sent_at(self) -> datetime:
        """When the file was written, which is when the message was sent."""
        return datetime.fromtimestamp(self.path.stat().st_mtime, tz=timezone.get_current_timezone())

    @property
    def text(self) -> str:
        return self.part("plain")

    @property
    def html(self) -> str:
        return self.part("html")

    def part(self, subtype: str) -> str:
        """The body of that kind, or nothing."""
        body = self.message.get_body((subtype,))
        return str(body.get_content()) if body else ""


def letters() -> list[Letter]:
    """Newest first."""
    paths = mail_folder().glob(f"*{SUFFIX}")
    return [Letter(path) for path in sorted(paths, key=lambda path: path.name, reverse=True)]


def find_letter(name: str) -> Letter | None:
    """`name` comes from an address: only one that names a letter of the list finds it."""
    return next((letter for letter in letters() if letter.name == name), None)
