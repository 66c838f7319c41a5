"""Stands where the process that reads files would be, and does not come to an end: `wait`, `work` or `hoard`."""

import subprocess
import sys
import time

from repository.files.bounded import bind

memory, cpu_seconds, answer, habit = sys.argv[1:]
bind(int(memory), int(cpu_seconds), int(answer))
if habit == "wait":
    time.sleep(600)
elif habit == "work":
    while True:
        pass
elif habit == "hoard":
    hoard = bytearray(10**12)
elif habit == "talk":
    while True:
        sys.stdout.write("x" * 1_000_000)
elif habit == "crash":
    subprocess.run([sys.executable, "-c", ""], check=True)
