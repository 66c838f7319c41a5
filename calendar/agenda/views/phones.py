"""What a request tells of the device: on a phone the agenda is read as a list unless its reader chose the month."""

from django.http import HttpRequest

ASKS_FOR_PHONE = ("Sec-CH-UA-Mobile", "User-Agent")
"""The headers that say it, so that no cache takes one answer for the other."""


def is_from_phone(request: HttpRequest) -> bool:
    """As the browser says; one that says nothing, by its name, in which phones write «Mobi» (MDN, Browser detection)."""
    said = request.headers.get("Sec-CH-UA-Mobile", "")
    return said == "?1" if said else "Mobi" in request.headers.get("User-Agent", "")
