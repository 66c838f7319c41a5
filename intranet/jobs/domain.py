"""Enqueueing the jobs that are due: once each, however many schedulers there are and however long none was."""

import logging
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from intranet.jobs.models import JobMark
from intranet.jobs.registry import Job, registered_jobs
from intranet.jobs.tasks import run_job

logger = logging.getLogger(__name__)


def enqueue_due_jobs(*, at: datetime | None = None) -> list[str]:
    """Enqueue each job that has come due since its mark; returns their names. Runs missed in between become one.

    A job without mark gets one and waits for its next moment. A job that cannot be enqueued does not stop the others.
    """
    now = at or timezone.now()
    marks = marks_of(registered_jobs(), now)
    enqueued = []
    for job in registered_jobs():
        mark = marks.get(job.name)
        if mark is None or job.next_due(mark) > now:
            continue
        try:
            if enqueue(job, mark=mark, now=now):
                enqueued.append(job.name)
        except Exception:
            logger.exception("The job %s could not be enqueued", job.name)
    return enqueued


def marks_of(jobs: list[Job], now: datetime) -> dict[str, datetime]:
    """Up to when each job has been seen to; makes the marks that are missing."""
    marks = dict(JobMark.objects.values_list("name", "seen_to"))
    new = [JobMark(name=job.name, seen_to=now) for job in jobs if job.name not in marks]
    if new:
        JobMark.objects.bulk_create(new, ignore_conflicts=True)
    return marks


def enqueue(job: Job, *, mark: datetime, now: datetime) -> bool:
    """Whether it was this process that enqueued it. Mark and task come to be together or not at all."""
    with transaction.atomic():
        if not move_mark(job, mark=mark, now=now):
            return False
        run_job.enqueue(job.name)
    return True


def move_mark(job: Job, *, mark: datetime, now: datetime) -> bool:
    """Whether the mark still stood where it was read. The database lets one of those who race change the row."""
    return JobMark.objects.filter(name=job.name, seen_to=mark).update(seen_to=now) == 1
