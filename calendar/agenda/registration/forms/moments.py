"""A moment as one types it, by the clock of the event's zone."""

import zoneinfo
from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from agenda.forms.moments import Clock, ClockField
from agenda.models.events import HOME_ZONE
from agenda.recurrence import moment

LAST_MINUTE = time(23, 59)


class MomentField(ClockField):
    """An aware moment, or none. A day alone is its midnight, or with `whole_day` its last minute."""

    def __init__(self, *, whole_day: bool = False, **kwargs: Any) -> None:
        super().__init__(**{"required": False, **kwargs})
        self.usual_hour = LAST_MINUTE if whole_day else time()
        self.zone = zoneinfo.ZoneInfo(HOME_ZONE)

    def prepare_value(self, value: Any) -> Any:
        return Clock.at(value.astimezone(self.zone)) if isinstance(value, datetime) else value

    def compress(self, data_list: Sequence[Any]) -> Any:
        day, hour = data_list or (None, None)
        if day is None and hour is None:
            return None
        if day is None:
            raise ValidationError(_("Choose the day, too."), code="no_day")
        return moment(datetime.combine(day, hour or self.usual_hour), self.zone)
