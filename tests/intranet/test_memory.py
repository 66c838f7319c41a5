"""What is freed stays with the process (GNU's C library)."""

import os
import platform
import subprocess
import sys

import pytest

ROUNDS = 50
# As SQLite does it for a statement with many lists: some 60 pieces of 88 kB, all freed at its end.
PROBE = f"""
import resource
from intranet.memory import keep_what_is_freed
{{first}}
def faults():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt
def ask():
    return [bytearray(b"x") * 88_000 for _ in range(60)] and None
ask()
before = faults()
for _ in range({ROUNDS}):
    ask()
print(faults() - before)
"""


def pages_asked_for(first: str) -> int:
    untold = {name: value for name, value in os.environ.items() if not name.startswith(("MALLOC_", "GLIBC_"))}
    command = [sys.executable, "-c", PROBE.format(first=first)]
    return int(subprocess.run(command, capture_output=True, text=True, check=True, env=untold).stdout)


def test_pages_are_asked_for_once_and_not_with_each_statement():
    if platform.libc_ver()[0] != "glibc":
        (pytest.fail if os.environ.get("CI") else pytest.skip)("Another C library has rules of its own.")
    each_time, once = pages_asked_for("pass"), pages_asked_for("keep_what_is_freed()")
    assert once < ROUNDS
    assert each_time > 20 * ROUNDS
