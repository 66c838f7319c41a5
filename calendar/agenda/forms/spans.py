"""From when until when, as it is typed: two days and two hours by a clock."""

import zoneinfo
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from agenda.forms.moments import Clock, ClockField
from agenda.recurrence import moment

A_DAY = timedelta(days=1)
MIDNIGHT = time()


class SpanMixin(forms.Form):
    start = ClockField(label=_("Begins"), error_messages={"required": _("Choose the day on which it begins.")})
    end = ClockField(
        label=_("Ends"),
        help_text=_("Leave the day empty if it ends on the same one."),
        error_messages={"required": _("Say at what hour it ends.")},
    )

    def with_moments(self, cleaned: dict[str, Any], zone: str, *, all_day: bool) -> dict[str, Any]:
        """`cleaned` with the moments of `start` and `end`, which are by the clock of `zone`; without both if one is none."""
        begins, ends = cleaned.pop("start", None), cleaned.pop("end", None)
        if begins is not None and ends is not None and self.is_whole(begins, ends, all_day=all_day):
            cleaned["start"], cleaned["end"] = moments(begins, ends, zoneinfo.ZoneInfo(zone), all_day=all_day)
        return cleaned

    def is_whole(self, begins: Clock, ends: Clock, *, all_day: bool) -> bool:
        """Whether moments can be made of them; if not, each says what it lacks."""
        if begins.day is None:
            self.add_error("start", ValidationError(_("Choose the day on which it begins."), code="no_day"))
        if all_day:
            return begins.day is not None
        if begins.hour is None:
            text = _("Say at what hour it begins, or that it lasts all day.")
            self.add_error("start", ValidationError(text, code="no_hour"))
        if ends.hour is None:
            self.add_error("end", ValidationError(_("Say at what hour it ends."), code="no_hour"))
        return None not in {begins.day, begins.hour, ends.hour}


def moments(begins: Clock, ends: Clock, zone: zoneinfo.ZoneInfo, *, all_day: bool) -> tuple[datetime, datetime]:
    """Of what is whole. Whoever types no day of the end means the same one; whole days end at the midnight after the last."""
    if begins.day is None:
        raise ValueError
    last = ends.day or begins.day
    first_hour, last_hour = (None, None) if all_day else (begins.hour, ends.hour)
    if all_day:
        last += A_DAY
    return (
        moment(datetime.combine(begins.day, first_hour or MIDNIGHT), zone),
        moment(datetime.combine(last, last_hour or MIDNIGHT), zone),
    )


def clocks_of(start: datetime, end: datetime, zone: zoneinfo.ZoneInfo, *, all_day: bool) -> dict[str, Clock]:
    """What one types for it: the way back of `moments`. Without the day of the end where it is the same: it follows the start."""
    first, last = start.astimezone(zone), end.astimezone(zone)
    begins = Clock(first.date()) if all_day else Clock.at(first)
    ends = Clock((last - timedelta(microseconds=1)).date()) if all_day else Clock.at(last)
    return {"start": begins, "end": replace(ends, day=None) if ends.day == begins.day else ends}
