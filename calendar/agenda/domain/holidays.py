"""The holidays that the month shows: those of Catalonia, and those of the house's own towns."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

import holidays
from django.conf import settings

CALLED = {"Nativitat del Senyor": "Nadal"}
"""How people call the holidays that have another name in the official list."""


@lru_cache(maxsize=64)
def holidays_of(year: int) -> Mapping[date, str]:
    """By day, in Catalan; `LOCAL_HOLIDAYS` («2026-02-16 Carnestoltes») adds to them and renames them."""
    official = holidays.country_holidays("ES", subdiv="CT", years=year, language="ca")
    found = {day: CALLED.get(name, name).replace("'", "’") for day, name in official.items()}
    for entry in settings.LOCAL_HOLIDAYS:
        day, _space, name = entry.partition(" ")
        if day.startswith(f"{year}-"):
            found[date.fromisoformat(day)] = name.strip()
    return found
