"""People without an account: they register by the public page, which never says whether an address is registered already."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from agenda.registration.domain.adding import how_it_stands
from agenda.registration.domain.pace import check_pace, may_write, may_write_again
from agenda.registration.domain.registering import (
    Applicant,
    Wishes,
    check_open,
    register,
    registered,
    take_wishes,
)
from agenda.registration.domain.seats import keep, opened_for
from agenda.registration.domain.telling import tell_once_more
from agenda.registration.enums import News, RegistrationState
from agenda.registration.models import Registration, RegistrationDesk
from agenda.registration.models.registrations import new_nonce
from agenda.registration.rules import takes_guests

TYPED = ("name", "entity", "job_title")
WISHED = ("mode", "online_meanwhile", "answers", "access_needs", "diet", "photo_consent")


def register_guest(desk: RegistrationDesk, applicant: Applicant, wishes: Wishes, *, computer: str) -> None:
    """Register them, or, registered already, write to them again how they are registered; not too often.

    `computer`: the IP address it comes from. Raises as `register`, and `TooManyRequestsError`: the same for an address that is
    registered and for one that is not. Where the mail may not go, nothing is kept either: nobody could confirm it.
    """
    check_pace(computer=computer)
    if not takes_guests(desk):
        raise PermissionDenied
    check_open(desk)
    email, known = applicant.email.lower(), registered(desk, applicant)
    if known is None:
        if may_write(desk.pk, email):
            register(desk, applicant, wishes, by=None)
    elif is_typed_anew(known, applicant, wishes):
        if may_write(desk.pk, email):
            type_anew(known, applicant, wishes)
    elif may_write_again(desk.pk, email):
        write_again(known)


def is_typed_anew(row: Registration, applicant: Applicant, wishes: Wishes) -> bool:
    """While nobody has confirmed the address, that is: who typed it first may have been anybody."""
    if row.state != RegistrationState.UNCONFIRMED:
        return False
    said = [getattr(row, name) for name in (*TYPED, *WISHED)]
    return said != [getattr(applicant, name) for name in TYPED] + [getattr(wishes, name) for name in WISHED]


@transaction.atomic
def type_anew(registration: Registration, applicant: Applicant, wishes: Wishes) -> None:
    """The last form is what holds, in all that it says; a mail of before does not confirm it."""
    _desk, row = opened_for(registration)
    if not is_typed_anew(row, applicant, wishes):
        return
    for name in TYPED:
        setattr(row, name, getattr(applicant, name))
    take_wishes(row, wishes)
    row.nonce, row.created_at = new_nonce(), timezone.now()
    keep(row, News.CONFIRM_ADDRESS)


@transaction.atomic
def write_again(registration: Registration) -> None:
    """The mail that tells how they are registered, with their signed address. Nothing of the registration changes."""
    _desk, row = opened_for(registration)
    if row.is_living:
        tell_once_more(row, how_it_stands(row))
