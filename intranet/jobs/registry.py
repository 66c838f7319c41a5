"""Which recurring jobs there are. Apps name theirs in `AppConfig.ready`; nothing here knows what they do."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from cronsim import CronSim
from django.utils import timezone
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Job:
    """A function without arguments, by dotted path, and the moments at which it is due.

    `cron` has the five fields of crontab(5), in the site's time zone. A fixed time that a change of hour skips is due
    right after it, one that comes twice is due the first time. `*/30 2 * * *` is neither: name the minutes, `0,30`.
    """

    name: str
    cron: str
    path: str

    def next_due(self, after: datetime) -> datetime:
        """The first moment after `after` (aware) at which it is due, in UTC."""
        local = timezone.localtime(after)
        # The clock's second 2 o'clock of October counts as the first one in CronSim: look on until time has passed.
        moments = (moment.astimezone(UTC) for moment in CronSim(self.cron, local))
        return next(moment for moment in moments if moment > after)

    def run(self) -> None:
        function: Callable[[], object] = import_string(self.path)
        function()


_jobs: dict[str, Job] = {}


def register_job(name: str, cron: str, path: str) -> None:
    """Have the function at `path` run in a worker whenever `cron` says so. It must bear being run twice.

    Raises `CronSimError` on a wrong expression, ValueError when the name is taken.
    """
    job = Job(name, cron, path)
    CronSim(cron, timezone.now())
    if _jobs.setdefault(name, job) != job:
        msg = f"There is a job {name!r} already."
        raise ValueError(msg)


def registered_jobs() -> list[Job]:
    return list(_jobs.values())


def find_job(name: str) -> Job:
    """Raises KeyError when no app of this process has registered it."""
    return _jobs[name]
