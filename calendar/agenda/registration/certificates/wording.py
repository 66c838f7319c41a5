"""What a certificate says, in words, as they are frozen on the day on which it is issued."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from decimal import Decimal

from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from agenda.enums import Mode
from agenda.models import Event
from agenda.registration.models import Attendance, Registration, RegistrationDesk
from agenda.sentences import dated_words, organiser_of, place_words, span_words

MOST_DATES = 6
"""More of them are said by their number, and by the first and the last."""
HOUR = timedelta(hours=1)


def network_name() -> str:
    return _("Network of Municipalities for the Social and Solidarity Economy")


def organisers_of(event: Event) -> str:
    """Who does it and who helps; what is nobody's is the network's. One statement."""
    first = organiser_of(event) or ("" if event.group_id else settings.SITE_NAME)
    helpers = [organisation.full_name for organisation in event.co_organisers.all()]
    return ", ".join(name for name in (first, *helpers, event.other_organisers) if name)


def facts_of(registration: Registration, attended: Sequence[Attendance], *, organisers: str) -> dict[str, str]:
    """`attended`: those that count, in the order of their dates, which are at hand. `when` has a line for each date."""
    desk = registration.desk
    modes = [mode for mode in (Mode.IN_PERSON, Mode.ONLINE) if any(one.mode == mode for one in attended)]
    return {
        "name": registration.who,
        "entity": registration.whose,
        "title": desk.event.title,
        "when": "\n".join(dates_words(desk.event, attended)),
        "hours": hours_words(hours_of(desk, attended)),
        "mode": modes_words(modes),
        "place": place_words(modes[0], desk.event.venue, desk.event.address) if modes else "",
        "organiser": organisers,
    }


def dates_words(event: Event, attended: Sequence[Attendance]) -> list[str]:
    dates = [one.occurrence for one in attended]
    if len(dates) > MOST_DATES:
        text = _("%(number)d dates, from %(first)s to %(last)s")
        first, last = dated_words(dates[0].start), dated_words(dates[-1].start)
        return [text % {"number": len(dates), "first": first, "last": last}]
    return [span_words(one.start, one.end, all_day=event.all_day, words=dated_words) for one in dates]


def hours_of(desk: RegistrationDesk, attended: Iterable[Attendance]) -> Decimal | None:
    """Those that the organisers said, else as long as it took; none of whole days, which do not say how long one worked."""
    if desk.certificate_hours is not None:
        return desk.certificate_hours
    if desk.event.all_day:
        return None
    lasted = sum((one.occurrence.end - one.occurrence.start for one in attended), timedelta())
    return Decimal(lasted // timedelta(minutes=1)) / 60


def hours_words(hours: Decimal | None) -> str:
    """«3,5 hores»; nothing for none."""
    if not hours:
        return ""
    shown = Decimal(f"{hours:.2f}".rstrip("0").rstrip("."))
    number = number_format(shown)
    return ngettext("%(number)s hour", "%(number)s hours", 1 if shown == 1 else 2) % {"number": number}


def modes_words(modes: Sequence[Mode]) -> str:
    if len(modes) > 1:
        return pgettext("attended", "In person and online")
    return str(modes[0].label) if modes else ""
