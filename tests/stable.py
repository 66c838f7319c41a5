"""Where racers come from: the site, started once for an environment. Each is forked from it, and has nothing to load."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import Any

SITE = """
import json, os, sys, traceback
import django
django.setup()
from django.urls import get_resolver
get_resolver().url_patterns

def born(program, one):
    (told, tell), (hear, say) = os.pipe(), os.pipe()
    pid = os.fork()
    if pid:
        os.close(told)
        os.close(say)
        return pid, tell, open(hear)
    os.dup2(told, 0)
    os.dup2(say, 1)
    for end in (told, tell, hear, say):
        os.close(end)
    sys.stdin, sys.stdout, sys.argv = open(0, closefd=False), open(1, "w", closefd=False), ["-c", one]
    failed = 1
    try:
        exec(program, {"__name__": "__main__"})
        failed = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(failed)

for line in sys.stdin:
    script, arguments, waits = json.loads(line)
    program = compile(script, "<racer>", "exec")
    racers = [born(program, one) for one in arguments]
    ready = [heard.readline() for _pid, _tell, heard in racers] if waits else []
    for _pid, tell, _heard in racers if waits else ():
        try:
            os.write(tell, b"\\n")
        except BrokenPipeError:
            pass
    said = [heard.read() for _pid, _tell, heard in racers]
    failed = sum(os.waitpid(pid, 0)[1] != 0 for pid, _tell, _heard in racers)
    for _pid, tell, heard in racers:
        os.close(tell)
        heard.close()
    print(json.dumps([ready, said, failed]), flush=True)
"""


class Site:
    """One that runs, and forks whatever is asked of it."""

    def __init__(self, env: dict[str, str]) -> None:
        self.log = TemporaryFile("w+")  # noqa: SIM115 - it lasts as long as the site
        self.process = subprocess.Popen(
            [sys.executable, "-c", SITE],
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.log,
            text=True,
        )

    def ask(self, script: str, arguments: Sequence[str], *, waits: bool) -> Any:
        """What they were ready with, and what they said. Raises RuntimeError when one of them ends in an error."""
        assert self.process.stdin
        assert self.process.stdout
        print(json.dumps([script, list(arguments), waits]), file=self.process.stdin, flush=True)
        answer = self.process.stdout.readline()
        ready, said, failed = json.loads(answer) if answer else ([], [], len(arguments))
        if failed:
            self.log.seek(0)
            msg = f"{failed} of {len(arguments)} processes ended in an error: {self.log.read()}"
            raise RuntimeError(msg)
        return ready, said

    def close(self) -> None:
        with self.process:
            self.process.terminate()
        self.log.close()


_sites: dict[str, Site] = {}


def site_in(env: dict[str, str]) -> Site:
    """The one of this environment, started when it is first asked for."""
    key = json.dumps(env, sort_keys=True)
    if key not in _sites:
        _sites[key] = Site(env)
    return _sites[key]


@contextmanager
def stabled() -> Iterator[None]:
    """No site that is started within goes on afterwards."""
    before = set(_sites)
    try:
        yield
    finally:
        for key in set(_sites) - before:
            _sites.pop(key).close()


def run(script: str, *, env: dict[str, str]) -> str:
    """What a process of `script` prints. Raises RuntimeError when it ends in an error."""
    _ready, (said,) = site_in(env).ask(script, [""], waits=False)
    return str(said)


def race(script: str, arguments: Sequence[str], *, env: dict[str, str]) -> list[str]:
    """What the racers say, sorted: one process of `script` for each of `arguments`, let go together when all are ready.

    The script prints "ready", and waits for a line before it does what is raced for.
    """
    ready, said = site_in(env).ask(script, arguments, waits=True)
    assert ready == ["ready\n"] * len(arguments), said
    return sorted(one.strip() for one in said)
