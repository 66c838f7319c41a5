"""A database with all tables, as migrating leaves it: some forty seconds, which on SQLite a run takes over from another."""

import hashlib
import os
import shutil
from pathlib import Path

from tests.processes import ROOT, create_database, environment, is_sqlite, manage

SECTIONS = ("intranet", "home", "forum", "calendar", "repository")
MAKERS = ("**/migrations/*.py", "**/permissions.py", "**/apps.py")
"""What says which tables there are, and what stands in them from the beginning: also the texts of `home`."""


def migrated_one(folder: Path, *, kept: Path) -> str:
    """The address of one in `folder`; what it took so long to make is left in `kept`, for as long as no migration changes."""
    ready = kept / f"{fingerprint()}.sqlite3"
    if is_sqlite() and ready.exists():
        return f"sqlite:///{shutil.copy(ready, folder / 'own.sqlite3')}"
    url = create_database(folder)
    manage("migrate", "--skip-checks", env=environment(url, folder))
    if is_sqlite():
        for older in kept.glob("*.sqlite3"):
            older.unlink(missing_ok=True)
        begun = ready.with_suffix(f".{os.getpid()}")
        shutil.copy(url.removeprefix("sqlite:///"), begun)
        begun.rename(ready)
    return url


def fingerprint() -> str:
    found = (path for section in SECTIONS for shape in MAKERS for path in (ROOT / section).glob(shape))
    texts = (path for path in (ROOT / "home").rglob("*") if path.suffix in {".py", ".md", ".html", ".toml"})
    made_of = [*sorted({*found, *texts}), ROOT / "requirements" / "base.txt"]
    return hashlib.sha256(b"".join(path.read_bytes() for path in made_of)).hexdigest()[:16]
