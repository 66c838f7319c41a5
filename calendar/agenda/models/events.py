"""An activity that is announced once and flows everywhere."""

import zoneinfo
from datetime import date, datetime, timedelta
from typing import Any, ClassVar
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin

from agenda.blocks import Programme
from agenda.enums import Audience, EventKind, EventState, EventVisibility, Frequency, Mode, MonthDay, Review
from agenda.limits import check_days, is_of_the_agenda
from agenda.models.queries import EventQuerySet
from agenda.recurrence import Span, end_of, spans_of
from agenda.repeats import Repeat
from intranet.fields import FoldedField
from intranet.members.models import Organisation, Subject, WorkingGroup

LONGEST_TITLE = 160
LONGEST_SUMMARY = 400
HOME_ZONE = settings.TIME_ZONE
LONGEST = timedelta(days=31)
"""How long one date can last: what bounds the search for those that began before a day and touch it."""

# What a revision does not carry: what has become of the announcement since is not undone by an older wording of it.
OF_THE_ROW = (
    "author_id",
    "created_at",
    "review",
    "review_note",
    "reviewed_by_id",
    "reviewed_at",
    "is_cleared",
    "state",
    "reason",
    "uid",
    "sequence",
    "changed_at",
    "continues_id",
    "entry_id",
    "told",
    "key",
)


def check_zone(name: str) -> None:
    if name not in zoneinfo.available_timezones():
        raise ValidationError(_("There is no time zone «%(name)s»."), params={"name": name}, code="zone")


def check_length(start: datetime, end: datetime) -> None:
    """Of one date. Raises ValidationError for `end`."""
    if end <= start:
        raise ValidationError({"end": ValidationError(_("It has to end after it begins."), code="end")})
    if end - start > LONGEST:
        text = _("One date lasts %(days)d days at most: announce something longer as several dates.")
        raise ValidationError({"end": ValidationError(text, params={"days": LONGEST.days}, code="too_long")})


