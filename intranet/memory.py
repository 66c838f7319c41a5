"""Memory that a process keeps for itself."""

KEPT = 16 * 1024 * 1024
"""Bytes. A page asks for and frees less than a third of it."""


def keep_what_is_freed() -> None:
    """Have the C library keep what is freed, instead of giving it back to the system and asking for it again.

    SQLite takes 88 kB for each list within a statement and frees them all at its end: a dashboard's statement took a third
    longer for it. GNU's library keeps twice as much as the largest block that was ever freed (`mallopt(3)`, M_TRIM_THRESHOLD),
    which is to be had by freeing one; others have rules of their own, and nothing happens there.
    """
    bytearray(KEPT)
