"""Memory that a process keeps for itself."""

FREED = 16 * 1024 * 1024
"""Bytes. Each thread keeps up to twice as many; a page asks for and frees less than a third of them."""


def keep_what_is_freed() -> None:
    """Have the C library keep what is freed, instead of giving it back to the system and asking for it again.

    SQLite takes 88 kB for each list within a statement and frees them all at its end: a dashboard's statement took a third
    longer for it. GNU's library keeps twice as much as the largest block of its own mapping that was freed (`mallopt(3)`,
    M_TRIM_THRESHOLD), which is to be had by freeing one, unless the environment says otherwise (`MALLOC_…`); other libraries
    have rules of their own, and nothing happens there.
    """
    bytearray(FREED)
