"""A mail server on this machine that keeps what it accepts, and misbehaves towards certain addresses."""

import asyncio
import logging
import socket
from collections import Counter
from dataclasses import dataclass
from email import message_from_bytes

from aiosmtpd.controller import Controller

ANSWERS = {
    "gone": "550 5.1.1 No such person",
    "full": "452 4.2.2 Mailbox full",
    "later": "450 4.7.1 Greylisted, try again",
    "busy": "421 4.3.2 Closing the connection",
}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass(frozen=True)
class Accepted:
    message_id: str
    to: str
    raw: bytes


def nothing(_accepted: Accepted) -> None:
    return None


class Sink:
    """`gone@`, `later@`, `busy@`… are answered as ANSWERS says; to `hang@` there is no answer, `drop@` is hung up on.

    `on_accept(accepted)` is called when a message is kept and its sender does not know it yet.
    """

    def __init__(self) -> None:
        self.port = free_port()
        self.accepted: list[Accepted] = []
        self.answers = dict(ANSWERS)
        self.connections = 0
        self.on_accept = nothing
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port, timeout=60)

    def start(self) -> None:
        logging.getLogger("mail.log").setLevel(logging.WARNING)  # aiosmtpd's, of every command
        self.controller.start()

    def stop(self) -> None:
        self.controller.stop(no_assert=True)
        self.controller.loop.close()

    @property
    def ids(self) -> Counter:
        return Counter(one.message_id for one in self.accepted)

    @property
    def recipients(self) -> list[str]:
        return [one.to for one in self.accepted]

    # The names and arguments are aiosmtpd's.

    async def handle_EHLO(self, _server, session, _envelope, hostname, responses):  # noqa: N802
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, _session, envelope, address, _options):  # noqa: N802
        name = address.partition("@")[0]
        if name == "drop":
            server.transport.abort()
        if name in self.answers:
            return self.answers[name]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        (to,) = envelope.rcpt_tos
        if to.startswith("hang@"):
            await asyncio.sleep(60)
        accepted = Accepted(message_from_bytes(envelope.content)["Message-ID"], to, envelope.content)
        self.accepted.append(accepted)
        self.on_accept(accepted)
        return "250 OK"
