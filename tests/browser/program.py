"""The real program, started for the tests as `make demo` starts it: own folder, own database, own port."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.processes import QUICK, ROOT, create_database, drop_database
from tests.sharing import alone_in, made_once

PATIENCE_SECONDS = 180
PREPARE = "import django; django.setup(); from intranet.demo.start import prepare; prepare(print)"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(var: Path, database_url: str, port: int) -> dict[str, str]:
    """What the program is told; nothing of the tests' own settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "COV", "DJANGO"))}
    given = {
        "DJANGO_SETTINGS_MODULE": "intranet.settings.demo",
        "PYTHONPATH": QUICK,
        "VAR_DIR": str(var),
        "DATABASE_URL": database_url,
        "PORT": str(port),
    }
    return kept | given


def prepare(var: Path, *, like: str) -> str:
    """The address of a loaded demo's database, begun as a copy of the one at `like`; its files are in `var`."""
    var.mkdir(exist_ok=True)
    url = create_database(var, like=like)
    command = [sys.executable, "-c", PREPARE]
    told = environment(var, url, free_port())
    done = subprocess.run(command, cwd=ROOT, env=told, capture_output=True, text=True, check=False)
    if done.returncode:
        msg = f"The demo cannot be prepared:\n{done.stdout}\n{done.stderr}"
        raise RuntimeError(msg)
    return url


@contextmanager
def copied(shared: Path, var: Path, *, like: str) -> Iterator[str]:
    """A copy of the loaded demo for this worker alone: its database's address."""
    original = shared / "var"

    def remove(url: str) -> None:
        drop_database(url)
        shutil.rmtree(original)

    with made_once(shared, make=lambda: prepare(original, like=like), remove=remove) as loaded:
        with alone_in(shared):  # a template must be at rest while it is copied
            shutil.copytree(original, var, ignore=shutil.ignore_patterns("*.sqlite3*"))
            url = create_database(var, like=loaded)
        try:
            yield url
        finally:
            drop_database(url)


@contextmanager
def running(shared: Path, folder: Path, *, like: str) -> Iterator[str]:
    """The address of a running demo of this worker's own; it ends with the block."""
    var, port, log = folder / "var", free_port(), folder / "program.log"
    with copied(shared, var, like=like) as url, log.open("w") as output:
        program = subprocess.Popen(
            [sys.executable, "manage.py", "demo"],
            cwd=ROOT,
            env=environment(var, url, port),
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            wait_until_it_answers(f"http://127.0.0.1:{port}/salut/", program, log)
            yield f"http://localhost:{port}"
        finally:
            program.send_signal(signal.SIGTERM)
            program.wait(30)


def wait_until_it_answers(url: str, program: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and program.poll() is None:
        try:
            with urlopen(url, timeout=5) as answer:  # noqa: S310 - our own address
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.2)
    msg = f"The demo does not run:\n{log.read_text()}"
    raise RuntimeError(msg)
