"""Keeps a few programs running under one foreground command, and ends them all when it ends.

Each program is a process group of its own: Ctrl-C in the terminal reaches the supervisor alone, which then asks each
to stop, and what a dead program leaves behind goes with it.
"""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from types import FrameType
from typing import IO

from intranet.jobs.lifeline import VARIABLE

TICK_SECONDS = 0.1
# A program that lived this long and died is started again at once; one that dies sooner waits ever longer.
HEALTHY_SECONDS = 10
LONGEST_PAUSE_SECONDS = 30
# A worker ends its task and stops at the first signal, breaks the task off at the second.
ASK_AGAIN_SECONDS = 4
KILL_SECONDS = 7


class Program:
    """One child: started, watched, started again, stopped. What it prints is handed on line by line."""

    def __init__(self, name: str, command: Sequence[str], say: Callable[[str, str], None]) -> None:
        self.name = name
        self.command = command
        self.say = say
        self.process: subprocess.Popen[str] | None = None
        self.started_at = 0.0
        self.start_at = 0.0
        self.pause = 0.0

    def start(self) -> None:
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 - our own commands
            self.command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            env={**os.environ, VARIABLE: "1", "PYTHONUNBUFFERED": "1"},
            start_new_session=True,
        )
        threading.Thread(target=self.hand_on, args=(self.process.stdout,), daemon=True).start()

    def hand_on(self, lines: IO[str]) -> None:
        with lines:
            for line in lines:
                self.say(self.name, line.rstrip())

    def keep_running(self) -> None:
        """Called again and again: start it when it is time, note when it has died."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.start_at:
                self.start()
            return
        code = self.process.poll()
        if code is None:
            return
        self.clear_away()
        lived = now - self.started_at
        self.pause = 0.0 if lived >= HEALTHY_SECONDS else min(max(self.pause * 2, 1.0), LONGEST_PAUSE_SECONDS)
        self.start_at = now + self.pause
        when = f"in {self.pause:.0f} s" if self.pause else "at once"
        self.say("serve", f"{self.name} {how_it_ended(code)}; it is started again {when}")

    def clear_away(self) -> None:
        """End what a dead program has left of its group: a web server's workers would keep the port."""
        if self.process:
            self.send(signal.SIGKILL)
            self.process = None

    def send(self, number: signal.Signals) -> None:
        """Signal the program; a kill goes to its whole group, since nobody else would end the rest."""
        if self.process:
            with suppress(ProcessLookupError, PermissionError):
                (os.killpg if number == signal.SIGKILL else os.kill)(self.process.pid, number)

    def has_ended(self) -> bool:
        return self.process is None or self.process.poll() is not None


class Supervisor:
    """Runs the programs until a signal says stop. `on_ready` is called once, as soon as `is_ready()` holds."""

    def __init__(
        self,
        programs: Mapping[str, Sequence[str]],
        *,
        is_ready: Callable[[], bool] = lambda: True,
        on_ready: Callable[[], None] = lambda: None,
    ) -> None:
        self.width = max(len(name) for name in ("serve", *programs))
        self.programs = [Program(name, command, self.say) for name, command in programs.items()]
        self.is_ready = is_ready
        self.on_ready = on_ready
        self.stop_asked = threading.Event()
        self.printing = threading.Lock()

    def say(self, name: str, line: str) -> None:
        with self.printing, suppress(BrokenPipeError):
            print(f"{name:<{self.width}} | {line}", flush=True)  # noqa: T201 - its log is the terminal

    def run(self) -> None:
        """Blocks until SIGINT, SIGTERM or SIGHUP, from the main thread; returns when everything has ended."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.ask_to_stop)
        ready = False
        try:
            while not self.stop_asked.is_set():
                for program in self.programs:
                    program.keep_running()
                if not ready and self.is_ready():
                    ready = True
                    self.on_ready()
                self.stop_asked.wait(TICK_SECONDS)
        finally:
            self.stop()

    def ask_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        if self.stop_asked.is_set():
            self.kill()  # asked twice: whoever asks is in a hurry
        self.stop_asked.set()

    def stop(self) -> None:
        """Ask all programs to end, ask again, then make them."""
        begun = time.monotonic()
        reminders = [(0, signal.SIGTERM), (ASK_AGAIN_SECONDS, signal.SIGTERM), (KILL_SECONDS, signal.SIGKILL)]
        while not all(program.has_ended() for program in self.programs):
            if reminders and time.monotonic() - begun >= reminders[0][0]:
                _after, number = reminders.pop(0)
                for program in self.programs:
                    if not program.has_ended():
                        program.send(number)
            time.sleep(TICK_SECONDS / 2)
        self.kill()

    def kill(self) -> None:
        for program in self.programs:
            program.send(signal.SIGKILL)


def how_it_ended(code: int) -> str:
    """A process's exit code in words; a negative one is the signal that ended it."""
    return f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"
