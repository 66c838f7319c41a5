"""Who takes over a position takes over its seats too: of what comes, and in the name of that council."""

import logging

from django.db import transaction
from django.utils import timezone

from agenda.registration.domain.desks import times_of
from agenda.registration.domain.registering import Applicant, registered, sees
from agenda.registration.domain.seats import advance, end, keep, opened_for
from agenda.registration.enums import News, RegistrationState
from agenda.registration.models import Registration, RegistrationDesk
from agenda.registration.models.registrations import new_code, new_nonce
from intranet.members.models import Position, User

logger = logging.getLogger(__name__)

TOLD = {
    RegistrationState.CONFIRMED: News.CONFIRMED,
    RegistrationState.WAITING: News.WAITING,
    RegistrationState.PENDING: News.RECEIVED,
}


def pass_on_registrations() -> int:
    """Daily: of positions that have ended with somebody who takes over; how many registrations passed on.

    A seat is the council's who sends somebody. Asked every night and not when the end is decided: until the day comes, it may be
    decided otherwise. One that cannot be passed on keeps no other waiting.
    """
    ended = Position.objects.filter(ends_on__lte=timezone.localdate(), successor__isnull=False)
    ended = ended.filter(user__registrations__in=Registration.objects.living())
    return sum(pass_on(position) for position in ended.select_related("user", "successor").distinct().order_by("pk"))


def pass_on(position: Position) -> int:
    if Position.objects.open().filter(user=position.user, organisation=position.organisation_id).exists():
        return 0
    heir = User.objects.with_standing().get(pk=position.successor_id)
    rows = Registration.objects.living().filter(
        person=position.user_id, organisation=position.organisation_id, desk__event__occurrences__end__gt=timezone.now()
    )
    passed = 0
    for row in rows.distinct().order_by("pk"):
        try:
            passed += pass_one_on(row, heir)
        except Exception:
            logger.exception("The registration %s did not pass on", row.pk)
    return passed


@transaction.atomic
def pass_one_on(registration: Registration, heir: User) -> bool:
    """Whether it did. Where the heir is registered already, the seat is free for others."""
    desk, row = opened_for(registration)
    if not row.is_living or row.person_id != registration.person_id or not may_take(heir, desk):
        return False
    if registered(desk, Applicant(heir.full_name, heir.email, person=heir)):
        end(row, News.CANCELLED, RegistrationState.CANCELLED)
        advance(desk)
        return False
    make_theirs(row, heir)
    keep(row, TOLD[RegistrationState(row.state)])
    return True


def may_take(heir: User, desk: RegistrationDesk) -> bool:
    return times_of(desk).begins > timezone.now() and sees(heir, desk)


def make_theirs(row: Registration, heir: User) -> None:
    """The seat and the turn, and what was answered in the council's name; nothing that was said of the other person."""
    row.person, row.name, row.email = heir, heir.full_name, heir.email.lower()
    row.job_title, row.registered_by = "", None
    row.access_needs, row.diet = "", ""
    row.photo_consent, row.photo_consent_at = False, None
    row.code, row.nonce = new_code(), new_nonce()
