"""Schedulers that race: with real processes, on a database of their own."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from tests.processes import ROOT

pytestmark = pytest.mark.processes

SCHEDULERS = 3
TICKS = 60
START = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.fixture
def schedulers(jobs_environment):
    """Start schedulers that look when they are told to; they are ended with the test."""
    started = []

    def start(*options):
        program = str(ROOT / "tests" / "intranet" / "scheduling.py")
        for _ in range(SCHEDULERS):
            process = subprocess.Popen(
                [sys.executable, program, *options],
                env=jobs_environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                bufsize=1,
            )
            started.append(process)
        return started

    yield start
    for process in started:
        with process:
            process.stdin.close()


def look(processes, moment: datetime) -> int:
    """All look at the same moment, each as soon as it is told; how many tasks they enqueued."""
    for process in processes:
        process.stdin.write(f"{moment.isoformat()}\n")
    return sum(int(process.stdout.readline()) for process in processes)


def runs_of(processes, start: datetime) -> list[int]:
    look(processes, start)
    return [look(processes, start + timedelta(minutes=minute)) for minute in range(1, TICKS + 1)]


def test_schedulers_that_race_enqueue_each_run_once(schedulers):
    processes = schedulers()
    assert runs_of(processes, START) == [1] * TICKS
    assert look(processes, START + timedelta(days=3)) == 1
    assert look(processes, START + timedelta(days=3, seconds=10)) == 0


def test_without_the_conditional_update_the_race_is_there(schedulers):
    assert max(runs_of(schedulers("--unlocked"), START + timedelta(days=30))) > 1
