"""Circulars that are ready to be sent, and being sent: what a worker and a mailer would do is done when a test says so."""

from email import message_from_bytes, policy

from home.circular.domain.sending import begin_sending
from home.circular.domain.turns import stamp_of
from home.circular.letter.feeding import feed
from home.circular.models import CircularPage, Delivery
from intranet.outbox.mailer import Mailer
from intranet.outbox.models import Message
from tests.factories.circular import a_circular, an_entry
from tests.factories.members import someone_of_coordination


def a_ready_circular(**facts) -> CircularPage:
    """With one entry for everybody."""
    circular = a_circular(**{"intro": "<p>Bon mes a tothom.</p>", **facts})
    an_entry(circular, title="Ajuts a cooperatives")
    return circular


def a_begun_circular(*, by=None, **facts) -> CircularPage:
    circular = a_ready_circular(**facts)
    begin_sending(circular, by=by or someone_of_coordination())
    return again(circular)


def again(circular: CircularPage) -> CircularPage:
    return CircularPage.objects.get(pk=circular.pk)


def write_mails(circular: CircularPage) -> None:
    """As the worker does whose turn it is."""
    feed(circular.pk, stamp_of(again(circular)))


def mail_out() -> None:
    """As the mailer does, until nothing is due."""
    mailer = Mailer(interval=1)
    while mailer.look() != mailer.interval:
        pass


def text_of(message: Message) -> str:
    """What the mail says, as plain text."""
    body = message_from_bytes(bytes(message.raw), policy=policy.default).get_body(("plain",))
    return str(body.get_content()) if body else ""


def fates(circular: CircularPage) -> dict[str, str]:
    """How the delivery of each person stands, by their address: «skipped left»."""
    rows = Delivery.objects.filter(circular=circular).values_list("person__email", "state", "skip_reason")
    return {email: f"{state} {reason}".strip() for email, state, reason in rows}


def mails(circular: CircularPage) -> list[tuple[str, str]]:
    """Address and state of each of its mails, in the order in which they were put in."""
    rows = Message.objects.filter(about=f"circular:{circular.pk}")
    return list(rows.order_by("pk").values_list("to", "state"))
