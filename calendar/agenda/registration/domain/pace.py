"""What keeps programs from filling in the public page: no riddles, but limits that a person does not meet.

They are counted in the cache that all processes share.
"""

import hashlib

from django.core.cache import cache
from django.utils.translation import gettext as _

MINUTES, HOURS, DAY = 60, 60 * 60, 24 * 60 * 60
MOST_OF_A_COMPUTER = ((20, 10 * MINUTES), (100, DAY))
"""How many registrations, in how many seconds: a training room behind one address still gets in."""
MOST_TO_AN_ADDRESS = ((6, HOURS),)
BETWEEN_MAILS = 10 * MINUTES
"""A desk writes to one address no more often than this, whoever asks for it."""


class TooManyRequestsError(Exception):
    """Too much in too little time. Its words are for whoever registers."""

    def __init__(self) -> None:
        super().__init__(
            _("There have been many registrations from here in a short time. Wait a while and send it again.")
        )


def check_pace(*, computer: str, email: str) -> None:
    """Count one registration from `computer` (its IP address) with `email`. Raises `TooManyRequestsError`."""
    limits = [(f"{computer}", limit) for limit in MOST_OF_A_COMPUTER] + [(email, limit) for limit in MOST_TO_AN_ADDRESS]
    if [who for who, (most, seconds) in limits if counted(who, seconds) > most]:
        raise TooManyRequestsError


def may_write(desk: int, email: str) -> bool:
    """Whether the last mail of this desk to this address is long enough ago; if so, the next one begins to count."""
    return cache.add(key_of("written", desk, email), 1, BETWEEN_MAILS)


def counted(who: str, seconds: int) -> int:
    """How many times within `seconds` of the first, this one included."""
    key = key_of("registered", who, seconds)
    if cache.add(key, 1, seconds):
        return 1
    try:
        return int(cache.incr(key))
    except ValueError:  # it has just run out
        return 1


def key_of(*parts: object) -> str:
    """Nobody's address can be read in it."""
    digest = hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()[:32]
    return f"registration-pace:{digest}"
