"""The one foreground command: it starts what dies again, ends everything it started, and takes no port that is taken."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from intranet.jobs.ports import is_taken
from intranet.jobs.supervisor import how_it_ended
from tests.processes import MANAGE, ROOT, eventually, is_alive

pytestmark = pytest.mark.processes

PROGRAMS = ["mail", "schedule", "web", "work"]
STAYS = "import os, sys, time; print('pid', os.getpid(), flush=True); time.sleep(60)"
DIES = "import sys; print('so long', flush=True); sys.exit(3)"
STUBBORN = "import signal, time; signal.signal(15, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
FOLLOWS = f"from intranet.jobs.lifeline import follow_parent; follow_parent(); {STAYS}"
PARENT = "import os; os.fork() or os.execvp('sleep', ['sleep', '60']); " + STAYS
SUPERVISE = """
import sys
from intranet.jobs.supervisor import Supervisor
names = sys.argv[1::2]
commands = [(sys.executable, "-c", program) for program in sys.argv[2::2]]
Supervisor(dict(zip(names, commands)), on_ready=lambda: sys.stdout.write("ready\\n") and sys.stdout.flush()).run()
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Running:
    """A supervisor in a process of its own, and what it has printed so far."""

    def __init__(self, log: Path, process: subprocess.Popen) -> None:
        self.log = log
        self.process = process

    @property
    def printed(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def pids(self) -> list[int]:
        return [int(pid) for pid in re.findall(r"\| pid (\d+)", self.printed)]

    def stop(self, number: signal.Signals = signal.SIGINT) -> float:
        """Seconds until it had ended."""
        begun = time.monotonic()
        self.process.send_signal(number)
        self.process.wait(20)
        return time.monotonic() - begun


@contextmanager
def running(command, log: Path, env):
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(command, env=env, stdout=output, stderr=subprocess.STDOUT)
    try:
        yield Running(log, process)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


@pytest.fixture
def supervise(tmp_path):
    def start(**programs):
        arguments = [part for pair in programs.items() for part in pair]
        env = {**os.environ, "PYTHONPATH": str(ROOT)}
        return running([sys.executable, "-c", SUPERVISE, *arguments], tmp_path / "log", env)

    return start


def test_what_programs_print_carries_their_name(supervise):
    with supervise(web=STAYS, scheduler=STAYS) as supervisor:
        eventually(lambda: len(supervisor.pids()) == 2)
        assert set(re.findall(r"^(\S+ *\|) pid", supervisor.printed, re.MULTILINE)) == {"web       |", "scheduler |"}
        eventually(lambda: "ready" in supervisor.printed.splitlines())
        assert supervisor.printed.splitlines().count("ready") == 1


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_signal_ends_everything_quickly_and_well(supervise, number):
    with supervise(one=STAYS, two=STAYS) as supervisor:
        eventually(lambda: len(supervisor.pids()) == 2)
        assert supervisor.stop(number) < 6
        assert (supervisor.process.returncode, [is_alive(pid) for pid in supervisor.pids()]) == (0, [False, False])


def test_program_that_is_killed_is_started_again_and_the_others_go_on(supervise):
    with supervise(one=STAYS, two=STAYS) as supervisor:
        eventually(lambda: len(supervisor.pids()) == 2)
        killed, other = supervisor.pids()
        os.kill(killed, signal.SIGKILL)
        eventually(lambda: len(supervisor.pids()) == 3)
        assert [is_alive(pid) for pid in (killed, other, supervisor.pids()[2])] == [False, True, True]
        assert re.search(
            r"^serve \| (one|two) was ended by SIGKILL; it is started again in 1 s$", supervisor.printed, re.MULTILINE
        )


def test_program_that_dies_again_and_again_is_given_ever_more_time(supervise):
    with supervise(one=DIES) as supervisor:
        eventually(lambda: supervisor.printed.count("so long") == 3)
        pauses = re.findall(r"one ended with code 3; it is started again in (\d+) s", supervisor.printed)
        assert pauses[:2] == ["1", "2"]


def test_program_that_does_not_listen_is_killed(supervise):
    with supervise(one=STUBBORN) as supervisor:
        eventually(lambda: "deaf" in supervisor.printed)
        assert 6 < supervisor.stop() < 12
        assert supervisor.process.returncode == 0


def test_children_of_a_killed_program_go_with_it(supervise):
    with supervise(one=PARENT) as supervisor:
        eventually(lambda: len(supervisor.pids()) == 1)
        parent = supervisor.pids()[0]
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="utf-8").split()
        os.kill(parent, signal.SIGKILL)
        eventually(lambda: len(supervisor.pids()) == 2)
        assert [is_alive(int(pid)) for pid in children] == [False]


