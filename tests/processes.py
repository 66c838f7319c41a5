"""Processes of their own on a database of their own, for what one process alone cannot show."""

import os
import secrets
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
MANAGE = str(ROOT / "manage.py")
QUICK = str(ROOT / "tests" / "quick")  # as PYTHONPATH: it says there what for
IN_MEMORY = "file:tests?mode=memory&cache=shared"  # one of each process


@contextmanager
def own_database(folder: Path, *, like: str = "") -> Iterator[str]:
    """The address of a database beside the test's own, on the same engine; PostgreSQL's is dropped afterwards.

    It is empty, or a copy of the one at `like`, to which nobody may be connected.
    """
    url = create_database(folder, like=like)
    try:
        yield url
    finally:
        drop_database(url)


def create_database(folder: Path, *, like: str = "") -> str:
    if is_sqlite():
        file = folder / "own.sqlite3"
        if like:
            copy_sqlite(like, str(file)).close()
        return f"sqlite:///{file}"
    name = f"own_{secrets.token_hex(6)}"
    run_on_server(f"CREATE DATABASE {name} TEMPLATE {name_of(like) or 'template0'} ENCODING 'UTF8'")
    return f"{server()}/{name}"


def drop_database(url: str) -> None:
    if not is_sqlite():
        run_on_server(f"DROP DATABASE {name_of(url)} WITH (FORCE)")


@contextmanager
def begun_as_copy(test_settings: dict[str, Any], like: str) -> Iterator[None]:
    """Within the block the test database that Django makes by these settings begins as a copy of the one at `like`."""
    if is_sqlite():
        test_settings["NAME"] = IN_MEMORY
        with closing(copy_sqlite(like, IN_MEMORY)):
            yield
    else:
        test_settings["TEMPLATE"] = name_of(like)
        yield


def copy_sqlite(url: str, file: str) -> sqlite3.Connection:
    """An open connection to the copy: one in memory lasts no longer than that."""
    copy = sqlite3.connect(file, uri=file.startswith("file:"))
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as origin:
        origin.backup(copy)
    return copy


def name_of(url: str) -> str:
    return url.rpartition("/")[2]


def run_on_server(statement: str) -> None:
    with psycopg.connect(f"{server()}/postgres", autocommit=True) as connection:
        connection.execute(statement)


def is_sqlite() -> bool:
    return bool(settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"))


def server() -> str:
    default = settings.DATABASES["default"]
    user, password = quote(default["USER"]), quote(default["PASSWORD"])
    return f"postgresql://{user}:{password}@{default['HOST']}:{default['PORT'] or 5432}"


def environment(url: str, folder: Path, **more: str) -> dict[str, str]:
    """That of a process on the database at `url`, which writes under `folder` alone."""
    own = {"DJANGO_SETTINGS_MODULE": "intranet.settings.test", "DATABASE_URL": url, "VAR_DIR": str(folder)}
    return {**os.environ, "PYTHONPATH": str(ROOT), **own, **more}


def manage(*arguments: str, env: dict[str, str]) -> str:
    """What a command of the site prints."""
    command = [sys.executable, MANAGE, *arguments, "--verbosity=0"]
    return subprocess.run(command, env=env, check=True, capture_output=True, text=True).stdout


def eventually(holds: Callable[[], object], *, seconds: float = 20) -> None:
    """Wait until it holds; fails the test when it does not in time."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "It did not come about in time."
        time.sleep(0.05)


def is_alive(pid: int) -> bool:
    """Whether the process runs; one that has ended and waits for its parent does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"
