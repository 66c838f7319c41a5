"""When something was said, in the words that a person would use today."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from intranet.statements import EARLIER, TODAY, YESTERDAY
from intranet.templatetags.intranet import hour_words


def moment_words(moment: datetime, age: str) -> str:
    """«avui, 10.32», «ahir, 18.05», «16 d'abril, 9.15», and with its year alone what was said before this one."""
    local = timezone.localtime(moment)
    hour = {"hour": hour_words(moment)}
    if age == TODAY:
        return _("today, %(hour)s") % hour
    if age == YESTERDAY:
        return _("yesterday, %(hour)s") % hour
    if age == EARLIER:
        return date_format(local, pgettext("day of an earlier year", "j E Y"))
    return f"{date_format(local, pgettext('day of this year', 'j E'))}, {hour['hour']}"


def kept_for(age: str, day: date) -> str:
    """How long the words of `moment_words` hold, as part of a key: a day, a year, or for good."""
    if age in {TODAY, YESTERDAY}:
        return f"{age}{day.toordinal()}"
    return age if age == EARLIER else f"{age}{day.year}"
