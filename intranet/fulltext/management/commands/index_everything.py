from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from intranet.fulltext.kinds import findables
from intranet.fulltext.rebuilding import Renewed, index_missing, rebuild


class Command(BaseCommand):
    help = "Make the index of the search anew from what there is, while the site goes on."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--kind", action="append", default=[], help="Only things of this kind. May be repeated.")
        parser.add_argument(
            "--missing", action="store_true", help="Only what is not found yet, as the nightly job does."
        )

    def handle(self, **options: Any) -> None:
        there = [one.kind for one in findables()]
        if not set(options["kind"]) <= set(there):
            message = f"There are these kinds: {', '.join(there)}."
            raise CommandError(message)
        if options["missing"]:
            index_missing(say=self.say)
        else:
            rebuild(options["kind"], say=self.say)
        self.stdout.write(self.style.SUCCESS("Everything is found as it is."))

    def say(self, renewed: Renewed) -> None:
        self.stdout.write(f"{renewed.kind}: {renewed.written} written, {renewed.gone} taken out")
