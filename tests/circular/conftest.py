"""What many of these tests begin with; a module that needs another one has its own under the same name."""

import pytest
import time_machine

from tests.circular.april import APRIL, NOW
from tests.factories.circular import a_circular


@pytest.fixture
def circular():
    return a_circular()


@pytest.fixture
def chief(roles):
    return roles["coordination"]


@pytest.fixture
def in_march():
    """In which April's circular is put together."""
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def april():
    return a_circular(APRIL)
