"""The mails of registration: what each of them says, and the house's dress for all of them (`mail/registration_base`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from email.mime.base import MIMEBase
from email.mime.image import MIMEImage
from functools import cached_property
from io import BytesIO
from typing import TYPE_CHECKING

import segno
from django.urls import reverse
from django.utils.translation import gettext as _

from agenda.enums import EventVisibility, Mode
from agenda.models import Event
from agenda.registration.domain.desks import Times, times_of
from agenda.registration.enums import Channel
from agenda.registration.models import Question, Registration, RegistrationDesk
from agenda.registration.tickets import address_of
from agenda.sentences import organiser_of, place_of, repetition_of, when_next, when_of_date
from intranet.mail import absolute, compose
from intranet.notifications.mails import message_id

if TYPE_CHECKING:
    from django.core.mail import EmailMultiAlternatives


CODE_IMAGE = "code-for-the-entrance"
"""What names the drawing within its mail (RFC 2392)."""


@dataclass(frozen=True)
class Link:
    label: str
    url: str


@dataclass(frozen=True)
class Letter:
    """What one mail says. `words` are the organisers' own. Addresses are absolute."""

    subject: str
    title: str
    reason: str
    sentences: Sequence[str] = ()
    facts: Sequence[tuple[str, str]] = ()
    join_url: str = ""
    words: str = ""
    materials: Sequence[Link] = ()
    action: Link | None = None
    links: Sequence[Link] = ()
    code: str = ""
    """That for the entrance, shown as a drawing too, which `dressed` puts in."""

    @property
    def code_image(self) -> str:
        return f"cid:{CODE_IMAGE}"


@dataclass(frozen=True)
class Occasion:
    """What one registers for at a desk, in words that are the same for all who do."""

    desk: RegistrationDesk
    times: Times
    when: str

    @property
    def event(self) -> Event:
        event: Event = self.desk.event
        return event

    @cached_property
    def asked(self) -> list[Question]:
        """What has to be answered. One statement for all of them."""
        return list(self.desk.questions.filter(required=True, is_retired=False))

    def where(self, mode: str) -> str:
        if mode == Mode.ONLINE:
            return str(Mode.ONLINE.label)
        return place_of(self.event) or str(Mode.IN_PERSON.label)

    def facts(self, mode: str) -> list[tuple[str, str]]:
        known = [
            (_("Activity"), self.event.title),
            (_("When"), self.when),
            (_("Repeats"), "" if self.desk.occurrence_id else repetition_of(self.event)),
            (_("Where"), self.where(mode)),
            (_("Organised by"), organiser_of(self.event)),
        ]
        return [(name, value) for name, value in known if value]


def occasion_of(desk: RegistrationDesk) -> Occasion:
    """Two statements at most."""
    date = desk.occurrence
    if date is not None:
        date.event = desk.event
    return Occasion(desk, times_of(desk), when_next(desk.event) if date is None else when_of_date(date))


def dressed(
    kind: str, registration: Registration, letter: Letter, *, appointment: MIMEBase | None = None
) -> "EmailMultiAlternatives":
    """The mail of this kind to whom the registration is. An answer to it goes to the organisers."""
    root = message_id(f"registration.{registration.pk}")
    headers = {"In-Reply-To": root, "References": root}
    mail = compose(kind, to=registration.address, context={"letter": letter}, headers=headers)
    if contact := registration.desk.event.contact_email:
        mail.reply_to = [contact]
    if appointment is not None:
        mail.attach(appointment)
    if letter.code:
        mail.attach(drawn_code(letter.code))
    return mail


def drawn_code(code: str) -> MIMEBase:
    """The QR code within the mail: shown where no image from outside is, and without a connection."""
    drawing = BytesIO()
    segno.make(absolute(reverse("check_in_code", args=[code])), error="m").save(drawing, kind="png", scale=5, border=3)
    part = MIMEImage(drawing.getvalue(), "png")
    part.add_header("Content-ID", f"<{CODE_IMAGE}>")
    part.add_header("Content-Disposition", "inline", filename="entrada.png")
    return part


def join_url_for(registration: Registration) -> str:
    """The link to join, for those who take part online."""
    is_online = registration.is_confirmed and registration.mode == Mode.ONLINE
    return str(registration.desk.event.join_url) if is_online else ""


def takes_part(mode: str) -> str:
    return _("You take part online") if mode == Mode.ONLINE else _("You take part in person")


def own_page(registration: Registration) -> Link:
    return Link(_("See or change my registration"), address_of(registration))


def event_page(registration: Registration) -> Link | None:
    """For those who may open it."""
    event, date = registration.desk.event, registration.desk.occurrence
    if registration.person_id is None and event.visibility != EventVisibility.PUBLIC:
        return None
    return Link(_("See the activity"), absolute((date or event).get_absolute_url()))


def reason_of(registration: Registration) -> str:
    """Why they get mail about it."""
    if registration.channel == Channel.COLLEAGUE and registration.registered_by is not None:
        words = _("You get this because %(name)s, of your council, registered you for this activity.")
        return words % {"name": registration.registered_by.full_name}
    if registration.channel in {Channel.ORGANISER, Channel.WALK_IN}:
        return _("You get this because the organisers noted you down for this activity.")
    return _("You get this because you registered for this activity.")
