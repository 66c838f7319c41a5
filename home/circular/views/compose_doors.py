"""Which circular, and which entry of it, an address of coordination's is about."""

from datetime import date

from django.http import Http404
from django.shortcuts import get_object_or_404

from home.circular.enums import CircularState
from home.circular.models import CircularEntry, CircularPage
from intranet.members.views.requests import PersonRequest
from repository.keys import key_in


def circular_or_404(request: PersonRequest, month: date) -> CircularPage:
    found: CircularPage = get_object_or_404(CircularPage.objects.visible_to(request.user), month=month)
    return found


def composed_or_404(request: PersonRequest, month: date) -> CircularPage:
    """Not that of a month without any: nothing of it is put together any more."""
    found = circular_or_404(request, month)
    if found.state == CircularState.SKIPPED:
        raise Http404
    return found


def composed_entry_or_404(request: PersonRequest, circular: CircularPage, key: str | int) -> CircularEntry:
    """Of this circular, and that the person may see."""
    number = key_in(str(key))
    if number is None:
        raise Http404
    entries = circular.entries.visible_to(request.user).with_sources().select_related("author", "decided_by")
    entry: CircularEntry = get_object_or_404(entries, pk=number)
    entry.circular = circular
    return entry
