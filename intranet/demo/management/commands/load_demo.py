from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from intranet.demo.load import DataPresentError, load_demo


class Command(BaseCommand):
    help = "Fill an empty database with the demo: real councils, invented people, a year around today."

    def handle(self, **_options: Any) -> None:
        if settings.SECOND_FACTOR_REQUIRED:
            message = "The demo's passwords are public: it is not loaded where a second factor is required."
            raise CommandError(message)
        try:
            load_demo(today=timezone.localdate(), say=self.stdout.write)
        except DataPresentError:
            self.stdout.write("The database has data already: the demo was not loaded.")
            return
        self.stdout.write(self.style.SUCCESS("The demo is loaded."))
