"""Recurring jobs: when they are due, that each run comes once, and what the site's own ones do."""

import os
import signal
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from allauth.usersessions.models import UserSession
from cronsim import CronSimError
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import InterfaceError, OperationalError
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

from home.models import NewsIndexPage, NewsPage
from intranet.jobs import domain, recurring, registry
from intranet.jobs.domain import enqueue_due_jobs
from intranet.jobs.models import JobMark
from intranet.jobs.registry import Job, find_job, register_job, registered_jobs
from intranet.jobs.scheduler import Scheduler
from intranet.jobs.tasks import run_job
from tests.factories.members import UserFactory

MADRID = ZoneInfo("Europe/Madrid")
NOON = datetime(2026, 3, 10, 12, tzinfo=MADRID)
runs = []


def note_run():
    runs.append("run")


@pytest.fixture
def no_jobs(monkeypatch):
    """An empty registry; the site's own jobs come back afterwards."""
    monkeypatch.setattr(registry, "_jobs", {})


@pytest.fixture
def every_minute(no_jobs):
    register_job("tick", "* * * * *", f"{__name__}.note_run")


def waiting() -> list[str]:
    return [task.args_kwargs["args"][0] for task in DBTaskResult.objects.order_by("enqueued_at")]


def due_times(cron: str, after: datetime, count: int) -> list[str]:
    job, moments = Job("job", cron, "path"), []
    for _ in range(count):
        after = job.next_due(after)
        moments.append(after.astimezone(MADRID).strftime("%d %H:%M %Z"))
    return moments


# --- When ---


@pytest.mark.parametrize(
    ("cron", "expected"),
    [
        ("30 2 * * *", ["28 02:30 CET", "29 03:00 CEST", "30 02:30 CEST"]),
        ("0 3 * * *", ["28 03:00 CET", "29 03:00 CEST", "30 03:00 CEST"]),
        ("15 */12 * * *", ["28 00:15 CET", "28 12:15 CET", "29 00:15 CET"]),
    ],
)
def test_time_that_the_spring_change_skips_is_due_right_after_it(cron, expected):
    assert due_times(cron, datetime(2026, 3, 27, 23, tzinfo=MADRID), 3) == expected


@pytest.mark.parametrize(
    ("cron", "expected"),
    [
        ("30 2 * * *", ["24 02:30 CEST", "25 02:30 CEST", "26 02:30 CET"]),
        ("0 3 * * *", ["24 03:00 CEST", "25 03:00 CET", "26 03:00 CET"]),
    ],
)
def test_time_that_comes_twice_in_autumn_is_due_once(cron, expected):
    assert due_times(cron, datetime(2026, 10, 23, 23, tzinfo=MADRID), 3) == expected


def test_every_half_hour_goes_on_through_both_changes():
    spring = due_times("*/30 * * * *", datetime(2026, 3, 29, 1, 1, tzinfo=MADRID), 3)
    autumn = due_times("*/30 * * * *", datetime(2026, 10, 25, 1, 31, tzinfo=MADRID), 5)
    assert spring == ["29 01:30 CET", "29 03:00 CEST", "29 03:30 CEST"]
    assert autumn == ["25 02:00 CEST", "25 02:30 CEST", "25 02:00 CET", "25 02:30 CET", "25 03:00 CET"]


def test_mark_in_the_repeated_hour_does_not_make_the_first_one_due_again():
    second_two_o_clock = datetime(2026, 10, 25, 2, 10, tzinfo=MADRID, fold=1)
    assert due_times("30 2 * * *", second_two_o_clock, 1) == ["26 02:30 CET"]


# --- Once ---


@pytest.mark.django_db
def test_new_job_waits_for_its_next_moment(every_minute):
    assert enqueue_due_jobs(at=NOON) == []
    assert (JobMark.objects.get().seen_to, waiting()) == (NOON, [])
    assert enqueue_due_jobs(at=NOON + timedelta(seconds=59)) == []
    assert enqueue_due_jobs(at=NOON + timedelta(seconds=60)) == ["tick"]
    assert enqueue_due_jobs(at=NOON + timedelta(seconds=61)) == []
    assert waiting() == ["tick"]


@pytest.mark.django_db
def test_runs_missed_in_three_days_become_one_of_each_job(no_jobs):
    for name, cron in (("often", "*/5 * * * *"), ("daily", "0 4 * * *"), ("monthly", "0 4 1 * *")):
        register_job(name, cron, f"{__name__}.note_run")
    enqueue_due_jobs(at=NOON)
    later = NOON + timedelta(days=3)
    assert enqueue_due_jobs(at=later) == ["often", "daily"]
    assert enqueue_due_jobs(at=later + timedelta(seconds=5)) == []
    assert waiting() == ["often", "daily"]


@pytest.mark.django_db
def test_clock_that_goes_back_enqueues_nothing_twice(every_minute):
    for seconds in (0, 60, 30, 60, 90):
        enqueue_due_jobs(at=NOON + timedelta(seconds=seconds))
    assert waiting() == ["tick"]


@pytest.mark.django_db
def test_mark_that_another_moved_meanwhile_is_not_ours(every_minute):
    JobMark.objects.create(name="tick", seen_to=NOON + timedelta(minutes=1))
    assert domain.enqueue(find_job("tick"), mark=NOON, now=NOON + timedelta(minutes=1)) is False
    assert waiting() == []


