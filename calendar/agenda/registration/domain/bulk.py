"""The same for several registrations at once, all or none."""

from collections.abc import Iterable

from django.db import transaction

from agenda.registration.domain.changing import cancel
from agenda.registration.domain.registering import check_organises
from agenda.registration.domain.seats import opened
from agenda.registration.enums import RegistrationState
from agenda.registration.models import RegistrationDesk
from intranet.members.models import User


@transaction.atomic
def cancel_all(desk: RegistrationDesk, registrations: Iterable[int], *, by: User, reason: str = "") -> int:
    """Cancel those of them that are in force; how many. They are told, with the reason. Raises PermissionDenied.

    Who waits goes first: no seat is offered to somebody who is on the list too.
    """
    desk = opened(desk.pk)
    check_organises(desk, by)
    rows = list(desk.registrations.living().filter(pk__in=list(registrations)).order_by("pk"))
    rows.sort(key=lambda row: row.state == RegistrationState.CONFIRMED)
    for row in rows:
        cancel(row, by=by, reason=reason)
    return len(rows)
