from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from intranet.jobs.lifeline import follow_parent
from intranet.jobs.scheduler import LOOK_SECONDS, Scheduler


class Command(BaseCommand):
    help = "Enqueues the recurring jobs when they are due, until it is stopped."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--interval", type=float, default=LOOK_SECONDS, help="Seconds between two looks.")

    def handle(self, *_args: Any, **options: Any) -> None:
        follow_parent()
        Scheduler(interval=options["interval"]).run()
