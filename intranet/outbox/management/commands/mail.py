from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from intranet.jobs.lifeline import follow_parent
from intranet.outbox.mailer import LOOK_SECONDS, Mailer


class Command(BaseCommand):
    help = "Sends the mail that is in the outbox, until it is stopped. Any number may run."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--interval", type=float, default=LOOK_SECONDS, help="Seconds between two looks.")

    def handle(self, *_args: Any, **options: Any) -> None:
        follow_parent()
        Mailer(interval=options["interval"]).run()
