"""People without an account: they register by the public page, which never says whether an address is registered already."""

from django.db import transaction

from agenda.registration.domain.adding import how_it_stands
from agenda.registration.domain.pace import check_pace, may_write
from agenda.registration.domain.registering import Applicant, Wishes, register, registered
from agenda.registration.domain.seats import keep, opened_for
from agenda.registration.models import Registration, RegistrationDesk


def register_guest(desk: RegistrationDesk, applicant: Applicant, wishes: Wishes, *, computer: str) -> None:
    """Register them, or, registered already, write to them again how they are registered; not too often.

    `computer`: the IP address it comes from. Raises as `register`, and `TooManyRequestsError`.
    """
    email = applicant.email.lower()
    check_pace(computer=computer, email=email)
    known = registered(desk, applicant)
    if known is None:
        register(desk, applicant, wishes, by=None)
        may_write(desk.pk, email)
    elif may_write(desk.pk, email):
        write_again(known)


@transaction.atomic
def write_again(registration: Registration) -> None:
    """The mail that tells how they are registered, with their signed address."""
    _desk, row = opened_for(registration)
    if row.is_living:
        keep(row, how_it_stands(row))
