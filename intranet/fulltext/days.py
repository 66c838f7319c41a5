"""Days that a text names, each as one word, so that «18 de desembre» finds what is on that day and not on some other of December.

In Catalan words, and in numbers where these say the year as well: «1/2» is more often a half.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

MONTHS = "gener febrer març abril maig juny juliol agost setembre octubre novembre desembre".split()  # noqa: SIM905 - reads better
NUMBER = {month.replace("ç", "c"): turn for turn, month in enumerate(MONTHS, start=1)}
IN_WORDS = re.compile(rf"(?<!\d)([0-3]?\d)(?:r|er)?\s+(?:de\s+|d['’]\s*)?({'|'.join(MONTHS)}|marc)\b", re.IGNORECASE)
IN_NUMBERS = re.compile(r"(?<![\d/.-])([0-3]?\d)([/.-])([01]?\d)\2((?:20)?\d\d)(?![\d/])")
LAST_DAY, LAST_MONTH = 31, 12


def days_in(text: str) -> Iterator[str]:
    """A word for each day that `text` names, whatever the year, in no order: none that anybody types, and not only of letters."""
    for found in IN_WORDS.finditer(text):
        yield from word_of(int(found[1]), NUMBER[found[2].lower().replace("ç", "c")])
    for found in IN_NUMBERS.finditer(text):
        yield from word_of(int(found[1]), int(found[3]))


def without_days(text: str) -> str:
    """`text` but for the days that it names; the year stays."""
    return IN_NUMBERS.sub(year_of, IN_WORDS.sub(nothing_of, text))


def nothing_of(found: re.Match[str]) -> str:
    return " " if is_day(int(found[1]), NUMBER[found[2].lower().replace("ç", "c")]) else found[0]


def year_of(found: re.Match[str]) -> str:
    return f" 20{found[4][-2:]} " if is_day(int(found[1]), int(found[3])) else found[0]


def is_day(day: int, month: int) -> bool:
    return 1 <= day <= LAST_DAY and 1 <= month <= LAST_MONTH


@lru_cache(maxsize=512)
def word_of(day: int, month: int) -> tuple[str, ...]:
    return (f"0d{month:02}{day:02}",) if is_day(day, month) else ()
