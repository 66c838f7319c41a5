import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.processes import environment, own_database

MIGRATE = """
import django
from django.core.management import call_command
django.setup()
for app in ("jobs", "django_tasks_database", "outbox"):
    call_command("migrate", app, verbosity=0, skip_checks=True)
"""


@pytest.fixture(scope="module")
def jobs_environment(tmp_path_factory) -> Iterator[dict[str, str]]:
    """The environment of processes that share a database with the tables of jobs, tasks and mail."""
    folder: Path = tmp_path_factory.mktemp("processes")
    with own_database(folder) as url:
        env = environment(url, folder)
        subprocess.run([sys.executable, "-c", MIGRATE], env=env, check=True)
        yield env
