"""Colleagues who are registered together, by one of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.db import transaction

from agenda.registration.domain.company import Colleague
from agenda.registration.domain.registering import Applicant, Wishes, register
from agenda.registration.domain.seats import FullError
from agenda.registration.enums import Channel
from agenda.registration.models import Registration, RegistrationDesk
from intranet.members.models import User


@dataclass
class Outcome:
    """What became of those who were ticked."""

    registered: list[Registration] = field(default_factory=list)
    refused: list[User] = field(default_factory=list)
    """They do not see the activity, or are no colleagues any more."""
    without_seat: list[User] = field(default_factory=list)


@transaction.atomic
def register_colleagues(desk: RegistrationDesk, colleagues: Iterable[tuple[Colleague, str]], *, by: User) -> Outcome:
    """Each with the mode in which they take part, in this order; who is registered already stays as they are.

    Raises `ClosedError`, and then nobody is registered.
    """
    outcome = Outcome()
    for colleague, mode in colleagues:
        person = colleague.person
        applicant = Applicant(person.full_name, person.email, person=person, organisation=colleague.council)
        try:
            row = register(desk, applicant, Wishes(mode), by=by, channel=Channel.COLLEAGUE)
        except PermissionDenied:
            outcome.refused.append(person)
        except FullError:
            outcome.without_seat.append(person)
        else:
            outcome.registered.append(row)
    return outcome
