"""`make demo`, from nothing to a site that one can walk in to, and back."""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from urllib.request import urlopen

import pytest

from intranet.demo import start
from intranet.demo.people import ACCOUNTS, PASSWORD
from tests.processes import MANAGE, QUICK, eventually


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_welcome_says_where_who_and_with_what(settings):
    settings.SITE_URL = "http://localhost:8001"
    text = start.welcome()
    assert [account for account in ACCOUNTS if f"    {account} " not in text] == []
    assert (PASSWORD in text, "http://localhost:8001/\n" in text, "http://localhost:8001/correu/\n" in text) == (
        True,
    ) * 3


def test_static_files_are_collected_when_one_has_changed(settings, tmp_path, monkeypatch):
    settings.VAR_DIR = tmp_path
    collected = []
    monkeypatch.setattr(start, "call_command", lambda name, **_options: collected.append(name))
    for fingerprint in ("one", "one", "two", "two"):
        monkeypatch.setattr(start, "fingerprint_of_static_files", lambda value=fingerprint: value)
        start.collect_static(print)
    assert collected == ["collectstatic"] * 2


def test_fingerprint_changes_with_a_file(settings, tmp_path):
    settings.STATICFILES_DIRS = [tmp_path]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    (tmp_path / "a.css").write_text("a {}", encoding="utf-8")
    first = start.fingerprint_of_static_files()
    assert start.fingerprint_of_static_files() == first
    (tmp_path / "a.css").write_text("b {}", encoding="utf-8")
    assert start.fingerprint_of_static_files() != first


def test_database_on_a_server_is_not_removed(monkeypatch):
    monkeypatch.setattr(start.connection, "vendor", "postgresql")
    with pytest.raises(start.NotOursToRemoveError):
        start.remove_everything()


@pytest.mark.once
@pytest.mark.processes
def test_demo_begins_goes_on_and_begins_anew(tmp_path, migrated_database):
    """It begins with the tables made, as that takes longest; anew, with nothing at all."""
    port, folder = free_port(), tmp_path / "var"
    folder.mkdir()
    shutil.copy(migrated_database.removeprefix("sqlite:///"), folder / "intranet.sqlite3")
    env = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "CACHE_URL"}}
    env |= {"DJANGO_SETTINGS_MODULE": "intranet.settings.demo", "VAR_DIR": str(folder), "PORT": str(port)}
    env |= {"PYTHONPATH": QUICK}

    def run_until_it_serves() -> str:
        log = tmp_path / "log"
        with (
            log.open("w") as output,
            subprocess.Popen([sys.executable, MANAGE, "demo"], env=env, stdout=output) as demo,
        ):
            eventually(lambda: "is running" in log.read_text(encoding="utf-8"), seconds=400)
            with urlopen(f"http://127.0.0.1:{port}/correu/", timeout=20) as page:
                assert page.status == 200
            demo.send_signal(signal.SIGINT)
            assert demo.wait(20) == 0
        return log.read_text(encoding="utf-8")

    def ask(statement: str) -> int:
        with closing(sqlite3.connect(folder / "intranet.sqlite3", isolation_level=None)) as connection:
            return (connection.execute(statement).fetchone() or [0])[0]

    people, invitations = "SELECT count(*) FROM members_user", "SELECT count(*) FROM members_invitation"
    first = run_until_it_serves()
    loaded = ask(people)
    ask("DELETE FROM members_invitation")
    second = run_until_it_serves()
    assert ("Loading the demo" in first, "Loading the demo" in second, ask(people)) == (True, False, loaded)
    assert ("Collecting" in first, "Collecting" in second, ask(invitations)) == (True, False, 0)

    reset = subprocess.run(
        [sys.executable, MANAGE, "demo", "--reset"], env=env, capture_output=True, text=True, check=True
    )
    assert (ask(people), ask(invitations) > 0) == (loaded, True)
    assert reset.stdout.splitlines()[-1] == "The demo is as new. Start it with: make demo"
