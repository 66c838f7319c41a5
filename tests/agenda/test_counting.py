"""What limits stand on: counting in whichever cache the processes share."""

import pytest
from django.core.cache.backends.filebased import FileBasedCache
from django.core.cache.backends.locmem import LocMemCache

from agenda.registration.domain import counting

DAY = 24 * 60 * 60


@pytest.mark.once
@pytest.mark.parametrize("kind", [FileBasedCache, LocMemCache])
def test_what_is_counted_lasts_as_long_as_its_window(kind, tmp_path, monkeypatch):
    moment = 20_000 * DAY
    monkeypatch.setattr(counting, "cache", kind(str(tmp_path), {}))
    monkeypatch.setattr(counting.time, "time", lambda: moment)
    assert [counting.count("a", DAY), counting.count("a", DAY), counting.count("b", DAY)] == [1, 2, 1]
    moment += 10 * 60  # longer than Django's caches keep what is not said how long
    assert (counting.count("a", DAY), counting.counted("a", DAY), counting.counted("b", DAY)) == (3, 3, 1)
    moment = 20_001 * DAY
    assert (counting.counted("a", DAY), counting.count("a", DAY)) == (0, 1)


@pytest.mark.once
def test_something_is_first_once(monkeypatch, tmp_path):
    monkeypatch.setattr(counting, "cache", LocMemCache(str(tmp_path), {}))
    assert [counting.is_first("a", DAY), counting.is_first("a", DAY), counting.is_first("b", DAY)] == [
        True,
        False,
        True,
    ]
