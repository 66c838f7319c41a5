import sys
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from intranet.jobs.ports import answers, is_taken
from intranet.jobs.supervisor import Supervisor

MANAGE = str(settings.BASE_DIR / "manage.py")
PROGRAMS = {"web": ("web",), "worker": ("work",), "scheduler": ("schedule",), "mailer": ("mail",)}


def check_port() -> None:
    """Raises CommandError, with the way out, when the site cannot listen where it should."""
    host, port = settings.BIND_ADDRESS, settings.PORT
    try:
        taken = is_taken(host, port)
    except (OSError, OverflowError) as error:
        msg = f"The site cannot listen at {host} port {port}: {error}."
        raise CommandError(msg) from error
    if taken:
        way_out = "make demo PORT=8001" if settings.DEMO else "set PORT"
        msg = f"Port {port} is taken by another program. End that one, or use another port: {way_out}"
        raise CommandError(msg)


def serve(*, on_ready: Callable[[], None]) -> None:
    """Web server, worker, scheduler and mailer, until the terminal or the system says stop."""
    check_port()
    Supervisor(
        {name: (sys.executable, MANAGE, *command) for name, command in PROGRAMS.items()},
        is_ready=lambda: answers(settings.BIND_ADDRESS, settings.PORT),
        on_ready=on_ready,
    ).run()


class Command(BaseCommand):
    help = "Runs web server, worker, scheduler and mailer under one foreground command; restarts what dies."
    requires_system_checks = ()

    def handle(self, *_args: Any, **_options: Any) -> None:
        serve(on_ready=self.say_where)

    def say_where(self) -> None:
        self.stdout.write(
            f"The site runs at {settings.SITE_URL} (listening at {settings.BIND_ADDRESS}:{settings.PORT})."
        )
        self.stdout.flush()
