"""Read by every Python that has this folder in its path: large static files are compressed quickly, not to the least size.

They are Wagtail's own, nearly all of the work; what the site's first view loads is weighed, and is compressed as ever.
"""

from collections.abc import Callable

import brotli

LARGE_BYTES = 60_000


def compress(data: bytes, *, thoroughly: Callable[..., bytes] = brotli.compress) -> bytes:
    return thoroughly(data, quality=4 if len(data) > LARGE_BYTES else 11)


brotli.compress = compress
