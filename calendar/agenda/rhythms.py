"""How often, as people say it: the sentence that says what was chosen. Knows no database."""

from datetime import date

from django.utils.formats import date_format
from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from agenda.enums import Frequency, MonthDay, Weekday
from agenda.repeats import ALWAYS_THERE, DAYS_A_WEEK, WEEKDAYS, Repeat, nth_weekday
from intranet.catalan import elided

WORKING_DAYS = WEEKDAYS[:5]
SHORTEST_MONTH = 28


def repetition_words(repeat: Repeat, first: date) -> str:
    """«Cada dimarts i dijous, fins al 30 de juny de 2027», for what begins on `first`."""
    words = {"rhythm": rhythm_of(repeat, first), "end": end_words(repeat)}
    return capfirst(_("%(rhythm)s, %(end)s") % words if words["end"] else words["rhythm"])


def rhythm_of(repeat: Repeat, first: date) -> str:
    if repeat.frequency == Frequency.DAILY:
        return daily(repeat)
    if repeat.frequency == Frequency.WEEKLY:
        return weekly(repeat, first)
    return (monthly if repeat.frequency == Frequency.MONTHLY else yearly)(repeat, first)


def end_words(repeat: Repeat) -> str:
    if repeat.until is not None:
        day = date_format(repeat.until, pgettext("day with its year", "j E Y"))
        return elided(_("until %(day)s"), day=repeat.until) % {"day": day}
    if repeat.count is not None:
        return ngettext("%(count)d time", "%(count)d times", repeat.count) % {"count": repeat.count}
    return ""


def daily(repeat: Repeat) -> str:
    return _("every day") if repeat.interval == 1 else _("every %(number)d days") % {"number": repeat.interval}


def weekly(repeat: Repeat, first: date) -> str:
    chosen = [day for day in WEEKDAYS if day in repeat.weekdays] or [WEEKDAYS[first.weekday()]]
    if repeat.interval > 1:
        return _("every %(number)d weeks, on %(days)s") % {"number": repeat.interval, "days": listed_days(chosen)}
    if len(chosen) == DAYS_A_WEEK:
        return _("every day")
    if tuple(chosen) == WORKING_DAYS:
        return _("from Monday to Friday")
    return _("every %(days)s") % {"days": listed_days(chosen)}


def listed_days(days: list[str]) -> str:
    return get_text_list([str(Weekday(day).label) for day in days], pgettext("between the last two", "and"))


def monthly(repeat: Repeat, first: date) -> str:
    words = {"which": which_day(repeat.month_day, first), "number": repeat.interval}
    if repeat.interval == 1:
        text = _("%(which)s of every month that has it") if is_rare(repeat, first) else _("%(which)s of every month")
    elif is_rare(repeat, first):
        text = _("%(which)s, every %(number)d months, if the month has it")
    else:
        text = _("%(which)s, every %(number)d months")
    return text % words


def yearly(repeat: Repeat, first: date) -> str:
    words = {
        "which": which_day(repeat.month_day, first),
        "month": date_format(first, "E"),
        "number": repeat.interval,
    }
    if repeat.interval == 1:
        text = (
            _("every year that has it, %(which)s of %(month)s")
            if is_rare(repeat, first)
            else _("every year, %(which)s of %(month)s")
        )
    elif is_rare(repeat, first):
        text = _("every %(number)d years, if the year has it, %(which)s of %(month)s")
    else:
        text = _("every %(number)d years, %(which)s of %(month)s")
    return text % words


def which_day(month_day: MonthDay, first: date) -> str:
    """«el segon dijous», of a repetition that begins on `first`."""
    words = {"day": first.day, "weekday": date_format(first, "l"), "position": position_words(nth_weekday(first))}
    if month_day == MonthDay.DATE:
        return _("the %(day)d") % words
    if month_day == MonthDay.LAST_DAY:
        return _("the last day")
    return (
        _("the %(position)s %(weekday)s") if month_day == MonthDay.NTH_WEEKDAY else _("the last %(weekday)s")
    ) % words


def position_words(position: int) -> str:
    return (
        pgettext("weekday of the month", "first"),
        pgettext("weekday of the month", "second"),
        pgettext("weekday of the month", "third"),
        pgettext("weekday of the month", "fourth"),
        pgettext("weekday of the month", "fifth"),
    )[position - 1]


def is_rare(repeat: Repeat, first: date) -> bool:
    """Whether some months, or some years, have no such day."""
    if repeat.month_day == MonthDay.NTH_WEEKDAY:
        return nth_weekday(first) > ALWAYS_THERE
    if repeat.month_day != MonthDay.DATE or first.day <= SHORTEST_MONTH:
        return False
    return repeat.frequency == Frequency.MONTHLY or (first.month, first.day) == (2, 29)
