import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from forum.domain.recounting import drifts, mend


class Command(BaseCommand):
    help = "Compare the forum's kept counters with what there is. Ends with 1 when one has drifted and is not mended."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--mend", action="store_true", help="Write the right number where one has drifted.")

    def handle(self, **options: Any) -> None:
        found = list(drifts())
        for drift in found:
            self.stdout.write(f"{drift.thing}: {drift.field} says {drift.kept}, and there is {drift.found}")
            if options["mend"]:
                mend(drift)
        self.stdout.write(self.style.SUCCESS(f"{len(found)} drifted"))
        if found and not options["mend"]:
            sys.exit(1)
