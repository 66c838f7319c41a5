"""A position changes, ends, and comes back. What its holder wrote stays theirs."""

from datetime import date
from typing import NoReturn

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from intranet.members.domain.duties import (
    appoint_representative,
    keep_a_manager,
    pass_duties_on,
    take_duties_back,
)
from intranet.members.domain.handover import (
    Handover,
    leave_seats,
    pass_seats_on,
    return_to_seats,
    seats_to_pass_on,
    take_seats_back,
)
from intranet.members.domain.sessions import close_sessions
from intranet.members.models import Organisation, Position, User
from intranet.members.models.people_queries import COORDINATION
from intranet.members.rules import can_manage


@transaction.atomic
def change_position(
    position: Position, *, by: User, title: str, department: str, is_representative: bool, is_manager: bool
) -> None:
    """Correct what `position` is. A council has one representative: naming another takes the mark from the present one."""
    claim(position, by=by)
    if not position.is_open():
        refuse(_("This position has already ended."))
    if not is_manager:
        keep_a_manager(position, by=by, on=timezone.localdate(), field="is_manager")
    position.title, position.department, position.is_manager = title, department, is_manager
    position.is_representative = position.is_representative and is_representative
    position.save()
    if is_representative:
        appoint_representative(position)


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

    `successor`, a colleague of the same organisation, takes over at once: with `with_duties` being representative and
    manager, with `with_groups` the seats in the groups that `by` may know of. Raises `ValidationError` by field.
    """
    claim(position, by=by)
    check_end(position, on=on)
    heir = position_of(successor, position, on=on) if successor else None
    if not (heir and with_duties):
        keep_a_manager(position, by=by, on=on, field="successor")
    if position.ends_on:
        return_to_seats(position.user, left_on=position.ends_on)
    seats = list(seats_to_pass_on(position.user, known_to=by)) if with_groups else []
    position.ends_on, position.successor = on, successor
    position.save()
    handover = pass_seats_on(seats, successor=heir.user) if heir else Handover()
    if heir and with_duties:
        handover = pass_duties_on(position, heir, handover)
    withdraw_access(position.user, on=on)
    return handover


@transaction.atomic
def reopen_position(position: Position, *, by: User, handover: Handover | None = None) -> None:
    """Undo `end_position`, and what passed to the successor too when it is told what that was."""
    claim(position, by=by)
    if position.ends_on is None:
        return
    open_ones = Position.objects.filter(organisation=position.organisation, ends_on=None)
    if open_ones.filter(user=position.user).exists():
        refuse(_("This person already has an open position in this organisation."))
    if handover:
        take_seats_back(handover)
        take_duties_back(position, open_ones.filter(user=position.successor).first(), handover)
    return_to_seats(position.user, left_on=position.ends_on)
    taken = open_ones.filter(is_representative=True).exists()
    position.is_representative = position.is_representative and not taken
    position.ends_on, position.successor = None, None
    position.save()


def claim(position: Position, *, by: User) -> None:
    """Whoever changes an organisation's positions does so alone: its last two managers cannot leave at the same moment."""
    organisation = Organisation.objects.select_for_update().get(pk=position.organisation_id)
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


def withdraw_access(person: User, *, on: date) -> None:
    """Take what falls with the last position. On a day to come, the middleware closes the sessions by itself."""
    if not stays_in_network(person, on=on):
        leave_seats(person, on=on)
    if not User.objects.with_standing().get(pk=person.pk).standing.has_access:
        close_sessions(person)


def stays_in_network(person: User, *, on: date, without: Position | None = None) -> bool:
    """Whether `person` is somebody in the network on `on`, be it `without` that position."""
    if person.is_superuser or person.groups.filter(name=COORDINATION).exists():
        return True
    positions = Position.objects.giving_access(max(on, timezone.localdate())).filter(user=person)
    return (positions.exclude(pk=without.pk) if without else positions).exists()


def refuse(message: str, *, field: str | None = None) -> NoReturn:
    raise ValidationError({field: message} if field else message)
