"""How a desk stands, and how one stands at it, as people say it."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agenda.enums import EventState, Mode
from agenda.models import Event, Occurrence
from agenda.registration.domain.desks import Times
from agenda.registration.domain.line import Seats
from agenda.registration.enums import RegistrationState
from agenda.registration.models import Registration
from agenda.registration.rules import DeskState
from intranet.templatetags.intranet import day_words, hour_words


def moment_words(moment: datetime) -> str:
    """«dijous 16 d'abril a les 10.00»."""
    return _("%(day)s at %(hour)s") % {"day": day_words(moment), "hour": hour_words(moment)}


def desk_words(times: Times) -> str:
    """Whether one can register, and until when."""
    state, desk = times.state, times.desk
    if not desk.event.is_published:
        return _("One can register once it is published.")
    if state == DeskState.SOON and desk.opens_at is not None:
        return _("Registration opens on %(when)s.") % {"when": moment_words(desk.opens_at)}
    if state == DeskState.OPEN and times.closes_at == times.begins:
        return _("One can register until it begins.")
    if state == DeskState.OPEN:
        return _("Registration until %(when)s.") % {"when": moment_words(times.closes_at)}
    if state == DeskState.CLOSED and times.closes_at < times.begins:
        return _("Registration closed on %(when)s.") % {"when": moment_words(times.closes_at)}
    return f"{state.label}."


def seats_words(seats: Seats) -> str:
    """«Queden 4 places presencials»; nothing for what has no limit."""
    if seats.free is None:
        return ""
    if seats.is_full and seats.waiting:
        return waiting_words(seats)
    if seats.is_full:
        return _("Full in person") if seats.mode == Mode.IN_PERSON else _("Full online")
    if seats.mode == Mode.IN_PERSON:
        text = ngettext("%(number)d seat left in person", "%(number)d seats left in person", seats.free)
    else:
        text = ngettext("%(number)d seat left online", "%(number)d seats left online", seats.free)
    return text % {"number": seats.free}


def waiting_words(seats: Seats) -> str:
    if seats.mode == Mode.IN_PERSON:
        text = ngettext(
            "Full in person: %(number)d on the waiting list",
            "Full in person: %(number)d on the waiting list",
            seats.waiting,
        )
    else:
        text = ngettext(
            "Full online: %(number)d on the waiting list", "Full online: %(number)d on the waiting list", seats.waiting
        )
    return text % {"number": seats.waiting}


def taken_words(seats: Seats) -> str:
    """«19 de 50»; where organisers let in more than there are seats, how many they are is nobody else's."""
    if seats.number is None:
        return ""
    if seats.taken > seats.number:
        return _("full")
    return _("%(taken)d of %(number)d") % {"taken": seats.taken, "number": seats.number}


OFF = {
    EventState.CANCELLED: gettext_lazy("It is cancelled."),
    EventState.POSTPONED: gettext_lazy("It is postponed. We will tell you the new date; your registration is kept."),
}


def off_words(event: Event, date: Occurrence | None) -> str:
    """What has become of what one registered for, where it does not take place as it was said; why is `off_reason`'s."""
    if not event.is_published:
        return _("It is not in the agenda at present.")
    state = EventState(event.state) if date is None else date.state
    return "" if state == EventState.SCHEDULED else str(OFF[state])


def off_reason(event: Event, date: Occurrence | None) -> str:
    if not event.is_published:
        return ""
    return str(event.reason if not event.is_on else date.reason if date and date.is_cancelled else "")


OFFERED = {
    Mode.IN_PERSON: gettext_lazy("There is a seat in person for you."),
    Mode.ONLINE: gettext_lazy("There is a seat online for you."),
}
SEATED = {
    Mode.IN_PERSON: gettext_lazy("You have a seat in person."),
    Mode.ONLINE: gettext_lazy("You take part online."),
}
SEATLESS = {
    RegistrationState.UNCONFIRMED: gettext_lazy("Your registration has to be confirmed."),
    RegistrationState.PENDING: gettext_lazy("Your registration waits for the organisers’ approval."),
    RegistrationState.DECLINED: gettext_lazy("The organisers could not accept your registration."),
    RegistrationState.CANCELLED: gettext_lazy("You are not registered any more."),
}


def standing_words(row: Registration, *, position: int, has_offer: bool) -> str:
    """How one stands, in a sentence that suits whoever reads it."""
    if has_offer:
        return str(OFFERED[Mode(row.waits_for)])
    if row.state == RegistrationState.WAITING:
        return line_words(row.waits_for, position)
    if row.is_confirmed:
        return str(SEATED[Mode(row.mode)])
    return str(SEATLESS[RegistrationState(row.state)])


def line_words(mode: str, position: int) -> str:
    """«Sou la 3a persona de la llista d'espera presencial.»."""
    if mode == Mode.IN_PERSON:
        return _("You are number %(position)d on the waiting list for a seat in person.") % {"position": position}
    return _("You are number %(position)d on the waiting list for a seat online.") % {"position": position}


def offer_words(row: Registration) -> str:
    """Until when the seat is kept."""
    if row.offer_until is None:
        return ""
    return _("It is yours if you accept it before %(hour)s on %(day)s. After that it goes to the next in line.") % {
        "day": day_words(row.offer_until),
        "hour": hour_words(row.offer_until),
    }
