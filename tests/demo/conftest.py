"""The demo, loaded once for the tests of a module that ask for it."""

import pytest
from django.core.management import call_command
from django.db import transaction


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The demo as of today. Each test that writes does so in a transaction of its own, inside this one."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_demo", verbosity=0, stdout=Silence())
        yield
        transaction.set_rollback(True)


class Silence:
    def write(self, _text):
        pass

    def flush(self):
        pass


@pytest.fixture
def demo(loaded, db):
    """The demo, for a test that reads it."""
