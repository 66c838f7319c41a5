from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from intranet.demo import scale_agenda, scale_forum, scale_registration, scale_resources  # noqa: F401 - they register their options
from intranet.demo.scale import SCALES
from intranet.fulltext.rebuilding import index_missing


class Command(BaseCommand):
    help = "Add invented data in bulk, as much as the options say."

    def add_arguments(self, parser: CommandParser) -> None:
        for option, scale in SCALES.items():
            parser.add_argument(f"--{option}", type=int, default=0, metavar="N", help=scale.help)

    def handle(self, **options: Any) -> None:
        wanted = {option: options[option] for option in SCALES if options[option]}
        if not wanted or min(wanted.values()) < 0:
            message = f"Say how many: {', '.join(f'--{option} N' for option in SCALES)}."
            raise CommandError(message)
        for option, number in wanted.items():
            SCALES[option].grow(number)
            self.stdout.write(self.style.SUCCESS(f"{option}: {number} more"))
        index_missing()
