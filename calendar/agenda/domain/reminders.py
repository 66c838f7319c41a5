"""The day before: those whom an event interests are reminded of it."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from agenda.enums import Review
from agenda.models import Occurrence
from agenda.registration.domain.concerned import registered_at
from intranet.members.models import User
from intranet.notifications.domain.forgetting import forget
from intranet.notifications.domain.notify import notify


def remind_of_tomorrow() -> int:
    """Remind of the dates of tomorrow and of what is left of today, each once; returns of how many.

    What was announced or moved too late for yesterday's reminder is told today. A run that was cut off, two in one day or
    two at the same moment tell nobody twice.
    """
    today = timezone.localdate()
    due = Occurrence.objects.on().filter(
        first_day__range=(today, today + timedelta(days=1)),
        start__gt=timezone.now(),
        reminded_at=None,
        event__live=True,
        event__review=Review.PUBLISHED,
    )
    return sum(remind_of(pk) for pk in due.in_order().values_list("pk", flat=True))


@transaction.atomic
def remind_of(pk: int) -> bool:
    """Whether it was this one who told of it: of those who race, the row lets one through."""
    if not Occurrence.objects.filter(pk=pk, reminded_at=None).update(reminded_at=timezone.now()):
        return False
    date = Occurrence.objects.select_related("event__group").get(pk=pk)
    forget("event_reminder", date)  # of another moment, at which it was before
    people = User.objects.filter(pk__in=date.event.interests.values("person"))
    people = people.exclude(pk__in=registered_at(date).values("person"))  # a mail of its own reminds them
    notify("event_reminder", people, actor=None, target=date, about=date.event, group=date.event.group)
    return True
