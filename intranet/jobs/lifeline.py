"""A process that the supervisor started does not outlive it, even when the supervisor is killed outright."""

import os
import signal
import threading
import time

VARIABLE = "INTRANET_SUPERVISED"
CHECK_SECONDS = 0.5
GRACE_SECONDS = 8


def follow_parent() -> None:
    """Under a supervisor, end this process soon after its parent has gone. Call once in each process."""
    if VARIABLE in os.environ:
        threading.Thread(target=_end_with, args=(os.getppid(),), name="lifeline", daemon=True).start()


def _end_with(parent: int) -> None:
    """A process whose parent dies gets another: that holds on every Unix, whoever adopts it."""
    while os.getppid() == parent:
        time.sleep(CHECK_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE_SECONDS)
    os.kill(os.getpid(), signal.SIGKILL)
