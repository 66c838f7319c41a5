"""The cache of words."""

import pytest
from django.core.cache import caches
from django.utils.safestring import SafeString

from intranet.pieces import PiecesCache


@pytest.fixture
def pieces():
    cache = PiecesCache("pieces-of-a-test", {})
    yield cache
    cache.clear()


@pytest.mark.parametrize("alias", ["pieces", "posts"])
def test_pages_are_made_of_such_pieces(alias):
    assert isinstance(caches[alias], PiecesCache)


@pytest.mark.parametrize("value", ["drawn", SafeString("<p>drawn</p>"), "", b"bytes", None, {"several": ["things"]}, 3])
def test_what_is_kept_comes_back_as_it_was(pieces, value):
    pieces.set("a name with spaces", value)
    pieces.set_many({"another": value})
    kept = [pieces.get("a name with spaces", "nothing"), pieces.get_many(["another", "a third"])["another"]]
    assert kept == [value, value]
    assert [type(one) for one in kept] == [type(value)] * 2


def test_words_are_not_copied_and_things_are(pieces):
    words, things = "w" * 1_000, ["thing"]
    pieces.set("words", words)
    pieces.set("things", things)
    assert pieces.get("words") is words
    assert pieces.get("things") is not things


def test_what_is_not_kept_any_more_is_not_there(pieces):
    pieces.set("over", "drawn", timeout=0)
    pieces.set("deleted", "drawn")
    pieces.delete("deleted")
    assert [pieces.get(key, "nothing") for key in ("over", "deleted", "never")] == ["nothing"] * 3


def test_the_oldest_go_when_there_are_too_many():
    cache = PiecesCache("few-pieces-of-a-test", {"OPTIONS": {"MAX_ENTRIES": 3}})
    for number in range(10):
        cache.set(str(number), "drawn")
    assert cache.get("9") == "drawn"
    assert cache.get("0") is None
    cache.clear()
