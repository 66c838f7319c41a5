"""The mail about a certificate that was issued after the thanks, which carry the address of those that were there."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from agenda.registration.models import Certificate
from agenda.registration.tickets import address_of
from intranet.mail import compose
from intranet.outbox.domain import Posting, put_many
from intranet.outbox.kinds import register_mail
from intranet.outbox.models import Message

KIND = "registration_certificate"


def tell_of(certificates: Iterable[Certificate]) -> None:
    """One mail to each who has an address, once for each issue."""
    put_many(postings(certificates), kind=KIND)


def postings(certificates: Iterable[Certificate]) -> Iterator[Posting]:
    for one in certificates:
        registration = one.registration
        if registration.address:
            context = {"title": one.facts["title"], "url": address_of(registration, "ticket_certificate")}
            mail = compose(KIND, to=registration.address, context=context)
            key = f"{KIND}:{one.pk}:{one.issued_at.isoformat()}"
            yield Posting(mail, person=registration.person, key=key, about=f"certificate:{one.pk}")


def may_go(message: Message) -> bool:
    """Not once it has been revoked."""
    _name, _sep, pk = message.about.partition(":")
    return Certificate.objects.filter(pk=pk, revoked_at=None).exists()


def sample() -> dict[str, Any]:
    return {"title": "Jornada de compra pública responsable", "url": "https://intranet.example/inscripcio/exemple/"}


def register() -> None:
    register_mail(KIND, may_go=may_go, sample=sample, label=_("Certificate of attendance"), is_open=False)
