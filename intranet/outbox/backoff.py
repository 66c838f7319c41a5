"""When a message that could not be sent is tried again: soon at first, the last time a day after the first."""

from datetime import datetime, timedelta

BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 360, 480))
LONGEST = max(BACK_OFF)
MOST_ATTEMPTS = len(BACK_OFF) + 1
# A message that cannot even be handed to the server is not the server's fault: time alone mends little.
MOST_ATTEMPTS_OF_POISON = 3


def next_attempt(attempts: int, *, now: datetime) -> datetime:
    """When it is due after so many attempts."""
    return now + BACK_OFF[min(attempts, len(BACK_OFF)) - 1]
