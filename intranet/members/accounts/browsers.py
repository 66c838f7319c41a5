"""A browser in words that people recognise, from what it says of itself."""

import re

from django.utils.translation import gettext as _

# The first that fits counts: nearly all of them also claim to be the ones after them.
BROWSERS = (
    ("Edge", r"Edg(e|A|iOS)?/"),
    ("Opera", r"OPR/|Opera"),
    ("Samsung Internet", r"SamsungBrowser/"),
    ("Firefox", r"Firefox/|FxiOS/"),
    ("Chrome", r"Chrome/|CriOS/|Chromium/"),
    ("Safari", r"Safari/"),
)
SYSTEMS = (
    ("iPhone", r"iPhone"),
    ("iPad", r"iPad"),
    ("Android", r"Android"),
    ("Windows", r"Windows"),
    ("Mac", r"Mac OS X|Macintosh"),
    ("ChromeOS", r"CrOS"),
    ("Linux", r"Linux|X11"),
)


def browser_words(user_agent: str) -> str:
    """«Firefox, Windows»; what the browser says, shortened, when it is none of the usual ones."""
    found = [
        next((name for name, pattern in known if re.search(pattern, user_agent)), "") for known in (BROWSERS, SYSTEMS)
    ]
    words = ", ".join(part for part in found if part)
    return words or user_agent[:60] or _("Unknown browser")
