"""Who proposed an entry is told what was decided once it has stood for a while: a slip of the hand is told to nobody."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from home.circular.enums import OPEN_STATES, EntryState, Told
from home.circular.models import CircularEntry, CircularPage
from home.circular.models.entries import EntryQuerySet
from home.circular.signals import entry_decided

STANDS = timedelta(minutes=10)


def tell_decided(now: datetime | None = None) -> None:
    """The job: what has been decided for ten minutes on what nobody has yet."""
    before = (now or timezone.now()) - STANDS
    for entry in untold().filter(circular__state__in=OPEN_STATES, decided_at__lte=before):
        tell(entry)


def tell_rest(circular: CircularPage) -> None:
    """What is left to tell when it goes out, or is not sent at all. Within its lock."""
    for entry in untold().filter(circular=circular):
        tell(entry)


def tell_moved(circular: CircularPage, keys: list[int]) -> None:
    """That the entries with these keys wait in `circular` from now on. Within its lock."""
    for entry in circular.entries.filter(pk__in=keys).select_related("author").order_by("pk"):
        entry.circular = circular
        entry_decided.send(sender=CircularEntry, entry=entry, by=None)


def untold() -> EntryQuerySet:
    """Decided, and its author was told of something else, or of nothing. What dropped out is not told to go in."""
    decided = Q(state=EntryState.ACCEPTED, drop_reason="") | Q(state=EntryState.REJECTED)
    found = CircularEntry.objects.filter(decided, author__isnull=False).exclude(told=F("state"))
    return found.select_related("circular", "author", "decided_by").order_by("pk")


@transaction.atomic
def tell(entry: CircularEntry) -> None:
    """Unless somebody has decided otherwise since it was read."""
    same = CircularEntry.objects.filter(pk=entry.pk, state=entry.state, decided_at=entry.decided_at)
    if same.exclude(told=entry.state).update(told=Told(entry.state)):
        entry.told = entry.state
        entry_decided.send(sender=CircularEntry, entry=entry, by=entry.decided_by)
