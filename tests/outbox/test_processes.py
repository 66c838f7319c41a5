"""Mailers that are killed and mailers that race: with real processes, a mail server, and a database of their own."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager

import pytest

from tests.outbox.sink import nothing
from tests.processes import ROOT, eventually

pytestmark = pytest.mark.processes

MESSAGES = 2000
KILLS = 14


class Mailing:
    """A program that does what it is told, with mailers as its children."""

    def __init__(self, process: subprocess.Popen) -> None:
        self.process = process
        self.running = []

    def __call__(self, *command):
        self.process.stdin.write(" ".join(map(str, command)) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def start(self) -> int:
        self.running.append(self("start"))
        return self.running[-1]

    def end(self, pid: int, how: str = "kill") -> int:
        self.running.remove(pid)
        return self(how, pid)

    def all_sent(self, *, seconds: float) -> dict[str, int]:
        eventually(lambda: set(self("states")) == {"sent"}, seconds=seconds)
        return self("states")


@pytest.fixture
def mailing(outbox_environment, sink):
    @contextmanager
    def run(*options, lease=300):
        program = [sys.executable, str(ROOT / "tests" / "outbox" / "mailing.py"), str(sink.port), *options]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        env = {**outbox_environment, "OUTBOX_LEASE_SECONDS": str(lease)}
        with subprocess.Popen(program, env=env, **pipes) as process:
            mailing = Mailing(process)
            mailing("clear")
            try:
                yield mailing
            finally:
                for pid in list(mailing.running):
                    mailing.end(pid)
                process.stdin.close()

    return run


def test_a_mailer_that_is_killed_again_and_again_loses_nothing(mailing, sink):
    """Half of the kills at any time, half when the server has the message and the mailer does not know it yet."""
    chance, in_flight, certain = random.Random(2025), set(), set()  # noqa: S311 - to kill at many points
    with mailing(lease=1) as program:
        assert program("put", MESSAGES) == MESSAGES
        for number in range(KILLS):
            pid = program.start()
            reached = len(sink.accepted) + chance.randrange(20, 120)
            if number % 2:
                certain.add(kill_at(sink, reached, pid))
            else:
                eventually(lambda reached=reached: len(sink.accepted) >= reached)
                time.sleep(chance.random() / 50)
            program.end(pid)
            time.sleep(0.1)
            in_flight.add(sink.accepted[-1].message_id)
        program.start()
        assert program.all_sent(seconds=60) == {"sent": MESSAGES}
    repeated = {message_id for message_id, times in sink.ids.items() if times > 1}
    assert len(sink.ids) == MESSAGES
    assert certain <= repeated <= in_flight
    assert len(sink.accepted) - MESSAGES <= KILLS


def kill_at(sink, number: int, pid: int) -> str:
    """Kill it while the server has its message number `number` and has not said so; the message's Message-ID."""
    done, killed = threading.Event(), []

    def kill(accepted):
        if len(sink.accepted) >= number and not killed:
            killed.append(accepted.message_id)
            os.kill(pid, signal.SIGKILL)
            done.set()

    sink.on_accept = kill
    assert done.wait(20)
    sink.on_accept = nothing
    return killed[0]


@pytest.mark.parametrize(("mailers", "messages"), [(2, 500), (4, 1000)])
def test_mailers_side_by_side_send_each_message_once(mailing, sink, mailers, messages):
    with mailing() as program:
        assert program("put", messages) == messages
        for _ in range(mailers):
            program.start()
        program.all_sent(seconds=60)
    assert sorted(sink.ids.values()) == [1] * messages


def test_without_claims_they_repeat_each_other(mailing, sink):
    with mailing("--unlocked") as program:
        program("put", 200)
        for _ in range(3):
            program.start()
        program.all_sent(seconds=60)
    assert len(sink.ids) == 200
    assert len(sink.accepted) > 200


def test_asked_to_stop_it_ends_after_its_message_and_gives_the_rest_back(mailing, sink):
    with mailing() as program:
        program("put", 300)
        pid = program.start()
        eventually(lambda: len(sink.accepted) >= 45)
        assert program.end(pid, "stop") == 0
        states = program("states")
        assert states.get("claimed", 0) == 0
        program.start()
        program.all_sent(seconds=30)
    assert sorted(sink.ids.values()) == [1] * 300
