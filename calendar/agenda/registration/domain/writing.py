"""What organisers write to some of those who registered, as mails of the outbox."""

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from agenda.registration.domain.one_by_one import total
from agenda.registration.domain.reaching import post_to
from agenda.registration.letters import Letter, dressed, own_page
from agenda.registration.models import DeskMessage, Registration
from agenda.registration.tasks import tell_registrants

if TYPE_CHECKING:
    from django.core.mail import EmailMultiAlternatives

KIND = "registration_message"
AT_ONCE = 100
"""How many are written while who sends them waits; the others by a worker."""


def write_message(message: DeskMessage) -> int:
    """One mail for each of its recipients, the first of them at once, in the caller's transaction; how many of these."""
    if message.recipients.count() <= AT_ONCE:
        return write_all(message)
    tell_registrants.enqueue()
    return write_some(message, AT_ONCE)


def write_messages() -> int:
    """Put in what is left of the messages, however long ago they were sent; how many mails. Any number of these may run."""
    unwritten = DeskMessage.objects.filter(written_at=None).select_related("desk__event", "by")
    return total(write_all, unwritten.order_by("at", "pk"))


def write_all(message: DeskMessage) -> int:
    count = write_some(message)
    DeskMessage.objects.filter(pk=message.pk).update(written_at=timezone.now())
    return count


def write_some(message: DeskMessage, most: int | None = None) -> int:
    rows = list(message.recipients.select_related("person", "organisation").order_by("pk")[:most])
    for row in rows:
        row.desk = message.desk
    return post_to(rows, lambda row: mail_of(row, message), kind=KIND, about=f"registration-message:{message.pk}")


def mail_of(registration: Registration, message: DeskMessage) -> "EmailMultiAlternatives":
    """Answers go to the organisers."""
    mail = dressed(KIND, registration, letter_of(registration, message))
    if not mail.reply_to and message.by is not None:
        mail.reply_to = [message.by.email]
    return mail


def letter_of(registration: Registration, message: DeskMessage) -> Letter:
    event = message.desk.event
    words = _("The organisers of «%(event)s» write to those who registered.") % {"event": event.title}
    return Letter(
        subject=message.subject,
        title=message.subject,
        reason=_("You get this because you registered for this activity, and its organisers wrote to you."),
        sentences=[words],
        words=message.text,
        action=own_page(registration) if registration.is_living else None,
    )
