"""Keys of rows as addresses and forms bring them: as any text."""

MOST_DIGITS = 18
"""Any key of so many digits is one that each database can look for."""


def key_in(text: str) -> int | None:
    """The key that `text` is; None for what can be none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS else None


GREATEST_KEY = 2**63 - 1
