"""Run as a program with the port of a mail server: does what its lines say, and starts mailers as `manage.py mail` does.

`--unlocked` takes away what lets only one mailer have a message.
"""

import json
import os
import signal
import sys
import time
import warnings
from collections import Counter

import django


def main() -> None:
    django.setup()
    from django.conf import settings  # noqa: PLC0415 - Django first

    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.OUTBOX_AT_ONCE = "127.0.0.1", int(sys.argv[1]), False
    if "--unlocked" in sys.argv:
        unlock()
    for line in sys.stdin:
        command, _space, argument = line.strip().partition(" ")
        print(json.dumps(COMMANDS[command](argument)), flush=True)  # noqa: T201 - its answer


def put(number: str) -> int:
    from django.core.mail import EmailMultiAlternatives  # noqa: PLC0415 - Django first

    from intranet.outbox.domain import Posting, put_many  # noqa: PLC0415

    mails = (
        EmailMultiAlternatives(f"Avís {one}", "Bon dia", to=[f"p{one}@reus.example"]) for one in range(int(number))
    )
    return put_many((Posting(mail) for mail in mails), kind="test")


def states(_argument: str) -> dict[str, int]:
    from intranet.outbox.models import Message  # noqa: PLC0415 - Django first

    return Counter(Message.objects.values_list("state", flat=True))


def clear(_argument: str) -> int:
    from intranet.outbox.models import Message  # noqa: PLC0415 - Django first

    return Message.objects.all().delete()[0]


def start(_argument: str) -> int:
    """A mailer in a process of its own; without the seconds that Django needs to begin."""
    from django.core.management import call_command  # noqa: PLC0415 - Django first
    from django.db import connections  # noqa: PLC0415

    connections.close_all()
    with warnings.catch_warnings(action="ignore"):
        pid = os.fork()
    if pid:
        return pid
    os.close(0)
    call_command("mail", interval=0.05)
    os._exit(0)


def kill(pid: str) -> int:
    os.kill(int(pid), signal.SIGKILL)
    return os.waitpid(int(pid), 0)[1]


def stop(pid: str) -> int:
    os.kill(int(pid), signal.SIGTERM)
    return os.waitpid(int(pid), 0)[1]


def unlock() -> None:
    """Whoever has seen a message sends it, and they see it at the same time."""
    from intranet.outbox import mailer  # noqa: PLC0415 - Django first
    from intranet.outbox.models import Message  # noqa: PLC0415

    def claim_batch(size: int) -> list[Message]:
        messages = list(Message.objects.due()[:size])
        time.sleep(0.1)
        Message.objects.filter(pk__in=[message.pk for message in messages]).update(state="claimed", claim="both")
        for message in messages:
            message.state, message.claim = "claimed", "both"
        return messages

    mailer.claim_batch = claim_batch
    mailer.renew = lambda _message: True
    mailer.reap = lambda: 0


COMMANDS = {"clear": clear, "put": put, "states": states, "start": start, "kill": kill, "stop": stop}

if __name__ == "__main__":
    main()
