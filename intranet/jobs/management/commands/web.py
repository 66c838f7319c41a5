from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connections
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from intranet.jobs.lifeline import follow_parent

STOP_SECONDS = 3
MOST_CONNECTIONS = 500  # of a process, idle ones too: each browser keeps some open, and one beyond these waits unheard
THREAD_IDLE_SECONDS = 600  # a thread's end is the end of its database connection


class Command(BaseCommand):
    help = "Serves the site with granian at BIND_ADDRESS and PORT, in WEB_PROCESSES of WEB_THREADS each."
    requires_system_checks = ()

    def handle(self, *_args: Any, **_options: Any) -> None:
        follow_parent()
        connections.close_all()  # the processes are forks of this one: no connection may be shared
        Granian(
            "intranet.wsgi:application",
            address=settings.BIND_ADDRESS,
            port=settings.PORT,
            interface=Interfaces.WSGI,
            workers=settings.WEB_PROCESSES,
            blocking_threads=settings.WEB_THREADS,
            blocking_threads_idle_timeout=THREAD_IDLE_SECONDS,
            backpressure=MOST_CONNECTIONS,
            respawn_failed_workers=True,
            workers_kill_timeout=STOP_SECONDS,
            log_level=LogLevels.error,
        ).serve()
