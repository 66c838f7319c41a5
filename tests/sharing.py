"""What takes long to make is made once in a run of the tests: by the first worker that asks for it."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


def folder_of_the_run(factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of this run have in common."""
    base = factory.getbasetemp()
    return base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base


@contextmanager
def alone_in(shared: Path) -> Iterator[None]:
    """Only one worker at a time is in the block."""
    shared.mkdir(parents=True, exist_ok=True)
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def made_once(shared: Path, *, make: Callable[[], str], remove: Callable[[str], None]) -> Iterator[str]:
    """The name of what `make` has made, for this worker or another; the last to leave the block has it removed."""
    name, using = shared / "name", shared / f"using-{os.getpid()}"
    with alone_in(shared):
        if not name.exists():
            name.write_text(make(), encoding="utf-8")
        using.touch()
    try:
        yield name.read_text(encoding="utf-8")
    finally:
        with alone_in(shared):
            using.unlink()
            if not list(shared.glob("using-*")):
                remove(name.read_text(encoding="utf-8"))
                name.unlink()
