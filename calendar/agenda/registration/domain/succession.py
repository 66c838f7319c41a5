"""Who takes over a position takes over its seats too: of what comes, and in the name of that council."""

import logging

from django.db import transaction
from django.utils import timezone

from agenda.registration.domain.adding import how_it_stands
from agenda.registration.domain.desks import times_of
from agenda.registration.domain.registering import Applicant, registered, sees
from agenda.registration.domain.seats import advance, end, keep, opened_for
from agenda.registration.enums import News, RegistrationState
from agenda.registration.models import Registration, RegistrationDesk
from intranet.members.models import Position, User

logger = logging.getLogger(__name__)

OF_THE_COUNCIL = (
    *("organisation", "entity", "channel", "created_at", "answers"),
    *("state", "mode", "waits_for", "turn", "offer_until", "online_meanwhile"),
)


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
    """Whether it did. Where the heir is registered already, the seat is free for others.

    Whose seat it was is told that it is theirs no more, with the end of their appointment, as far as mail still reaches them.
    """
    desk, row = opened_for(registration)
    if not row.is_living or row.person_id != registration.person_id or not may_take(heir, desk):
        return False
    if registered(desk, Applicant(heir.full_name, heir.email, person=heir)):
        end(row, News.CANCELLED, RegistrationState.CANCELLED)
        advance(desk)
        return False
    theirs = taken_over(row, heir)
    end(row, News.CANCELLED, RegistrationState.CANCELLED)
    keep(theirs, how_it_stands(theirs))
    return True


def may_take(heir: User, desk: RegistrationDesk) -> bool:
    return times_of(desk).begins > timezone.now() and sees(heir, desk)


def taken_over(row: Registration, heir: User) -> Registration:
    """Not saved yet: the seat and the turn, and what was answered in the council's name; nothing that was said of the other person."""
    same = {name: getattr(row, name) for name in OF_THE_COUNCIL}
    return Registration(desk=row.desk, person=heir, name=heir.full_name, email=heir.email.lower(), **same)
