"""One registration as its own person sees it: on the site, and by its signed address."""

from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agenda.enums import Mode
from agenda.registration.domain.desks import Times
from agenda.registration.domain.line import Standing
from agenda.registration.enums import RegistrationState
from agenda.registration.forms.answers import answered
from agenda.registration.models import Certificate, Question, Registration
from agenda.registration.rules import DeskState, takes_guests
from agenda.registration.sentences import line_words, moment_words, offer_words, standing_words
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
        return self.row.offer_until is not None and self.row.offer_until > timezone.now()

    @property
    def title(self) -> str:
        return standing_words(self.row, position=self.position, has_offer=self.has_offer)

    @property
    def more(self) -> str:
        """What else there is to be said of it."""
        if self.has_offer:
            return offer_words(self.row)
        if self.row.is_confirmed and self.row.waits_for:
            return line_words(self.row.waits_for, self.position)
        return self.row.reason if not self.row.is_living else ""

    @property
    def tone(self) -> str:
        return "brand" if self.has_offer else TONES[RegistrationState(self.row.state)][0]

    @property
    def icon(self) -> str:
        return "ticket" if self.has_offer else TONES[RegistrationState(self.row.state)][1]

    # What one can do

    @property
    def can_change(self) -> bool:
        return self.row.is_living and self.times.can_change

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
        else:
            in_person, online = _("I take part in person"), _("I take part online")
        return in_person if self.other == Mode.IN_PERSON else online

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
    def can_edit(self) -> bool:
        desk = self.row.desk
        return self.can_change and bool(desk.asks_needs or desk.asks_diet or self.questions)

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
