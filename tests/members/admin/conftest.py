import pytest


@pytest.fixture
def coordination(roles):
    return roles["coordination"]


@pytest.fixture
def client(client_of, coordination):
    """A browser of coordination."""
    return client_of(coordination)


@pytest.fixture
def admin_client(client_of, roles):
    """A browser of an administrator."""
    return client_of(roles["administrator"])
