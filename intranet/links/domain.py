"""Following a link: whether it still holds, what it asks, and doing it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from intranet.links.models import SpentLink
from intranet.links.purposes import Done, LinkObsoleteError, Purpose, Question, find_purpose
from intranet.links.signing import Ticket, read_token

if TYPE_CHECKING:
    from intranet.members.models import User


class ExpiredLinkError(Exception):
    """Its time is over."""


class SpentLinkError(Exception):
    """It works once, and that was before."""


@dataclass(frozen=True)
class Link:
    """A link that holds. Whether its purpose finds anything to do shows when it is asked or performed."""

    ticket: Ticket
    purpose: Purpose
    person: "User"

    def ask(self) -> Question:
        return self.purpose.ask(self.person, self.ticket.thing)

    def perform(self) -> Done:
        """Do it, and tell what was done. Raises `LinkObsoleteError`, and `SpentLinkError` when another was quicker."""
        with transaction.atomic():
            if self.purpose.works_once:
                spend(self.ticket)
            done = self.purpose.perform(self.person, self.ticket.thing)
        return done if isinstance(done, Done) else Done(done)


def find_link(token: str) -> Link:
    """The link of the token.

    Raises `BrokenLinkError`, `ExpiredLinkError`, `SpentLinkError`, and `LinkObsoleteError` when what it was for is gone.
    """
    ticket = read_token(token)
    if ticket.has_expired:
        raise ExpiredLinkError
    purpose = find_purpose(ticket.purpose)
    if purpose is None:
        raise LinkObsoleteError(_("The intranet no longer does what this link was for."))
    person = find_person(ticket, purpose)
    if purpose.works_once and SpentLink.objects.filter(digest=ticket.digest).exists():
        raise SpentLinkError
    return Link(ticket, purpose, person)


def find_person(ticket: Ticket, purpose: Purpose) -> "User":
    people = cast("Any", get_user_model()).objects.with_standing()
    person: User | None = people.filter(pk=ticket.person_id).first()
    if person is None:
        raise LinkObsoleteError(_("The account that it was for is no longer there."))
    if purpose.needs_access and not person.standing.has_access:
        raise LinkObsoleteError(_("The account that it was for no longer has access to the intranet."))
    return person


def spend(ticket: Ticket) -> None:
    """Mark the link as used, within the transaction of what it does: of those who race, the database lets one through."""
    try:
        with transaction.atomic():
            SpentLink.objects.create(digest=ticket.digest, expires_at=ticket.expires_at)
    except IntegrityError as error:
        raise SpentLinkError from error


def forget_spent_links() -> None:
    """Those that would have expired anyway are refused without the row."""
    SpentLink.objects.filter(expires_at__lte=timezone.now()).delete()
