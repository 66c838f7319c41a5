from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.processes import environment, own_database


@pytest.fixture(scope="module")
def jobs_environment(tmp_path_factory, migrated_database: str) -> Iterator[dict[str, str]]:
    """The environment of processes that share a database."""
    folder: Path = tmp_path_factory.mktemp("processes")
    with own_database(folder, like=migrated_database) as url:
        yield environment(url, folder)
