"""What organisers do with several registrations at once, whatever their number: all or none."""

from collections.abc import Iterable

from django.db import transaction

from agenda.registration.domain.registering import check_organises
from agenda.registration.domain.seats import FullError, advance, ended, give_seats, keep_all, opened
from agenda.registration.enums import LIVING, News, RegistrationState
from agenda.registration.models import Registration, RegistrationDesk
from intranet.members.models import User


@transaction.atomic
def approve(desk: RegistrationDesk, registrations: Iterable[int], *, by: User) -> tuple[int, int]:
    """Give those that wait for approval a seat or a place in line, the first who asked first.

    How many have one now, and for how many there was none: they still wait for approval. Raises PermissionDenied, and `FullError`
    where there was none for anybody.
    """
    desk = opened(desk.pk)
    check_organises(desk, by)
    rows = chosen(desk, registrations, RegistrationState.PENDING)
    given = give_seats(desk, rows)
    if rows and not given:
        raise FullError
    return given, len(rows) - given


@transaction.atomic
def decline(desk: RegistrationDesk, registrations: Iterable[int], *, by: User, reason: str = "") -> int:
    """Say no to those that wait for approval; to how many. Raises PermissionDenied."""
    desk = opened(desk.pk)
    check_organises(desk, by)
    rows = chosen(desk, registrations, RegistrationState.PENDING)
    keep_all(rows, News.DECLINED, **ended(RegistrationState.DECLINED, reason=reason))
    return len(rows)


@transaction.atomic
def cancel_all(desk: RegistrationDesk, registrations: Iterable[int], *, by: User, reason: str = "") -> int:
    """Cancel those of them that are in force; how many. They are told, with the reason. Raises PermissionDenied.

    What they leave is offered afterwards: to nobody who is on the list too.
    """
    desk = opened(desk.pk)
    check_organises(desk, by)
    rows = chosen(desk, registrations, *LIVING)
    keep_all(rows, News.CANCELLED, **ended(RegistrationState.CANCELLED, reason=reason))
    advance(desk)
    return len(rows)


def chosen(desk: RegistrationDesk, registrations: Iterable[int], *states: RegistrationState) -> list[Registration]:
    """Those of them that are in one of these states, the first who registered first."""
    rows = desk.registrations.filter(pk__in=list(registrations), state__in=states)
    found = list(rows.select_related("person", "organisation", "registered_by").order_by("created_at", "pk"))
    for row in found:
        row.desk = desk
    return found
