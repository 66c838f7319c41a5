"""Run as a program with the port of a mail server: does what its lines say, with workers and mailers as its children.

`python posting.py PORT`: «begin» sends the circular off, «work» and «mail» start a process of each kind and give its number, «kill»
ends one outright, «look» is the job of every minute, «stands» says how the deliveries and the circular stand.
"""

import json
import os
import sys
import warnings
from collections import Counter
from datetime import timedelta

import django

from tests.outbox.mailing import kill


def main() -> None:
    django.setup()
    from django.conf import settings  # noqa: PLC0415 - Django first

    from home.circular.domain import turns  # noqa: PLC0415
    from home.circular.letter import feeding  # noqa: PLC0415

    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.OUTBOX_AT_ONCE = "127.0.0.1", int(sys.argv[1]), False
    turns.SIGN_OF_LIFE = timedelta(seconds=0.5)
    feeding.CHUNK, feeding.SLICE_SECONDS = 4, 0.5
    for line in sys.stdin:
        command, _space, argument = line.strip().partition(" ")
        print(json.dumps(COMMANDS[command](argument)), flush=True)  # noqa: T201 - its answer


def begin(_argument: str) -> bool:
    from home.circular.domain.sending import begin_sending  # noqa: PLC0415 - Django first
    from home.circular.models import CircularPage  # noqa: PLC0415
    from intranet.members.models import User  # noqa: PLC0415

    chief = User.objects.with_standing().get(email="c@example.org")
    return begin_sending(CircularPage.objects.unsent().get(), by=chief)


def look(_argument: str) -> None:
    from home.circular.domain.steering import look_after  # noqa: PLC0415 - Django first

    look_after()


def stands(_argument: str) -> dict[str, int]:
    from home.circular.models import CircularPage  # noqa: PLC0415 - Django first

    circular = CircularPage.objects.out().get()
    return Counter([circular.state.upper(), *circular.deliveries.values_list("state", flat=True)])


def child(*command: str) -> int:
    """A command of the site in a process of its own, without the seconds that Django needs to begin."""
    from django.core.management import call_command  # noqa: PLC0415 - Django first
    from django.db import connections  # noqa: PLC0415

    connections.close_all()
    with warnings.catch_warnings(action="ignore"):
        pid = os.fork()
    if pid:
        return pid
    os.close(0)
    call_command(*command, interval=0.05)
    os._exit(0)


COMMANDS = {
    "begin": begin,
    "work": lambda _argument: child("work"),
    "mail": lambda _argument: child("mail"),
    "kill": kill,
    "look": look,
    "stands": stands,
}

if __name__ == "__main__":
    main()
