"""When an event takes place and how it repeats, as a part of its form. `{% include "agenda/when_fields.html" %}` draws it.

    class EventForm(WhenMixin, forms.ModelForm[Event]):
        class Meta:
            model = Event
            fields = ("title", …, *WHEN)

    EventForm(initial={"start": date(2026, 4, 16)})      # a day to begin from
    form.foreseen                                        # the sentence and the next dates, once it makes some
    form.spans()                                         # its dates, for `domain.clashes`

`start` and `end` are typed by the clock of `time_zone`, as a day (`start_0`) and an hour (`start_1`). Whoever types no day
of the end means the same one. The model says what is wrong with a rule (`Event.clean`).
"""

import zoneinfo
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agenda.domain.foreseeing import Foreseen, foresee
from agenda.enums import Frequency, MonthDay
from agenda.forms.moments import Clock, MonthDaySelect, WeekdaysField
from agenda.forms.spans import SpanMixin, clocks_of
from agenda.models import Event
from agenda.models.events import HOME_ZONE
from agenda.recurrence import Span
from agenda.repeats import MOST_APART, MOST_DATES, fits
from agenda.rhythms import which_day

WHEN = (
    "start",
    "end",
    "all_day",
    "time_zone",
    "frequency",
    "interval",
    "weekdays",
    "month_day",
    "until",
    "count",
)
ONCE = {"interval": 1, "weekdays": "", "month_day": MonthDay.DATE, "until": None, "count": None}
"""What the row says of what does not repeat."""
UNTIL, COUNT = "until", "count"
REPETITION = ("frequency", "interval", "weekdays", "month_day", "ends", "until", "count", "time_zone")
MOMENTS = {"start", "end"}


