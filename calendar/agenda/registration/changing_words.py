"""What it means to take part in another way, said before one changes: where to, whether a seat is free, and what is given up."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda.enums import Mode
from agenda.registration.domain.line import Seats
from agenda.registration.models import Registration


def change_words(row: Registration, to: Seats, *, position: int) -> str:
    """«Passeu a en línia (queden 9 places). Deixeu la llista d'espera presencial, on sou la 1a persona.»."""
    first = joining_words(to) if to.is_full else taking_words(to)
    return f"{first} {after_words(row, to, position=position)}"


def after_words(row: Registration, to: Seats, *, position: int) -> str:
    """What becomes of what they have."""
    if row.has_offer:
        return _("The seat that is kept for you goes to the next in line.")
    if not row.is_confirmed:
        return leaving_words(row.mode, position)
    if to.is_full:
        return _("Until there is one, the seat that you have stays yours.")
    return giving_words(row.mode)


def giving_words(mode: str) -> str:
    if mode == Mode.IN_PERSON:
        return _("Your seat in person goes to the next in line.")
    return _("Your seat online goes to the next in line.")


def leaving_words(mode: str, position: int) -> str:
    """What who changes over gives up."""
    if mode == Mode.IN_PERSON:
        return _("You leave the waiting list for a seat in person, where you are number %(position)d.") % {
            "position": position
        }
    return _("You leave the waiting list for a seat online, where you are number %(position)d.") % {
        "position": position
    }


def taking_words(seats: Seats) -> str:
    """«Passeu a en línia (queden 9 places).»."""
    in_person = seats.mode == Mode.IN_PERSON
    if seats.free is None:
        return _("You take part in person.") if in_person else _("You take part online.")
    if in_person:
        text = ngettext(
            "You change to in person (%(number)d seat is left).",
            "You change to in person (%(number)d seats are left).",
            seats.free,
        )
    else:
        text = ngettext(
            "You change to online (%(number)d seat is left).",
            "You change to online (%(number)d seats are left).",
            seats.free,
        )
    return text % {"number": seats.free}


def joining_words(seats: Seats) -> str:
    """Where no seat of the other mode is free."""
    if seats.mode == Mode.IN_PERSON:
        text = ngettext(
            "There is no seat in person now: you go on its waiting list, where %(number)d person waits.",
            "There is no seat in person now: you go on its waiting list, where %(number)d people wait.",
            seats.waiting,
        )
    else:
        text = ngettext(
            "There is no seat online now: you go on its waiting list, where %(number)d person waits.",
            "There is no seat online now: you go on its waiting list, where %(number)d people wait.",
            seats.waiting,
        )
    return text % {"number": seats.waiting}
