"""Run as a program: a scheduler that looks when it is told to. `--unlocked` takes away what lets only one win."""

import sys
from datetime import datetime

import django


def main() -> None:
    django.setup()
    from intranet.jobs import domain, registry  # noqa: PLC0415 - Django first

    if "--unlocked" in sys.argv:
        domain.move_mark = unlocked
    registry._jobs.clear()  # noqa: SLF001 - the site's own jobs would be counted too
    registry.register_job("tick", "* * * * *", "builtins.dict")
    for line in sys.stdin:
        print(len(domain.enqueue_due_jobs(at=datetime.fromisoformat(line.strip()))), flush=True)  # noqa: T201 - its answer


def unlocked(job, *, mark, now) -> bool:
    """Whoever read the old mark wins."""
    from intranet.jobs.models import JobMark  # noqa: PLC0415 - Django first

    return bool(JobMark.objects.filter(name=job.name).update(seen_to=now))


if __name__ == "__main__":
    main()
