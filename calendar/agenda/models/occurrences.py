from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda.enums import EventState
from agenda.models.events import LONGEST, Event

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from intranet.members.models import User


class OccurrenceQuerySet(models.QuerySet["Occurrence"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        return self.filter(event__in=Event.objects.visible_to(user))

    def on(self) -> Self:
        """Those that take place: neither they nor their event are cancelled or postponed."""
        return self.filter(is_cancelled=False, event__state=EventState.SCHEDULED)

    def between(self, first: date, last: date) -> Self:
        """Those that touch one of the days from `first` to `last`, both included (Europe/Madrid)."""
        return self.filter(first_day__lte=last, first_day__gte=first - LONGEST, last_day__gte=first)

    def ahead(self, at: datetime | None = None) -> Self:
        """Those that are not over."""
        return self.filter(end__gt=at or timezone.now())

    def in_order(self) -> Self:
        return self.order_by("start", "pk")


class Occurrence(models.Model):
    """One date of an event (RFC 5545 «recurrence instance»): of what happens once there is one.

    Kept by `domain.dates` from what the recurrence engine says, so that a month is one index range whatever repeats in it.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="occurrences", verbose_name=_("event"))
    # When the rule puts it, which names it for good: its RECURRENCE-ID (RFC 5545 §3.8.4.4).
    original_start = models.DateTimeField(_("original start"))
    start = models.DateTimeField(_("start"))
    end = models.DateTimeField(_("end"))
    # In Europe/Madrid, both included: the days of the month in whose cells it stands.
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    is_moved = models.BooleanField(_("moved"), default=False)
    is_cancelled = models.BooleanField(_("cancelled"), default=False)
    reason = models.TextField(_("reason"), max_length=600, blank=True)
    reminded_at = models.DateTimeField(_("reminded at"), null=True, blank=True)

    objects = OccurrenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("date")
        verbose_name_plural = _("dates")
        ordering: ClassVar = ["start", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "original_start"], name="occurrence_once"),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="occurrence_ends_after_start"),
        ]
        indexes: ClassVar = [
            # Holds all that a month asks of what begins and ends on one day, so that the rows are not read.
            models.Index(fields=["first_day", "start", "id", "last_day", "event"], name="occurrence_by_day"),
            models.Index(
                fields=["first_day", "last_day"], condition=Q(last_day__gt=F("first_day")), name="occurrence_of_days"
            ),
            models.Index(fields=["start"], name="occurrence_by_start"),
            models.Index(fields=["end"], name="occurrence_by_end"),
        ]

    def __str__(self) -> str:
        return f"{self.event} · {timezone.localtime(self.start):%Y-%m-%d %H.%M}"

    def get_absolute_url(self) -> str:
        """The event's page, at this date if there are others."""
        if not self.event.frequency:
            return self.event.get_absolute_url()
        return reverse("occurrence", args=[self.event_id, self.day])

    @property
    def day(self) -> date:
        """What names it within its event: the day on which the rule puts it, in the event's time zone."""
        return self.original_start.astimezone(self.event.zone).date()

    @property
    def state(self) -> EventState:
        """What holds for this date: its event's state, unless the date alone is cancelled."""
        return EventState.CANCELLED if self.is_cancelled and self.event.is_on else EventState(self.event.state)

    @property
    def is_on(self) -> bool:
        return self.state == EventState.SCHEDULED

    @property
    def is_over(self) -> bool:
        return self.end <= timezone.now()
