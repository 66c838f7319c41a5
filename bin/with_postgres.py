#!/usr/bin/env python3
"""Run a command with DATABASE_URL set to a PostgreSQL of its own, thrown away afterwards: `with_postgres.py make test`.

A DATABASE_URL that is set already is left as it is. Otherwise a cluster is made from the programs on this machine, in a
temporary folder, on a free port of the loopback address, with the encoding and order that production uses.
"""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

MISSING = """PostgreSQL's programs were not found on this machine. Install them (Debian and Ubuntu: apt-get install postgresql),
or set DATABASE_URL to a server whose user may create databases."""
# Nothing here has to survive a crash.
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=100"


def find_programs() -> Path:
    """The folder of initdb and pg_ctl, the newest version first. Exits when there is none."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    if config := shutil.which("pg_config"):
        answer = subprocess.run([config, "--bindir"], capture_output=True, text=True, check=True)  # noqa: S603
        folders.append(Path(answer.stdout.strip()))
    if initdb := shutil.which("initdb"):
        folders.append(Path(initdb).parent)
    for folder in folders:
        if (folder / "initdb").exists():
            return folder
    sys.exit(MISSING)


def as_server(command: Sequence[str]) -> list[str]:
    """The command as a user that PostgreSQL accepts: it refuses to run as root."""
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else list(command)


def run_as_server(*command: str) -> None:
    subprocess.run(as_server(command), check=True, stdout=subprocess.DEVNULL, cwd="/")  # noqa: S603 - PostgreSQL's own


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def cluster() -> Iterator[str]:
    """The address of a running server; it is stopped and removed at the end, whatever happens."""
    programs = find_programs()
    folder = Path(tempfile.mkdtemp(prefix="intranet-postgres-"))
    password = secrets.token_urlsafe(16)
    data, port = folder / "data", free_port()
    try:
        (folder / "password").write_text(password)
        if os.geteuid() == 0:
            for path in (folder, folder / "password"):
                shutil.chown(path, "postgres")
        initdb = [str(programs / "initdb"), "-D", str(data), "-U", "intranet", f"--pwfile={folder / 'password'}"]
        run_as_server(*initdb, "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
        options = f"{FAST} -c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder}"
        control = [str(programs / "pg_ctl"), "-D", str(data), "-w"]
        run_as_server(*control, "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield f"postgres://intranet:{password}@127.0.0.1:{port}/postgres"
        finally:
            run_as_server(*control, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run(command: Sequence[str], environment: dict[str, str]) -> int:
    """Its exit code, as a shell gives it. Ctrl-C reaches the command itself, SIGTERM is handed on; we wait for its end."""
    started: list[subprocess.Popen[bytes]] = []
    told = False

    def hand_on(*_: object) -> None:
        nonlocal told
        told = True
        for process in started:
            process.terminate()

    signal.signal(signal.SIGTERM, hand_on)
    with subprocess.Popen(command, env=environment) as process:  # noqa: S603 - what the caller asked for
        started.append(process)
        if told:  # before there was a command to hand it on to
            process.terminate()
        while True:
            try:
                code = process.wait()
            except KeyboardInterrupt:
                continue
            return code if code >= 0 else 128 - code


def main(command: Sequence[str]) -> int:
    if os.environ.get("DATABASE_URL"):
        return run(command, dict(os.environ))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    with cluster() as url:
        return run(command, {**os.environ, "DATABASE_URL": url})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
