"""A cache of words: pieces of pages that each process keeps for itself."""

import pickle
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.locmem import LocMemCache


class PiecesCache(LocMemCache):
    """As Django's own of a process, but that words are kept as they are: nobody can change them, and a page asks for dozens.

    Keys may be any words too: no other server ever gets to see them.
    """

    # Django's own, which its types do not tell of.
    _cache: Any
    _lock: Any
    _has_expired: Any
    _delete: Any
    _set: Any

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        key = self.make_key(key, version)
        with self._lock:
            if self._has_expired(key):
                self._delete(key)
                return default
            kept = self._cache[key]
            self._cache.move_to_end(key, last=False)
        return kept if isinstance(kept, str) else pickle.loads(kept)  # noqa: S301 - what `set` has put there

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        key = self.make_key(key, version)
        kept = value if isinstance(value, str) else pickle.dumps(value, self.pickle_protocol)
        with self._lock:
            self._set(key, kept, timeout)