def test_programs_follow_a_supervisor_that_is_killed(supervise):
    with supervise(one=FOLLOWS) as supervisor:
        eventually(lambda: len(supervisor.pids()) == 1)
        supervisor.process.kill()
        eventually(lambda: not is_alive(supervisor.pids()[0]), seconds=5)


def test_exit_codes_in_words():
    assert [how_it_ended(code) for code in (0, 1, -9)] == [
        "ended with code 0",
        "ended with code 1",
        "was ended by SIGKILL",
    ]


# --- The port ---


def test_port_is_taken_while_somebody_listens_there():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert is_taken("127.0.0.1", port)
    assert not is_taken("127.0.0.1", port)


def test_port_of_a_server_that_shares_it_is_taken_too():
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        server.bind(("127.0.0.1", 0))
        server.listen()
        assert is_taken("127.0.0.1", server.getsockname()[1])


def test_taken_port_is_a_clear_message_before_anything_starts(settings):
    settings.DEMO = True
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.PORT = server.getsockname()[1]
        with pytest.raises(CommandError) as error:
            call_command("serve")
    assert str(error.value) == (
        f"Port {settings.PORT} is taken by another program. End that one, or use another port: make demo PORT=8001"
    )


def test_address_that_is_not_ours_is_a_clear_message(settings):
    settings.BIND_ADDRESS, settings.PORT = "192.0.2.1", free_port()
    with pytest.raises(CommandError, match=r"^The site cannot listen at 192\.0\.2\.1 port \d+: "):
        call_command("serve")


# --- The site itself ---


def health_at(port: int) -> tuple[int, str] | None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/salut/")
        response = connection.getresponse()
        return response.status, json.loads(response.read())["status"]
    except OSError:
        return None
    finally:
        connection.close()


def commands_of(group: int) -> dict[str, int]:
    """The site's processes that `group` started, by their command."""
    listed = subprocess.run(["ps", "-ww", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout  # noqa: S607
    rows = [line.split(maxsplit=2) for line in listed.splitlines()]
    return {args.rsplit(maxsplit=1)[-1]: int(pid) for pid, parent, args in rows if int(parent) == group}


def test_site_runs_heals_and_ends(jobs_environment, tmp_path):
    port = free_port()
    env = {**jobs_environment, "PORT": str(port), "CACHE_URL": f"filecache://{tmp_path / 'cache'}"}
    with running([sys.executable, MANAGE, "serve"], tmp_path / "log", env) as site:
        eventually(lambda: health_at(port) == (200, "ok"), seconds=60)
        first = commands_of(site.process.pid)
        assert sorted(first) == PROGRAMS
        for pid in first.values():
            os.kill(pid, signal.SIGKILL)
        eventually(lambda: sorted(commands_of(site.process.pid)) == PROGRAMS)
        eventually(lambda: health_at(port) == (200, "ok"), seconds=60)
        second = commands_of(site.process.pid)
        assert set(first.values()) & set(second.values()) == set()
        with ExitStack() as browsers:
            for _one in range(100):  # each keeps its connection, and asks for nothing more
                idle = browsers.enter_context(closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)))
                idle.request("HEAD", "/")
                idle.getresponse().read()
            assert health_at(port) == (200, "ok")
        assert site.stop() < 10
    assert health_at(port) is None
    assert [pid for pid in (*first.values(), *second.values()) if is_alive(pid)] == []
