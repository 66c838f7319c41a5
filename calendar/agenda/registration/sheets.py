"""The sheet that people sign as they come in, one for each date."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from agenda.enums import Mode
from agenda.models import Occurrence
from agenda.registration.certificates.wording import organisers_of
from agenda.registration.domain.desks import dates_of
from agenda.registration.models import Registration, RegistrationDesk
from agenda.registration.typesetting import typeset
from agenda.sentences import dated_words, place_of, span_words
from intranet.catalan import sort_key

BLANK_ROWS = 10
"""For those who come without having registered."""


def date_of_sheet(desk: RegistrationDesk) -> Occurrence | None:
    """The date that comes next, of those that take place; the last one when all are over. At most two statements."""
    dates = dates_of(desk).filter(is_cancelled=False).in_order()
    return dates.ahead().first() or dates.last()


def sheet_pdf(desk: RegistrationDesk, date: Occurrence, *, everyone: bool = False) -> bytes:
    """Those who are to come in person, `everyone` also those who take part online. Two statements. Raises `TypesettingError`."""
    event = desk.event
    when = span_words(date.start, date.end, all_day=event.all_day, words=dated_words)
    return typeset(
        "sign-in-sheet",
        title=f"{_('Sign-in sheet')} · {event.title} · {when}",
        at=timezone.now(),
        heading=event.title,
        lines=[line for line in (when, place_of(event), organisers_of(event)) if line],
        headings=[pgettext("row", "No."), _("Name"), _("Council or organisation"), _("Mode"), _("Signature")],
        rows=rows_of(desk, everyone=everyone),
        blanks=BLANK_ROWS,
        footer=f"{_('Sign-in sheet')} · {event.title}",
    )


def rows_of(desk: RegistrationDesk, *, everyone: bool) -> list[list[str]]:
    """By surname, as councils look for people: «Coll Serra, Núria»; of guests, by the name as they wrote it. One statement."""
    rows = desk.registrations.confirmed().select_related("person", "organisation")
    if not everyone:
        rows = rows.filter(mode=Mode.IN_PERSON)
    found: list[Registration] = sorted(rows, key=lambda row: sort_key(surname_first(row)))
    return [[surname_first(row), row.whose, str(row.get_mode_display())] for row in found]


def surname_first(row: Registration) -> str:
    person = row.person
    return f"{person.family_name}, {person.given_name}" if person and person.family_name else row.who
