"""Who proposed an entry is told what was decided once it has stood for a while: a slip of the hand is told to nobody.

What there is to tell stands in the rows, so that a circular is sent, or left out, without telling anybody at that moment.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from home.circular.enums import OPEN_STATES, EntryState, Told
from home.circular.models import CircularEntry
from home.circular.models.entries import EntryQuerySet
from home.circular.signals import entry_decided

STANDS = timedelta(minutes=10)


def tell_decided(now: datetime | None = None) -> None:
    """The job: what has been decided for ten minutes, or for good, and what has gone on to another circular."""
    before = (now or timezone.now()) - STANDS
    for entry in untold().filter(~Q(circular__state__in=OPEN_STATES) | Q(decided_at__lte=before)):
        tell(entry, Told(entry.state))
    for entry in with_author(CircularEntry.objects.candidates().filter(told=Told.MOVES)):
        tell(entry, Told.MOVED)


def untold() -> EntryQuerySet:
    """Decided, and its author was told of something else, or of nothing. What dropped out is not told to go in."""
    decided = Q(state=EntryState.ACCEPTED, drop_reason="") | Q(state=EntryState.REJECTED)
    return with_author(CircularEntry.objects.filter(decided, decided_at__isnull=False).exclude(told=F("state")))


def with_author(entries: EntryQuerySet) -> EntryQuerySet:
    found = entries.filter(author__isnull=False)
    return found.select_related("circular", "author", "decided_by").order_by("pk")


@transaction.atomic
def tell(entry: CircularEntry, news: Told) -> None:
    """Unless somebody has decided otherwise since it was read."""
    same = CircularEntry.objects.filter(pk=entry.pk, state=entry.state, decided_at=entry.decided_at, told=entry.told)
    if same.update(told=news):
        entry.told = news
        entry_decided.send(sender=CircularEntry, entry=entry, by=entry.decided_by)
