"""One registration as its own person sees it: on the site, and by its signed address."""

from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agenda.enums import Mode
from agenda.registration.changing_words import change_words
from agenda.registration.domain.desks import Times
from agenda.registration.domain.line import Standing
from agenda.registration.enums import RegistrationState
from agenda.registration.forms.answers import answered, unanswered
from agenda.registration.models import Certificate, Question, Registration
from agenda.registration.rules import DeskState, takes_guests
from agenda.registration.sentences import (
    line_words,
    moment_words,
    off_reason,
    off_words,
    offer_words,
    standing_words,
)
from agenda.registration.tickets import ticket_of

TONES = {
    RegistrationState.UNCONFIRMED: ("warning", "mail-check"),
    RegistrationState.PENDING: ("info", "hourglass"),
    RegistrationState.CONFIRMED: ("success", "circle-check"),
    RegistrationState.WAITING: ("warning", "hourglass"),
    RegistrationState.CANCELLED: ("info", "circle-x"),
    RegistrationState.DECLINED: ("info", "circle-x"),
}


def certificate_of(row: Registration) -> Certificate | None:
    """The one that they may show; `row` was read with it."""
    found: Certificate | None = getattr(row, "certificate", None)
    return found if found is not None and found.revoked_at is None else None


@dataclass(frozen=True)
class Mine:
    """`row` with `ahead` (`domain.line.with_position`). `by_ticket`: the page is the signed address's, and so are its links."""

    row: Registration
    times: Times
    seats: Standing
    by_ticket: bool = False

    @property
    def position(self) -> int:
        return int(getattr(self.row, "ahead", 0)) + 1

    @property
    def has_offer(self) -> bool:
        """One that can still be accepted."""
        is_open = self.times.has_offers
        return is_open and self.row.offer_until is not None and self.row.offer_until > timezone.now()

    @property
    def is_over(self) -> bool:
        return self.times.is_over

    @property
    def is_off(self) -> bool:
        """It does not take place as it was said, or not any more."""
        return not self.times.is_on

    @property
    def is_ahead(self) -> bool:
        return not self.is_off and not self.is_over

    @property
    def is_open(self) -> bool:
        """Whether others can still register."""
        return self.times.state == DeskState.OPEN

    @property
    def off_words(self) -> str:
        """What comes before how one stands: that it is cancelled, postponed, over."""
        if self.is_off:
            return off_words(self.row.desk.event, self.row.desk.occurrence) or _("It is cancelled.")
        return _("It has taken place.") if self.is_over else ""

    @property
    def title(self) -> str:
        if self.row.is_living and (words := self.off_words):
            return words
        return standing_words(self.row, position=self.position, has_offer=self.has_offer)

    @property
    def more(self) -> str:
        """What else there is to be said of it."""
        if self.row.is_living and self.is_off:
            waits = line_words(self.row.waits_for, self.position) if self.row.waits_for else ""
            reason = off_reason(self.row.desk.event, self.row.desk.occurrence)
            return " ".join(filter(None, [reason, waits if self.times.is_postponed else ""]))
        if self.row.is_living and self.is_over:
            return ""
        if self.has_offer:
            return offer_words(self.row)
        if self.row.is_confirmed and self.row.waits_for:
            return line_words(self.row.waits_for, self.position)
        return self.row.reason if not self.row.is_living else ""

    @property
    def look(self) -> tuple[str, str]:
        """Its colour and its sign."""
        if self.has_offer:
            return ("brand", "ticket")
        if not self.row.is_living or self.is_ahead:
            return TONES[RegistrationState(self.row.state)]
        if self.times.is_postponed:
            return ("warning", "clock")
        return ("danger", "circle-x") if self.is_off else ("info", "archive")

    @property
    def tone(self) -> str:
        return self.look[0]

    @property
    def icon(self) -> str:
        return self.look[1]

    # What one can do

    @property
    def can_change(self) -> bool:
        return self.row.is_living and self.times.can_change

    @property
    def can_cancel(self) -> bool:
        return self.row.is_living and self.times.can_cancel

    @property
    def can_register_again(self) -> bool:
        return not self.row.is_living and self.times.state == DeskState.OPEN

    @property
    def other(self) -> Mode | None:
        """The mode to which one could change, in which one has no seat and for which one does not wait."""
        settled = self.row.is_confirmed or self.row.state == RegistrationState.WAITING
        if not settled or not self.can_change:
            return None
        others = (mode for mode in self.seats if mode not in {self.row.mode, self.row.waits_for})
        return next((mode for mode in others if self.times.desk.has_waiting_list or not self.seats[mode].is_full), None)

    @property
    def other_is_full(self) -> bool:
        return self.other is not None and self.seats[self.other].is_full

    @property
    def other_words(self) -> str:
        if self.other_is_full:
            in_person, online = _("Wait for a seat in person"), _("Wait for a seat online")
        elif self.row.is_confirmed:
            in_person, online = _("I take part in person"), _("I take part online")
        else:
            in_person, online = _("In person, and I wait no more"), _("Online, and I wait no more")
        return in_person if self.other == Mode.IN_PERSON else online

    def swap_words(self, mode: str) -> str:
        """What it means to change to `mode`, as things stand; nothing where one cannot."""
        if self.other is None or mode != self.other:
            return ""
        return change_words(self.row, self.seats[self.other], position=self.position)

    @property
    def cancel_words(self) -> str:
        """What one loses by cancelling."""
        if self.times.is_postponed:
            return _("When there is a new date you will not be told.")
        if self.row.state == RegistrationState.WAITING:
            return _("You leave the waiting list. You can register again while registration is open.")
        if self.row.state in {RegistrationState.UNCONFIRMED, RegistrationState.PENDING}:
            return _("You can register again while registration is open.")
        return _("Your seat goes to the next in line. You can register again while registration is open.")

    @property
    def changes_words(self) -> str:
        """Until when it can be changed."""
        return moment_words(self.times.changes_until)

    @property
    def can_go_online_meanwhile(self) -> bool:
        """«En línia mentre espero»: of those who wait for a seat in person and have none."""
        waits = self.row.state == RegistrationState.WAITING and self.row.waits_for == Mode.IN_PERSON
        return waits and self.can_change and Mode.ONLINE in self.seats and not self.seats[Mode.ONLINE].is_full

    @cached_property
    def questions(self) -> list[Question]:
        return list(self.row.desk.questions.all())

    @property
    def answers(self) -> list[tuple[str, str]]:
        return answered(self.questions, self.row.answers)

    @property
    def missing(self) -> list[str]:
        """What one still has to answer: whoever registered them could not."""
        return unanswered(self.questions, self.row.answers) if self.can_edit else []

    @property
    def can_edit(self) -> bool:
        desk = self.row.desk
        return self.can_cancel and bool(desk.asks_needs or desk.asks_diet or self.questions)

    @property
    def asks_photo_consent(self) -> bool:
        return self.row.is_living and (self.row.desk.asks_photo_consent or self.row.photo_consent)

    @property
    def is_for_the_calendar(self) -> bool:
        return self.row.is_confirmed and self.times.is_on and not self.times.is_over

    @property
    def join_url(self) -> str:
        """Of those who take part online."""
        is_shown = self.is_for_the_calendar and self.row.mode == Mode.ONLINE
        return str(self.row.desk.event.join_url) if is_shown else ""

    @property
    def shows_code(self) -> bool:
        """At the entrance."""
        return self.is_for_the_calendar and self.row.mode == Mode.IN_PERSON

    @property
    def certificate(self) -> Certificate | None:
        return certificate_of(self.row)

    # Where one does it

    @cached_property
    def ticket(self) -> str:
        return ticket_of(self.row)

    def address(self, name: str) -> str:
        if self.by_ticket:
            return reverse(name.replace("registration", "ticket"), args=[self.ticket])
        return self.row.desk.address(name)

    @property
    def home_url(self) -> str:
        return self.address("registration")

    @property
    def edit_url(self) -> str:
        return self.address("registration_edit")

    @property
    def change_url(self) -> str:
        return self.address("registration_change")

    @property
    def cancel_url(self) -> str:
        return f"{self.change_url}?do=cancel"

    @property
    def again_url(self) -> str:
        """Where one registers; for who has no account, only where the page is there for them."""
        desk = self.row.desk
        return desk.address("registration") if not self.by_ticket or takes_guests(desk) else ""

    @property
    def colleagues_url(self) -> str:
        return self.row.desk.address("registration_colleagues")

    @property
    def code_url(self) -> str:
        return reverse("ticket_qr", args=[self.ticket])

    @property
    def calendar_url(self) -> str:
        return reverse("ticket_ics", args=[self.ticket])

    @property
    def certificate_url(self) -> str:
        if self.certificate is None:
            return ""
        if self.by_ticket:
            return reverse("ticket_certificate", args=[self.ticket])
        return reverse("certificate", args=[self.certificate.code])
