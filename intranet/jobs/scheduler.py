"""The scheduler: looks every few seconds which recurring jobs are due. Any number of them may run."""

import logging
import signal
import threading
from types import FrameType

from django.db import Error, close_old_connections

from intranet.jobs.domain import enqueue_due_jobs

LOOK_SECONDS = 5

logger = logging.getLogger(__name__)


class Scheduler:
    def __init__(self, *, interval: float = LOOK_SECONDS) -> None:
        self.interval = interval
        self.stop_asked = threading.Event()

    def run(self) -> None:
        """Blocks until SIGINT or SIGTERM, from the main thread."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.ask_to_stop)
        while not self.stop_asked.is_set():
            self.look()
            self.stop_asked.wait(self.interval)

    def look(self) -> None:
        """A database that does not answer is no reason to end: what is missed is caught up with."""
        try:
            close_old_connections()
            for name in enqueue_due_jobs():
                logger.debug("Enqueued %s", name)
        except Error:
            logger.exception("The recurring jobs could not be looked after; the next try is in %s s", self.interval)

    def ask_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stop_asked.set()