class WhenMixin(SpanMixin, forms.ModelForm[Event]):
    all_day = forms.BooleanField(label=_("All day, or several whole days"), required=False)
    time_zone = forms.CharField(
        label=_("Time zone"),
        required=False,
        max_length=64,
        help_text=_(
            "Only if the hours are those of another country, such as «Europe/Lisbon». The agenda shows those of here."
        ),
    )
    frequency = forms.ChoiceField(
        label=_("Repeats"), required=False, choices=[("", _("No, it happens once")), *Frequency.choices]
    )
    interval = forms.IntegerField(
        label=_("Every how many days, weeks, months or years"),
        required=False,
        min_value=1,
        max_value=MOST_APART,
        initial=1,
        help_text=_("1 is every one; 2, every other one."),
    )
    weekdays = WeekdaysField(
        label=_("On which weekdays"), required=False, help_text=_("Without any, on that of the first date.")
    )
    month_day = forms.ChoiceField(
        label=_("On which day"),
        required=False,
        choices=MonthDay.choices,
        initial=MonthDay.DATE,
        widget=MonthDaySelect,
    )
    ends = forms.ChoiceField(
        label=_("Until when"),
        required=False,
        choices=[
            (UNTIL, pgettext_lazy("end of a series", "Until a day")),
            (COUNT, pgettext_lazy("end of a series", "A number of times")),
        ],
        initial=UNTIL,
        widget=forms.RadioSelect,
    )
    until = forms.DateField(
        label=_("Last day"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    count = forms.IntegerField(
        label=_("How many times"),
        required=False,
        min_value=1,
        max_value=MOST_DATES,
        help_text=_("Counting the first one."),
        error_messages={"max_value": _("A series has %(limit_value)d dates at most.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("ends", "until", "count"):
            self.fields[name].conditional = True  # type: ignore[attr-defined]  # read by `requirement`
        self.initial = {**self.initial, **self.as_it_is(), **(kwargs.get("initial") or {})}
        self.fields["time_zone"].widget.attrs.update(spellcheck="false", autocapitalize="none")
        self.fields["month_day"].widget.first = self.first_day
        if self.is_bound and self["all_day"].data:
            self.fields["end"].required = False

    def as_it_is(self) -> dict[str, Any]:
        """What the event says of its first date, by the clock, and how its series ends."""
        event = self.instance
        if event.start is None or event.end is None:
            return {"ends": UNTIL}
        clocks = clocks_of(event.start, event.end, event.zone, all_day=event.all_day)
        return {**clocks, "ends": COUNT if event.count else UNTIL}

    @property
    def first_day(self) -> date | None:
        """The day on which it begins, as far as it can be said before anything is judged."""
        if not self.is_bound:
            initial: Clock | date | None = self.initial.get("start")
            return initial.day if isinstance(initial, Clock) else initial
        try:
            typed: Clock = self.fields["start"].clean(self["start"].data)
        except ValidationError:
            return None
        return typed.day

    def clean_interval(self) -> int:
        return self.cleaned_data["interval"] or 1

    def clean_month_day(self) -> str:
        return self.cleaned_data["month_day"] or MonthDay.DATE

    def clean_time_zone(self) -> str:
        """Whole days are those of here."""
        name = "" if self.cleaned_data.get("all_day") else self.cleaned_data["time_zone"].strip()
        if name and name not in zoneinfo.available_timezones():
            raise ValidationError(_("There is no time zone «%(name)s»."), params={"name": name}, code="zone")
        return name or HOME_ZONE

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self.check_end_of_series()
        if set(REPETITION) & set(self.errors):
            cleaned["frequency"] = ""  # the model judges no rule of which a part is wrong already
        cleaned |= self.end_of_series() if cleaned["frequency"] else ONCE
        return self.with_moments(cleaned, cleaned.get("time_zone", HOME_ZONE), all_day=cleaned["all_day"])

    def check_end_of_series(self) -> None:
        """Where the number is chosen, it is what is missing: the day is out of sight."""
        given = self.cleaned_data
        if given.get("frequency") and given.get("ends") == COUNT and given.get(COUNT, 0) is None:
            self.add_error(COUNT, ValidationError(_("Say how many times."), code="no_end"))

    def end_of_series(self) -> dict[str, Any]:
        """Only the one of the two that was chosen; both that are typed, if neither is."""
        chosen = self.cleaned_data.get("ends")
        return {other: None for other in (UNTIL, COUNT) if chosen and other != chosen}

    def _get_validation_exclusions(self) -> set[str]:
        """The model does not judge a first date of which one half is missing."""
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded | MOMENTS if excluded & MOMENTS else excluded

    def days_of_month(self) -> list[tuple[str, str]]:
        """Where the page says which day each way to keep to a day of the month means, and which it is."""
        anchor, first = self["month_day"].auto_id, self.first_day
        return [
            (f"{anchor}_{number}_day", which_day(kept, first) if first and fits(kept, first) else "")
            for number, kept in enumerate(MonthDay)
        ]

    @property
    def moment_fields(self) -> list[BoundField]:
        return [self[name] for name in ("all_day", "start", "end")]

    @property
    def repetition_fields(self) -> list[BoundField]:
        return [self[name] for name in REPETITION]

    @property
    def shows_repetition(self) -> bool:
        """Whether something is said there, or wrong: what is typed is never out of sight."""
        said = self["frequency"].value() or (self["time_zone"].value() or HOME_ZONE) != HOME_ZONE
        return bool(said) or bool(self.is_bound and set(REPETITION) & set(self.errors))

    def spans(self) -> list[Span]:
        """Its dates; none while something is wrong with them."""
        if self.is_bound and {*WHEN, "ends"} & set(self.errors):
            return []
        if self.instance.start is None or self.instance.end is None:
            return []
        try:
            return self.instance.spans()
        except ValidationError:  # of what another part of the form has not let the model judge
            return []

    @cached_property
    def foreseen(self) -> Foreseen | None:
        """What was chosen, in a sentence and with the next dates."""
        spans = self.spans()
        return foresee(self.instance, spans) if spans else None
