"""Purposes for the length of a test: each counts how often it was performed."""

from dataclasses import dataclass, field

import pytest

from intranet.links import purposes
from intranet.links.purposes import LinkObsoleteError, Purpose, Question
from tests.factories.members import a_member

ANNULLED = "La jornada s’ha anul·lat."


@dataclass
class Deeds:
    """What the purpose did, and whether there is still something to do."""

    done: list = field(default_factory=list)
    is_obsolete: bool = False

    def ask(self, person, thing):
        self.check()
        return Question(f"Apuntar {thing}?", f"{person.given_name} anirà a {thing}.", "Apunta-m’hi")

    def perform(self, person, thing):
        self.check()
        self.done.append((person.pk, thing))
        return f"Fet: {thing}."

    def check(self):
        if self.is_obsolete:
            raise LinkObsoleteError(ANNULLED)


@pytest.fixture
def deeds():
    return Deeds()


@pytest.fixture
def register(monkeypatch, deeds):
    """Registers a purpose; what is not said is as apps have it by default."""

    def register_purpose(name="attend", **fields):
        purpose = Purpose(name, deeds.ask, deeds.perform, **fields)
        monkeypatch.setitem(purposes._purposes, name, purpose)  # noqa: SLF001 - for the length of the test
        return purpose

    return register_purpose


@pytest.fixture
def berta(db):
    return a_member(given_name="Berta", family_name="Puigdevall", email="berta@manresa.example")
