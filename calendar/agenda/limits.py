"""Between which days the agenda is. Knows no database."""

from datetime import UTC, date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

FIRST_DAY, LAST_DAY = date(1979, 1, 1), date(2199, 12, 31)
"""The days that an agenda may hold: those of the months that have an address."""
A_DAY = timedelta(days=1)
EARLIEST = datetime.combine(FIRST_DAY - A_DAY, time(), UTC)
LATEST = datetime.combine(LAST_DAY + 2 * A_DAY, time(), UTC)
"""Between these two moments these days begin and end, by the clock of any zone."""


def is_of_the_agenda(moment: datetime) -> bool:
    return EARLIEST <= moment <= LATEST


def check_days(**moments: datetime) -> None:
    """Raises ValidationError for each that is on no day of the agenda."""
    text = _("Choose a day between 1979 and 2199.")
    wrong = {
        name: ValidationError(text, code="day") for name, moment in moments.items() if not is_of_the_agenda(moment)
    }
    if wrong:
        raise ValidationError(wrong)
