"""The holidays that the month shows."""

from datetime import date

import pytest

from agenda.domain.holidays import holidays_of


@pytest.fixture(autouse=True)
def _without_memory():
    holidays_of.cache_clear()
    yield
    holidays_of.cache_clear()


def test_catalonia_has_its_own_in_its_words():
    found = holidays_of(2026)
    assert (len(found), found[date(2026, 9, 11)], found[date(2026, 12, 25)], found[date(2026, 1, 1)]) == (
        12,
        "Diada Nacional de Catalunya",
        "Nadal",
        "Cap d’Any",
    )


def test_local_ones_are_added(settings):
    settings.LOCAL_HOLIDAYS = ["2026-09-24 La Mercè", "2027-02-08 Carnestoltes"]
    found = holidays_of(2026)
    assert (found[date(2026, 9, 24)], len(found)) == ("La Mercè", 13)
