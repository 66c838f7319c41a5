"""How often something was done lately, in the cache that all processes share: no address can be read there.

The time is cut into windows of the same length, and the window stands in the key: counting in the shared caches (in the database,
in files) writes a value anew with their own time to live, which is the shorter one.
"""

import hashlib
import time

from django.core.cache import cache


def count(what: str, seconds: int) -> int:
    """How many times in this window of so many seconds, this one included. Two at the same moment may count as one."""
    key = key_of(what, seconds, int(time.time() // seconds))
    if not cache.add(key, 1, seconds):
        cache.set(key, int(cache.get(key, 0)) + 1, seconds)
    return int(cache.get(key, 1))


def counted(what: str, seconds: int) -> int:
    """How many times in this window, without counting."""
    return int(cache.get(key_of(what, seconds, int(time.time() // seconds)), 0))


def is_first(what: str, seconds: int) -> bool:
    """Whether it was not done within so many seconds; from now on it was."""
    return cache.add(key_of(what, seconds), 1, seconds)


def key_of(*parts: object) -> str:
    digest = hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()[:32]
    return f"registration-count:{digest}"