class Event(PreviewableMixin, DraftStateMixin, RevisionMixin, ClusterableModel):
    """An event (RFC 5545 §3.6.1), with all its dates.

    `start` and `end` are those of its first date; all days are whole ones from local midnight to local midnight, the end
    being the first moment after it. When it takes place is what its occurrences say (`domain.dates` keeps them).
    """

    title = models.CharField(_("title"), max_length=LONGEST_TITLE)
    summary = models.TextField(
        _("summary"),
        max_length=LONGEST_SUMMARY,
        help_text=_("What it is and why to come, in one or two sentences: this goes into mails and the circular."),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=EventKind, default=EventKind.COUNCIL)
    mode = models.CharField(_("mode"), max_length=12, choices=Mode, default=Mode.IN_PERSON)
    audience = models.CharField(_("for whom"), max_length=20, choices=Audience, default=Audience.EVERYONE)
    visibility = models.CharField(
        _("who sees it"), max_length=10, choices=EventVisibility, default=EventVisibility.NETWORK
    )
    subjects = ParentalManyToManyField(Subject, blank=True, related_name="events", verbose_name=_("subjects"))

    # Who organises it
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("organiser"),
        help_text=_("The council or agent that organises it. Without one, it is the network's or the group's."),
    )
    group = models.ForeignKey(
        WorkingGroup,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("working group"),
    )
    co_organisers = ParentalManyToManyField(
        Organisation, blank=True, related_name="co_organised_events", verbose_name=_("co-organisers")
    )
    other_organisers = models.CharField(
        _("other organisers"),
        max_length=200,
        blank=True,
        help_text=_("Those that are not in the list, by their names."),
    )
    contact_name = models.CharField(_("contact"), max_length=120, blank=True)
    contact_email = models.EmailField(_("contact's e-mail"), blank=True)
    contact_phone = models.CharField(_("contact's telephone"), max_length=30, blank=True)

    # Where
    venue = models.CharField(
        _("place"), max_length=120, blank=True, help_text=_("The name of the place: «Centre cívic La Farinera».")
    )
    address = models.CharField(_("address"), max_length=200, blank=True)
    comarca = models.CharField(_("county (comarca)"), max_length=40, blank=True, db_index=True)
    join_url = models.URLField(
        _("link to join online"), max_length=500, blank=True, help_text=_("Shown only to those who may take part.")
    )
    web_url = models.URLField(_("web page"), max_length=500, blank=True)

    # When
    start = models.DateTimeField(_("start"))
    end = models.DateTimeField(_("end"))
    all_day = models.BooleanField(_("all day"), default=False)
    time_zone = models.CharField(_("time zone"), max_length=64, default=HOME_ZONE, validators=[check_zone])
    frequency = models.CharField(_("repeats"), max_length=10, choices=Frequency, blank=True)
    interval = models.PositiveSmallIntegerField(_("every how many"), default=1)
    weekdays = models.CharField(_("on which weekdays"), max_length=20, blank=True)  # «MO,WE»
    month_day = models.CharField(_("on which day"), max_length=12, choices=MonthDay, default=MonthDay.DATE)
    until = models.DateField(_("last day"), null=True, blank=True)
    count = models.PositiveSmallIntegerField(_("how many times"), null=True, blank=True)

    for_circular = models.BooleanField(_("propose it for the monthly circular"), default=True)

    # What has become of it
    state = models.CharField(
        _("state"), max_length=10, choices=EventState, default=EventState.SCHEDULED, editable=False
    )
    reason = models.TextField(_("reason"), max_length=600, blank=True, editable=False)
    review = models.CharField(_("review"), max_length=10, choices=Review, default=Review.PUBLISHED, editable=False)
    review_note = models.TextField(_("remark"), max_length=600, blank=True, editable=False)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Nothing has to be looked at before people see what it says now: it was accepted, or it needed no review.
    is_cleared = models.BooleanField(default=False, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="events", verbose_name=_("author")
    )
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)
    # RFC 7986 §5.3 and RFC 5545 §3.8.7: the same for as long as the event lives, and growing with every change of it.
    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now, editable=False)
    # The series of which this one is the rest, from the date on from which somebody moved it.
    continues = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="continued_by"
    )
    # The engine's own row (`recurrence` alone opens it).
    entry = models.OneToOneField(
        "schedule.Event", on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    # What was last told of it, in words: the next change is told by what differs (`domain.telling`).
    told = models.JSONField(default=dict, blank=True, editable=False)
    folded_words = FoldedField(sources=("title", "venue", "address", "other_organisers"))
    # The form that announced it: sent twice, it makes one event.
    key = models.UUIDField(null=True, blank=True, editable=False)
    # Last in the row: lists read what stands before them without turning these pages.
    body = models.TextField(_("text"), blank=True)  # sanitised HTML (`intranet.richtext`)
    programme = StreamField(Programme(), verbose_name=_("programme"), blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering: ClassVar = ["-start", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(end__gt=F("start")),
                name="event_ends_after_start",
                violation_error_message=_("It has to end after it begins."),
            ),
            models.CheckConstraint(
                condition=~Q(visibility=EventVisibility.GROUP) | Q(group__isnull=False),
                name="event_for_a_group",
                violation_error_message=_("Choose the working group whose readers see it."),
            ),
            models.CheckConstraint(
                condition=Q(frequency="") | Q(until__isnull=False) | Q(count__isnull=False),
                name="event_repeats_until",
                violation_error_message=_("Say until when it repeats, or how many times."),
            ),
            models.UniqueConstraint(fields=["author", "key"], condition=Q(key__isnull=False), name="event_form_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["review", "-created_at"], name="event_by_review")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("event", args=[self.pk])

    def clean(self) -> None:
        """Raises ValidationError, by field, for what has no dates (the recurrence engine is asked), or leaves a private group."""
        super().clean()
        self.title = " ".join(self.title.split())
        errors: dict[str, list[ValidationError]] = {}
        for check in (self.check_circle, self.check_dates):
            try:
                check()
            except ValidationError as error:
                errors = error.update_error_dict(errors)
        if errors:
            raise ValidationError(errors)

    def check_circle(self) -> None:
        if self.group is not None and self.group.is_private and self.visibility != EventVisibility.GROUP:
            text = _("What a private group does is seen by its people alone.")
            raise ValidationError({"visibility": ValidationError(text, code="private")})

    def check_dates(self) -> None:
        if self.start is None or self.end is None:
            return
        check_days(start=self.start, end=self.end)
        check_length(self.start, self.end)
        last = self.spans()[-1]
        if self.repeat is not None and not is_of_the_agenda(last.end):
            text = _("The agenda ends in 2199: choose an earlier end.")
            raise ValidationError({end_of(self.repeat): ValidationError(text, code="too_late")})

    def spans(self) -> list[Span]:
        """All its dates as its rule puts them. Raises ValidationError, by field."""
        check_zone(self.time_zone)
        return spans_of(self.start, self.end, self.repeat, self.zone)

    def with_content_json(self, content: dict[str, Any]) -> "Event":
        """Wagtail's: the event as a revision words it, with what has become of it until now."""
        event: Event = super().with_content_json(content)
        now = Event.objects.filter(pk=self.pk).values(*OF_THE_ROW).first()
        for name in OF_THE_ROW:
            setattr(event, name, now[name] if now else getattr(self, name))
        return event

    def get_preview_template(self, _request: Any, _mode_name: str) -> str:
        return "agenda/preview.html"

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    @property
    def local_start(self) -> datetime:
        """In the event's own time zone."""
        return self.start.astimezone(self.zone)

    @property
    def local_end(self) -> datetime:
        return self.end.astimezone(self.zone)

    @property
    def last_day(self) -> date:
        """Of its first date: what ends at midnight lasts until the day before."""
        return (self.local_end - timedelta(microseconds=1)).date()

    @property
    def repeat(self) -> Repeat | None:
        """How it repeats; None for what happens once."""
        if not self.frequency:
            return None
        return Repeat(
            frequency=Frequency(self.frequency),
            interval=self.interval,
            weekdays=tuple(self.weekdays.split(",")) if self.weekdays else (),
            month_day=MonthDay(self.month_day),
            until=self.until,
            count=self.count,
        )

    @property
    def is_published(self) -> bool:
        return self.live and self.review == Review.PUBLISHED

    @property
    def is_on(self) -> bool:
        """Whether it goes ahead, as a whole."""
        return self.state == EventState.SCHEDULED
