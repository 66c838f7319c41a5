"""How many messages a second one mailer brings to a mail server on this machine, against a bare loop over one connection."""

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.mail import EmailMultiAlternatives, get_connection
from django.test import override_settings

from benchmarks.measure import SLOW
from intranet.mail import compose
from intranet.outbox.domain import Posting, put_many
from intranet.outbox.enums import MessageState
from intranet.outbox.mailer import Mailer
from intranet.outbox.models import Message

MESSAGES = 1000
BUDGET = 50
CONTEXT = {"code": "123-456-789", "login_url": "https://intranet.xmess.example/compte/login/"}


@dataclass(frozen=True)
class Pace:
    """Messages a second: put in, sent by a mailer, and sent without an outbox."""

    put: float
    sent: float
    bare: float


@contextmanager
def sink() -> Iterator[int]:
    """The port of a mail server that forgets all it gets, in a process of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = ["-m", "aiosmtpd", "-n", "-c", "aiosmtpd.handlers.Sink", "-l", f"127.0.0.1:{port}"]
    with subprocess.Popen([sys.executable, *command]) as process:  # noqa: S603 - our own command
        try:
            wait_for(port)
            yield port
        finally:
            process.terminate()


def wait_for(port: int) -> None:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return


def mails() -> list[EmailMultiAlternatives]:
    return [compose("login_code", to=f"p{number}@reus.example", context=CONTEXT) for number in range(MESSAGES)]


def pace_of_mail() -> Pace:
    backend = "django.core.mail.backends.smtp.EmailBackend"
    with sink() as port, override_settings(EMAIL_BACKEND=backend, EMAIL_HOST="127.0.0.1", EMAIL_PORT=port):
        bare = seconds(lambda: get_connection().send_messages(mails()))
        put = seconds(lambda: put_many((Posting(mail) for mail in mails()), kind="benchmark"))
        sent = seconds(drain)
    if Message.objects.filter(state=MessageState.SENT).count() != MESSAGES:
        msg = "The mailer has not sent everything."
        raise RuntimeError(msg)
    return Pace(*(MESSAGES / took for took in (put, sent, bare)))


def drain() -> None:
    mailer = Mailer()
    while mailer.look() != mailer.interval:
        pass


def seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def lines_of(pace: Pace) -> str:
    slow = SLOW if pace.sent < BUDGET else ""
    return (
        f"\nmail: one mailer sends {pace.sent:.0f} messages/s (budget {BUDGET}), "
        f"{pace.sent / pace.bare:.2f} × a bare loop over one connection ({pace.bare:.0f}/s){slow}; "
        f"{pace.put:.0f}/s are put in"
    )
