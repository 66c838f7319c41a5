"""The real program, started for the tests as `make demo` starts it: own folder, own database, own port."""

import fcntl
import os
import secrets
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
from urllib.parse import urlsplit, urlunsplit
from urllib.request import urlopen

import psycopg

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 180
PREPARE = "import django; django.setup(); from intranet.demo.start import prepare; prepare(print)"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Database:
    """Where the demo's data are: a file of its folder, or databases of their own beside that of DATABASE_URL."""

    def __init__(self) -> None:
        server = os.environ.get("DATABASE_URL", "")
        self.server = server if server.startswith("postgres") else ""

    def url(self, var: Path, name: str) -> str:
        if self.server:
            return urlunsplit(urlsplit(self.server)._replace(path=f"/{name}"))
        return f"sqlite:///{var / 'intranet.sqlite3'}"

    def create(self, name: str, *, like: str = "template0") -> None:
        if self.server:
            self._run(f'CREATE DATABASE "{name}" TEMPLATE "{like}"')

    def drop(self, name: str) -> None:
        if self.server:
            self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _run(self, statement: str) -> None:
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(statement)


def environment(var: Path, database_url: str, port: int) -> dict[str, str]:
    """What the program is told; nothing of the tests' own settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "COV", "DJANGO"))}
    given = {
        "DJANGO_SETTINGS_MODULE": "intranet.settings.demo",
        "VAR_DIR": str(var),
        "DATABASE_URL": database_url,
        "PORT": str(port),
    }
    return kept | given


@contextmanager
def alone_in(shared: Path) -> Iterator[None]:
    """Only one worker at a time is in the block."""
    shared.mkdir(parents=True, exist_ok=True)
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def prepare(shared: Path, database: Database) -> str:
    """A loaded demo under `shared`, made by the first worker that asks for it: its database's name."""
    name_file, var = shared / "name", shared / "var"
    if name_file.exists():
        return name_file.read_text()
    name = f"browser_{secrets.token_hex(4)}"
    database.create(name)
    told = environment(var, database.url(var, name), free_port())
    command = [sys.executable, "-c", PREPARE]
    done = subprocess.run(command, cwd=ROOT, env=told, capture_output=True, text=True, check=False)
    if done.returncode:
        msg = f"The demo cannot be prepared:\n{done.stdout}\n{done.stderr}"
        raise RuntimeError(msg)
    name_file.write_text(name)
    return name


@contextmanager
def copied(shared: Path, var: Path, database: Database) -> Iterator[str]:
    """A copy of the loaded demo for this worker alone: its database's name. The last to leave clears the original away."""
    name, using = f"browser_{secrets.token_hex(4)}", shared / f"using-{os.getpid()}"
    with alone_in(shared):  # a template must be at rest while it is copied
        database.create(name, like=prepare(shared, database))
        shutil.copytree(shared / "var", var)
        using.touch()
    try:
        yield name
    finally:
        database.drop(name)
        with alone_in(shared):
            using.unlink()
            if not list(shared.glob("using-*")):
                database.drop((shared / "name").read_text())
                (shared / "name").unlink()
                shutil.rmtree(shared / "var")


@contextmanager
def running(shared: Path, folder: Path) -> Iterator[str]:
    """The address of a running demo of this worker's own; it ends with the block."""
    database, var, port, log = Database(), folder / "var", free_port(), folder / "program.log"
    with copied(shared, var, database) as name, log.open("w") as output:
        program = subprocess.Popen(
            [sys.executable, "manage.py", "demo"],
            cwd=ROOT,
            env=environment(var, database.url(var, name), port),
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
