"""What `make demo` does before the site runs: database, data and static files, each only when it is not there yet."""

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from intranet.demo.people import ACCOUNTS, PASSWORD
from intranet.mailbox.backend import mail_folder
from intranet.members.models import User

Say = Callable[[str], object]

# Whom one can be, in the order of ACCOUNTS.
WORDS = (
    "coordination of the network",
    "technical staff, manager of Manresa",
    "elected, representative, in the private Comissió Executiva",
    "coordinator of the group Cures",
    "guest of the group Agroecologia only",
    "newcomer of Manresa, with first steps to take",
    "administrator",
)


def prepare(say: Say) -> None:
    """Bring the demo to where it can be served; takes no time when it is there already."""
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    if not is_migrated():
        say("Preparing the database…")
        call_command("migrate", interactive=False, verbosity=0)
    if not User.objects.exists():
        say("Loading the demo's people, councils and pages…")
        call_command("load_demo")
    collect_static(say)


def is_migrated() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def collect_static(say: Say) -> None:
    """Collect and compress the static files when one of them is not as it was the last time."""
    stamp, now = settings.VAR_DIR / "static.stamp", fingerprint_of_static_files()
    if stamp.exists() and stamp.read_text() == now:
        return
    say("Collecting the static files…")
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(now)


def fingerprint_of_static_files() -> str:
    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            with storage.open(path) as file:
                digest.update(path.encode() + b"\0" + file.read())
    return digest.hexdigest()


class NotOursToRemoveError(Exception):
    """The demo's database is not a file of its own."""


def remove_everything() -> None:
    """Remove what the demo has written. Raises `NotOursToRemoveError` when its database is on a server."""
    if connection.vendor != "sqlite":
        raise NotOursToRemoveError
    database = Path(connection.settings_dict["NAME"])
    connection.close()
    for suffix in ("", "-wal", "-shm", "-journal"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)
    for folder in (settings.MEDIA_ROOT, mail_folder(), settings.VAR_DIR / "cache", settings.STATIC_ROOT):
        shutil.rmtree(folder, ignore_errors=True)
    (settings.VAR_DIR / "static.stamp").unlink(missing_ok=True)


def welcome() -> str:
    """What one needs to know to walk in."""
    width = max(len(account) for account in ACCOUNTS)
    accounts = "\n".join(f"    {account:<{width}}  {words}" for account, words in zip(ACCOUNTS, WORDS, strict=True))
    return f"""
  The XMESS intranet's demo is running.

    {settings.SITE_URL}/

  Sign in as (the password is always {PASSWORD}):
{accounts}

  Mail is not sent but kept:
    {settings.SITE_URL}/correu/

  Ctrl-C ends it; `make demo` starts it again with the same data; `make demo-reset` begins anew.
"""
