"""What else of the network takes place at the same time as what somebody is announcing."""

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import Q

from agenda.models import Event, Occurrence
from agenda.models.events import LONGEST
from agenda.recurrence import Span
from intranet.members.models import User

MOST_SPANS = 20
"""Of a long series, its first dates are looked at."""
MOST_CLASHES = 5


def clashes_of(
    spans: Sequence[Span], *, user: User, apart_from: int | None = None, most: int = MOST_CLASHES
) -> list[Occurrence]:
    """What takes place at the same moment as one of `spans`, of what `user` sees published; `apart_from`: an event's key.

    One statement.
    """
    if not spans:
        return []
    at_once = Q()
    for span in spans[:MOST_SPANS]:
        at_once |= Q(start__lt=span.end, end__gt=span.start)
    first, last = spans[0].start - LONGEST, spans[min(len(spans), MOST_SPANS) - 1].end
    others = Event.objects.visible_to(user).published().exclude(pk=apart_from or 0)
    found = Occurrence.objects.on().filter(at_once, event__in=others, start__range=(first, last + timedelta(days=1)))
    return list(found.select_related("event").in_order()[:most])