@pytest.mark.django_db(transaction=True)
def test_job_that_cannot_be_enqueued_keeps_its_mark_and_does_not_stop_the_others(no_jobs, monkeypatch, expected_errors):
    register_job("broken", "* * * * *", f"{__name__}.note_run")
    register_job("sound", "* * * * *", f"{__name__}.note_run")
    enqueue_due_jobs(at=NOON)

    class OnlySound:
        def enqueue(self, name):
            if name == "broken":
                raise OSError
            run_job.enqueue(name)

    monkeypatch.setattr(domain, "run_job", OnlySound())
    later = NOON + timedelta(minutes=1)
    assert enqueue_due_jobs(at=later) == ["sound"]
    assert dict(JobMark.objects.values_list("name", "seen_to")) == {"broken": NOON, "sound": later}
    assert expected_errors() == ["intranet.jobs.domain: The job broken could not be enqueued"]


def test_name_belongs_to_one_job(no_jobs):
    register_job("tick", "* * * * *", "one.path")
    register_job("tick", "* * * * *", "one.path")
    with pytest.raises(ValueError, match="'tick'"):
        register_job("tick", "* * * * *", "another.path")
    with pytest.raises(CronSimError):
        register_job("wrong", "61 * * * *", "one.path")


def test_task_runs_the_function_of_the_job(every_minute):
    runs.clear()
    run_job.call("tick")
    assert runs == ["run"]


@pytest.fixture
def _own_signals():
    """The worker takes the process's signals for itself."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT)
    handlers = [signal.getsignal(number) for number in numbers]
    yield
    for number, handler in zip(numbers, handlers, strict=True):
        signal.signal(number, handler)


def ask_to_stop():
    os.kill(os.getpid(), signal.SIGTERM)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_own_signals")
def test_worker_runs_the_queue_keeps_a_failure_and_stops_after_its_task(every_minute, expected_errors):
    register_job("stop", "0 0 * * *", f"{__name__}.ask_to_stop")
    for name in ("unknown", "tick", "stop", "tick"):
        run_job.enqueue(name)
    call_command("work")
    results = [(task.args_kwargs["args"][0], task.status) for task in DBTaskResult.objects.order_by("enqueued_at")]
    assert results == [("unknown", "FAILED"), ("tick", "SUCCESSFUL"), ("stop", "SUCCESSFUL"), ("tick", "READY")]
    assert [line.split(":")[0] for line in expected_errors()] == ["django_tasks"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_own_signals")
def test_scheduler_outlives_a_database_that_does_not_answer(monkeypatch, expected_errors):
    scheduler, answers = Scheduler(interval=0), iter([OperationalError, InterfaceError])

    def look():
        error = next(answers, None)
        if error is None:
            ask_to_stop()
            return ["tick"]
        raise error

    monkeypatch.setattr("intranet.jobs.scheduler.enqueue_due_jobs", look)
    scheduler.run()
    assert len(expected_errors()) == 2


# --- The site's own ---


def test_every_registered_job_leads_to_a_function():
    site = {job.name: job.cron for job in registered_jobs() if job.path.startswith("intranet.jobs.")}
    assert site == {
        "publish_scheduled": "*/5 * * * *",
        "clear_sessions": "17 4 * * *",
        "prune_task_results": "27 4 * * *",
    }
    assert all(callable(import_string(job.path)) for job in registered_jobs())


@pytest.mark.django_db
def test_clear_sessions_forgets_those_that_ended_and_their_browsers():
    user = UserFactory()
    for key, days in (("ended", -1), ("open", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=timezone.now() + timedelta(days=days))
    for key in ("ended", "open", "gone"):
        UserSession.objects.create(user=user, session_key=key, ip="192.0.2.1", user_agent="Firefox")
    recurring.clear_sessions()
    assert list(Session.objects.values_list("session_key", flat=True)) == ["open"]
    assert list(UserSession.objects.values_list("session_key", flat=True)) == ["open"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "days", "kept"),
    [
        ("SUCCESSFUL", 13, True),
        ("SUCCESSFUL", 15, False),
        ("FAILED", 59, True),
        ("FAILED", 61, False),
        ("RUNNING", 400, True),
        ("READY", 400, True),
    ],
)
def test_prune_forgets_old_results_and_never_what_has_not_ended(status, days, kept):
    run_job.enqueue("publish_scheduled")
    finished = datetime.now(UTC) - timedelta(days=days) if status in {"SUCCESSFUL", "FAILED"} else None
    DBTaskResult.objects.update(status=status, finished_at=finished)
    recurring.prune_task_results()
    assert DBTaskResult.objects.exists() is kept


@pytest.mark.django_db
def test_publish_scheduled_publishes_what_is_due_and_withdraws_what_has_expired():
    index = NewsIndexPage.objects.get()
    due, expired, later = (
        index.add_child(instance=NewsPage(title=title, slug=title, lead="Lead", live=live, **fields))
        for title, live, fields in (
            ("due", False, {"go_live_at": timezone.now() - timedelta(minutes=1)}),
            ("expired", True, {"expire_at": timezone.now() - timedelta(minutes=1)}),
            ("later", False, {"go_live_at": timezone.now() + timedelta(hours=1)}),
        )
    )
    due.save_revision(approved_go_live_at=due.go_live_at)
    later.save_revision(approved_go_live_at=later.go_live_at)
    recurring.publish_scheduled()
    live = {page.title: page.live for page in NewsPage.objects.all()}
    assert live == {"due": True, "expired": False, "later": False}
    assert expired.live
