"""April’s circular, put together in March: what the tests of gathering and following say of it."""

from datetime import date

from home.circular.domain.gathering import gather
from home.circular.enums import EntryState
from home.circular.models import CircularEntry, CircularPage
from tests.factories.agenda import at

NOW = at(2026, 3, 10)
APRIL = date(2026, 4, 1)


def titles(circular):
    entries = circular.entries if isinstance(circular, CircularPage) else circular
    return sorted(entries.values_list("title", flat=True))


def entry_of(source):
    return CircularEntry.objects.get(**{type(source).__name__.lower().removesuffix("page"): source.pk})


def gathered(circular, source):
    """Its entry, accepted."""
    gather(circular)
    entry = entry_of(source)
    CircularEntry.objects.filter(pk=entry.pk).update(state=EntryState.ACCEPTED)
    return entry_of(source)


def versions(circular):
    return CircularPage.objects.values_list("version", "content_version").get(pk=circular.pk)
