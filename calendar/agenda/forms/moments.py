"""Form fields for a day and an hour by the clock, and for days of the week."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from agenda.enums import MonthDay, Weekday
from agenda.limits import FIRST_DAY, LAST_DAY
from agenda.repeats import WEEKDAYS, fits
from agenda.rhythms import which_day


@dataclass(frozen=True)
class Clock:
    """What was typed: a day and an hour of a clock, whose zone another field says. Either may be missing."""

    day: date | None = None
    hour: time | None = None

    @classmethod
    def at(cls, moment: datetime) -> "Clock":
        return cls(moment.date(), moment.time())


class ClockWidget(forms.MultiWidget):
    """The browser's own inputs for a day and for an hour, each with its label."""

    template_name = "agenda/widgets/clock.html"
    use_fieldset = True

    def __init__(self) -> None:
        day = forms.DateInput({"type": "date", "min": FIRST_DAY, "max": LAST_DAY}, format="%Y-%m-%d")
        super().__init__([day, forms.TimeInput({"type": "time"}, format="%H:%M")])

    def decompress(self, value: Clock | date | None) -> list[Any]:
        """A bare day, too: that of a page from which one begins."""
        if isinstance(value, datetime):
            value = Clock.at(value)
        if isinstance(value, Clock):
            return [value.day, value.hour]
        return [value, None]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        for part, label in zip(context["widget"]["subwidgets"], (_("Day"), _("Hour")), strict=True):
            part["label"] = label
        return context


class ClockField(forms.MultiValueField):
    """`start_0` the day, `start_1` the hour. Gives a `Clock`, of which the form says what it lacks (`WhenMixin`)."""

    widget = ClockWidget

    def __init__(self, **kwargs: Any) -> None:
        text = _("Choose a day between 1979 and 2199.")
        bounds = [MinValueValidator(FIRST_DAY, text), MaxValueValidator(LAST_DAY, text)]
        parts = (
            forms.DateField(
                required=False,
                validators=bounds,
                error_messages={"invalid": _("Write the day as in 16/04/2026.")},
            ),
            forms.TimeField(required=False, error_messages={"invalid": _("Write the hour as in 10:30.")}),
        )
        super().__init__(fields=parts, require_all_fields=False, **kwargs)

    def compress(self, data_list: Sequence[Any]) -> Clock:
        return Clock(*data_list)


class WeekdaysField(forms.MultipleChoiceField):
    """Boxes for the days of the week; «MO,WE» to the model, in the order of the week."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=Weekday.choices, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return [day for day in value.split(",") if day] if isinstance(value, str) else value

    def clean(self, value: Any) -> Any:
        chosen = super().clean(value)
        return ",".join(day for day in WEEKDAYS if day in chosen)


class MonthDaySelect(forms.RadioSelect):
    """Each choice says which day it is, once `first`, that of the first date, is known."""

    option_template_name = "agenda/widgets/month_day.html"
    first: date | None = None

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)
        if self.first is not None and fits(MonthDay(value), self.first):
            option["day"] = which_day(MonthDay(value), self.first)
        return option
