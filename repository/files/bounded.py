"""What strangers bring is read by a process of its own: with little memory, for a short time, and killed when it takes more.

That process knows neither the database nor the settings: it gets the file on its standard input, and answers on its standard output.
"""

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from repository.files.limits import Bounds

ROOT = Path(__file__).resolve().parents[2]
READER = "repository.files.reader"


class ReadingFailedError(Exception):
    """The file is broken, locked, or asks for more than reading a file may take."""


def run_bounded(file: IO[bytes], arguments: Sequence[str], bounds: Bounds, *, module: str = READER) -> bytes:
    """What `module`, started with `arguments`, answers about `file`, an open file of the system.

    Raises ReadingFailedError when it fails, takes too long or too much. Nothing of it runs on afterwards.
    """
    file.seek(0)
    command = [
        sys.executable,
        "-m",
        module,
        str(bounds.memory),
        str(bounds.cpu_seconds),
        str(bounds.answer),
        *arguments,
    ]
    with TemporaryFile() as answer:
        process = subprocess.Popen(  # noqa: S603 - our own command; what strangers named is not in it
            command,
            stdin=file.fileno(),
            stdout=answer,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env={"LANG": "C.UTF-8", "PATH": os.defpath},
            start_new_session=True,
        )
        try:
            status = process.wait(timeout=bounds.wall_seconds)
        except subprocess.TimeoutExpired as error:
            raise ReadingFailedError from error
        finally:
            kill(process)
        if status != 0:
            raise ReadingFailedError
        answer.seek(0)
        return answer.read(bounds.answer)


def kill(process: "subprocess.Popen[bytes]") -> None:
    """With whatever it has started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def bind(memory: int, cpu_seconds: int, answer: int) -> None:
    """Called by the process itself, before it looks at the file: from then on the system holds it to this."""
    limits = {
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_CPU: cpu_seconds,
        resource.RLIMIT_FSIZE: answer,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NPROC: 0,
    }
    for kind, most in limits.items():
        resource.setrlimit(kind, (most, most))
