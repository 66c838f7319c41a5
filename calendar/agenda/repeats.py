"""How an event repeats: a few choices that people make, in the terms of RFC 5545 §3.3.10. Knows no database."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from agenda.enums import Frequency, MonthDay, Weekday

MOST_DATES = 200
"""Of one event: a weekly meeting of four years."""
LONGEST_SERIES = timedelta(days=5 * 366)
MOST_APART = 52
"""Days, weeks, months or years between two dates."""
WEEKDAYS = tuple(Weekday.values)
DAYS_A_WEEK = 7
ALWAYS_THERE = 4
"""Of each weekday every month has so many, and some a fifth one."""


@dataclass(frozen=True)
class Repeat:
    """`until` is a day of the event's time zone, included; `count` counts the first date. One of the two is there."""

    frequency: Frequency
    interval: int = 1
    weekdays: Sequence[str] = ()
    month_day: MonthDay = MonthDay.DATE
    until: date | None = None
    count: int | None = None

    def check(self, first: date) -> None:
        """Raises ValidationError, by field, when it cannot begin on `first`, has no end, or none in sight.

        Whether it makes more than `MOST_DATES` is known once the dates are (`recurrence`).
        """
        errors = {**self._wrong_rhythm(first), **self._wrong_end(first)}
        if errors:
            raise ValidationError(errors)

    def _wrong_rhythm(self, first: date) -> dict[str, ValidationError]:
        wrong = {}
        if not 1 <= self.interval <= MOST_APART:
            text = _("Write a number from 1 to %(most)d.")
            wrong["interval"] = ValidationError(text, params={"most": MOST_APART}, code="interval")
        if self.frequency == Frequency.WEEKLY and self.weekdays and WEEKDAYS[first.weekday()] not in self.weekdays:
            text = _("The first date is not on one of the days on which it repeats: change the date, or add its day.")
            wrong["weekdays"] = ValidationError(text, code="weekday")
        if not set(self.weekdays) <= set(WEEKDAYS):
            wrong["weekdays"] = ValidationError(_("Choose days of the week from the list."), code="weekday")
        if self.keeps_to_month_day and not fits(self.month_day, first):
            text = _("The first date is not the last of the month: choose another day, or change the date.")
            wrong["month_day"] = ValidationError(text, code="month_day")
        return wrong

    def _wrong_end(self, first: date) -> dict[str, ValidationError]:
        if self.until is not None and self.count is not None:
            return {"count": ValidationError(_("Say until when, or how many times: not both."), code="two_ends")}
        if self.until is None and self.count is None:
            text = _("Say until when it repeats, or how many times: nothing repeats for ever.")
            return {"until": ValidationError(text, code="no_end")}
        if self.until is not None and self.until < first:
            return {"until": ValidationError(_("The last day is before the first date."), code="until")}
        if self.until is not None and self.until - first > LONGEST_SERIES:
            text = _("A series lasts five years at most: choose an earlier last day.")
            return {"until": ValidationError(text, code="too_long")}
        if self.count is not None and not 1 <= self.count <= MOST_DATES:
            text = _("Write a number from 1 to %(most)d.")
            return {"count": ValidationError(text, params={"most": MOST_DATES}, code="count")}
        return {}

    @property
    def keeps_to_month_day(self) -> bool:
        return self.frequency in {Frequency.MONTHLY, Frequency.YEARLY}

    def parts(self, first: date) -> dict[str, int | list[str]]:
        """The BY… parts of the rule that begins on `first` (RFC 5545 §3.3.10), in lower case."""
        if self.frequency == Frequency.WEEKLY:
            return {"byday": list(self.weekdays) or [WEEKDAYS[first.weekday()]]}
        if not self.keeps_to_month_day:
            return {}
        month: dict[str, int | list[str]] = {"bymonth": first.month} if self.frequency == Frequency.YEARLY else {}
        if self.month_day == MonthDay.DATE:
            return {**month, "bymonthday": first.day}
        if self.month_day == MonthDay.LAST_DAY:
            return {**month, "bymonthday": -1}
        position = -1 if self.month_day == MonthDay.LAST_WEEKDAY else nth_weekday(first)
        return {**month, "byday": [WEEKDAYS[first.weekday()]], "bysetpos": position}

    def moved(self, old: date, new: date) -> "Repeat":
        """The same rhythm for a series whose date of `old` is on `new`: its weekdays move along.

        What keeps to the last of the month keeps to the date, or to the weekday, where `new` is not the last. What comes to
        a fifth weekday keeps to the last one, which every month has.
        """
        days = (new - old).days
        weekdays = tuple(WEEKDAYS[(WEEKDAYS.index(day) + days) % DAYS_A_WEEK] for day in self.weekdays)
        month_day = self.month_day
        if self.keeps_to_month_day and not fits(month_day, new):
            month_day = MonthDay.DATE if month_day == MonthDay.LAST_DAY else MonthDay.NTH_WEEKDAY
        elif month_day == MonthDay.NTH_WEEKDAY and nth_weekday(old) <= ALWAYS_THERE < nth_weekday(new):
            month_day = MonthDay.LAST_WEEKDAY
        return replace(self, weekdays=tuple(sorted(weekdays, key=WEEKDAYS.index)), month_day=month_day)

    def ends_at(self, zone: ZoneInfo) -> datetime | None:
        """The last moment at which a date can begin; None for what ends by number."""
        return datetime.combine(self.until, time(23, 59, 59), zone) if self.until else None


def nth_weekday(day: date) -> int:
    """2 for the second Thursday of its month."""
    return (day.day - 1) // DAYS_A_WEEK + 1


def is_last_weekday(day: date) -> bool:
    return day.day + DAYS_A_WEEK > last_of_month(day)


def is_last_day(day: date) -> bool:
    return day.day == last_of_month(day)


def last_of_month(day: date) -> int:
    return monthrange(day.year, day.month)[1]


def fits(month_day: MonthDay, first: date) -> bool:
    if month_day == MonthDay.LAST_DAY:
        return is_last_day(first)
    return month_day != MonthDay.LAST_WEEKDAY or is_last_weekday(first)
