"""A position changes, ends, and comes back. What its holder wrote stays theirs."""

import logging
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from intranet.members.domain.duties import appoint_representative, keep_a_manager
from intranet.members.domain.handover import Handover, pass_on, plan_handover, take_back
from intranet.members.domain.openings import hold, refuse, refuse_overlap, rival_of
from intranet.members.domain.seats import cares_for_members, follow_access, go_on, return_to_seats
from intranet.members.domain.sessions import close_sessions
from intranet.members.models import Position, User
from intranet.members.rules import can_manage
from intranet.members.signals import access_lessened, handover_undone, position_handed_over

logger = logging.getLogger(__name__)


@transaction.atomic
def change_position(
    position: Position, *, by: User, title: str, department: str, is_representative: bool, is_manager: bool
) -> None:
    """Correct what `position` is. A council has one representative: naming another takes the mark from the present one."""
    claim(position, by=by)
    if not position.is_open():
        refuse(_("This position has already ended."))
    if position.is_manager and not is_manager:
        keep_a_manager(position, by=by, on=timezone.localdate(), field="is_manager")
    position.title, position.department, position.is_manager = title, department, is_manager
    position.is_representative = position.is_representative and is_representative
    position.save()
    if is_representative:
        appoint_representative(position)
    if not is_manager:
        access_lessened.send(sender=User, person=position.user)


@transaction.atomic
def end_position(
    position: Position,
    *,
    by: User,
    on: date,
    successor: User | None = None,
    with_duties: bool = False,
    with_groups: bool = True,
) -> Handover:
    """End `position`: `on` (Europe/Madrid) is the first day without it and, if there is no other, without access.

    `successor`, a colleague of the same organisation, takes over on that day: with `with_duties` being representative
    and manager, with `with_groups` the seats that `by` may hand over. Raises `ValidationError` by field.
    """
    claim(position, by=by)
    check_end(position, on=on)
    heir = position_of(successor, position, on=on) if successor else None
    keep_a_manager(position, by=by, on=on, field="successor", heir=heir if with_duties else None)
    position.successions.all().delete()
    handover = Handover()
    if heir:
        handover = plan_handover(position, heir.user, by=by, with_duties=with_duties, with_groups=with_groups)
    is_later = position.ends_on is not None and on > position.ends_on
    position.ends_on, position.successor = on, successor
    if is_later:
        refuse_overlap(position, field="on")
    position.save()
    if position.has_ended():
        pass_on(position)
    withdraw_access(position)
    if heir:
        position_handed_over.send(sender=Position, position=position, successor=heir.user, by=by)
    return handover


@transaction.atomic
def reopen_position(position: Position, *, by: User) -> None:
    """Undo `end_position`; of what passed to the successor, whatever is still as it was left then."""
    claim(position, by=by)
    if position.ends_on is None:
        return
    left_on, successor = position.ends_on, position.successor
    take_back(position)
    position.ends_on, position.successor = None, None
    refuse_overlap(position)
    position.is_representative = position.is_representative and rival_of(position) is None
    position.save()
    return_to_seats(position.user, left_since=left_on, organisation=position.organisation)
    if successor is not None:
        handover_undone.send(sender=Position, position=position, successor=successor)
        access_lessened.send(sender=User, person=successor)


def pass_on_what_is_due() -> None:
    """Daily: what was planned for a day that has come passes to who takes over. Missed days are caught up with.

    One position that cannot be settled keeps nobody else waiting: it is tried again the next night.
    """
    today = timezone.localdate()
    due = Position.objects.filter(ends_on__lte=today, successions__passed_on=None, successions__isnull=False)
    for position in due.distinct().order_by("ends_on", "pk"):
        try:
            pass_on_if_ended(position, on=today)
        except Exception:
            logger.exception("What was planned for the end of position %s did not pass on", position.pk)


@transaction.atomic
def pass_on_if_ended(position: Position, *, on: date) -> None:
    hold(position.organisation)
    position.refresh_from_db()
    if position.has_ended(on):
        pass_on(position)


def claim(position: Position, *, by: User) -> None:
    """Whoever changes an organisation's positions does so alone: its last two managers cannot leave at the same moment."""
    organisation = hold(position.organisation)
    if not can_manage(by, organisation):
        raise PermissionDenied
    position.refresh_from_db()


def check_end(position: Position, *, on: date) -> None:
    if position.has_ended():
        refuse(_("This position has already ended."))
    if on < position.starts_on:
        refuse(_("A position cannot end before it starts."), field="on")


def position_of(successor: User, position: Position, *, on: date) -> Position:
    """The position from which `successor` takes over: open today and still on the day of the end."""
    colleagues = Position.objects.open().open(max(on, timezone.localdate())).exclude(user=position.user)
    heir = colleagues.filter(organisation=position.organisation, user=successor, user__is_active=True).first()
    if heir is None:
        refuse(_("Choose a colleague with an open position in this organisation."), field="successor")
    return heir


def withdraw_access(position: Position) -> None:
    """Take what falls with the last position. On a day to come, the middleware closes the sessions by itself."""
    has_begun = position.starts_on <= timezone.localdate()
    (follow_access if has_begun else go_on)(position.user, organisation=position.organisation)
    if not User.objects.with_standing().get(pk=position.user_id).standing.has_access:
        close_sessions(position.user)
    access_lessened.send(sender=User, person=position.user)


def stays_in_network(person: User, *, on: date, without: Position | None = None) -> bool:
    """Whether `person` is somebody in the network on `on`, be it `without` that position."""
    if cares_for_members(person):
        return True
    positions = Position.objects.giving_access(max(on, timezone.localdate())).filter(user=person)
    return (positions.exclude(pk=without.pk) if without else positions).exists()
