"""Finding what circulars have told: each entry by its own words, so that nobody finds what they may not see."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from home.circular.enums import OUT_STATES
from home.circular.models import CircularEntry, CircularPage
from intranet.fulltext.domain import index, matching

if TYPE_CHECKING:
    from home.circular.models import EntryQuerySet
    from intranet.members.models import User

ENTRY = "circular_entry"
# Words are put right soon after a circular is out, if ever.
SETTLED_AFTER = timedelta(days=60)


def index_circular(circular: CircularPage) -> None:
    """Have what it tells be found by its words. Nothing of a circular that is not out."""
    told = CircularEntry.objects.printed().filter(circular=circular, circular__state__in=OUT_STATES)
    for entry in told.select_related("organisation"):
        index(ENTRY, entry.pk, heading=entry.title, text=f"{entry.text}\n{entry.organisation or ''}")


def index_latest() -> None:
    """The job of every night: what was put right after a circular was out is found by its new words."""
    for circular in CircularPage.objects.out().filter(begun_at__gt=timezone.now() - SETTLED_AFTER):
        index_circular(circular)


def entries_with(words: str, user: "User") -> "EntryQuerySet":
    """What `user` may see of the circulars that are out and holds all of `words`, the latest first. One statement to find it."""
    told = CircularEntry.objects.printed().visible_to(user).filter(circular__state__in=OUT_STATES)
    found = told.filter(pk__in=matching(ENTRY, words)) if user.standing.in_network else told.none()
    return found.select_related("circular").order_by("-circular__month", "position", "pk")
