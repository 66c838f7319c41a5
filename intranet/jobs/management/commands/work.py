from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from intranet.jobs.lifeline import follow_parent

LOOK_SECONDS = 1


class Command(BaseCommand):
    help = "Runs the tasks of the background queue, one at a time, until it is stopped."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--interval", type=float, default=LOOK_SECONDS, help="Seconds between two looks.")

    def handle(self, *_args: Any, **options: Any) -> None:
        follow_parent()
        worker = Worker(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=options["interval"],
            batch=False,
            backend_name="background",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
        )
        worker.configure_signals()
        worker.run()
