from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from intranet.demo.start import NotOursToRemoveError, prepare, remove_everything, welcome
from intranet.jobs.management.commands.serve import check_port, serve


class Command(BaseCommand):
    help = "Prepares what the demo needs and runs it: web server, worker and scheduler."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--reset", action="store_true", help="Begin anew: remove all data, load the demo, and end.")

    def handle(self, *_args: Any, **options: Any) -> None:
        if not settings.DEMO:
            msg = "This is not the demo: its data and passwords have no place here."
            raise CommandError(msg)
        check_port()
        try:
            self.reset() if options["reset"] else prepare(self.say)
        except KeyboardInterrupt as interrupt:
            msg = "Stopped before it was ready. What is missing is made up for the next time."
            raise CommandError(msg, returncode=130) from interrupt
        if not options["reset"]:
            self.serve()

    def say(self, words: str) -> None:
        """At once, wherever the output goes."""
        self.stdout.write(words)
        self.stdout.flush()

    def serve(self) -> None:
        serve(on_ready=lambda: self.say(welcome()))

    def reset(self) -> None:
        try:
            remove_everything()
        except NotOursToRemoveError as error:
            msg = "The demo's database is on a server: empty it there."
            raise CommandError(msg) from error
        prepare(self.say)
        self.say("The demo is as new. Start it with: make demo")
