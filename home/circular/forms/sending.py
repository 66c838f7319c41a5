"""The day and the hour at which a circular is to be sent."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from home.circular.domain.working_days import USUAL_HOUR, first_working
from home.circular.models import CircularPage


class ScheduleForm(forms.Form):
    """By the clock of the house."""

    day = forms.DateField(label=gettext_lazy("Day"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    hour = forms.TimeField(label=gettext_lazy("Hour"), widget=forms.TimeInput({"type": "time"}, format="%H:%M"))

    use_required_attribute = False

    def __init__(self, data: Any = None, *, circular: CircularPage) -> None:
        """Begins with when it is scheduled for; else with the first day of its month, or from tomorrow on, that people are at work."""
        tomorrow = timezone.localdate() + timedelta(days=1)
        first = {"day": first_working(max(circular.month, tomorrow)), "hour": USUAL_HOUR}
        if circular.scheduled_for:
            at = timezone.localtime(circular.scheduled_for)
            first = {"day": at.date(), "hour": at.time()}
        super().__init__(data, initial=first, auto_id="quan-%s")

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        if self.errors:
            return data
        if not is_by_the_clock(self.at):
            self.add_error("hour", _("There is no such hour on that day: the clocks skip it. Choose another one."))
        elif self.at <= timezone.now():
            self.add_error("day", _("The moment is past: choose one that is still to come."))
        return data

    @property
    def at(self) -> datetime:
        """Of a form whose fields are valid."""
        return timezone.make_aware(datetime.combine(self.cleaned_data["day"], self.cleaned_data["hour"]))


def is_by_the_clock(at: datetime) -> bool:
    """Whether a clock on the wall ever shows it: at the end of March an hour is left out."""
    return at.astimezone(UTC).astimezone(at.tzinfo).replace(tzinfo=None) == at.replace(tzinfo=None)
