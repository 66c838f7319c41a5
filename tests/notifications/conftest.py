import pytest

from intranet.notifications import kinds
from tests.factories.notifications import a_kind


@pytest.fixture
def register(monkeypatch):
    """Registers a kind for the length of the test."""

    def register_kind(kind):
        monkeypatch.setitem(kinds._kinds, kind.name, kind)  # noqa: SLF001 - there is no way to forget a kind but this
        return kind

    return register_kind


@pytest.fixture
def newcomer(register):
    """The kind of `a_newcomer`."""
    return register(a_kind())
