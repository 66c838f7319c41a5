"""Which council somebody means who writes its name: totals count it once, however it is written."""

from intranet.catalan import fold
from intranet.members.models import Organisation

SMALL_WORDS = frozenset(("d", "de", "del", "dels", "el", "els", "l", "la", "les"))


def organisation_named(text: str) -> Organisation | None:
    """The one that takes part and has this name, whole or without what kind it is, whatever small words are left out."""
    words = bare(text)
    if not words:
        return None
    found = [one for one in Organisation.objects.present() if words in (bare(one.full_name), bare(one.name))]
    return found[0] if len(found) == 1 else None


def bare(text: str) -> str:
    return " ".join(word for word in fold(text).split() if word not in SMALL_WORDS)
