"""A position begins, or is corrected: never two of one person in one organisation on the same day."""

from datetime import date
from typing import NoReturn

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from intranet.members.domain.duties import keep_a_manager
from intranet.members.domain.seats import go_on, leave_what_is_over
from intranet.members.models import Organisation, Position, User
from intranet.members.rules import can_manage, is_coordination

CORRECTED = ("role", "title", "department", "is_representative", "is_manager", "starts_on")


def hold(organisation: Organisation) -> Organisation:
    """Until the end of the transaction, nobody else changes who is in `organisation`."""
    held: Organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    return held


@transaction.atomic
def add_position(position: Position, *, by: User) -> None:
    """Save a new `position`, for whoever manages its organisation. Raises `ValidationError` by field."""
    if not can_manage(by, position.organisation):
        raise PermissionDenied
    open_position(position)


@transaction.atomic
def open_position(position: Position) -> None:
    """Save a new `position`; that its holder may have it is certain by then. Raises `ValidationError` by field."""
    hold(position.organisation)
    refuse_overlap(position, field="user")
    refuse_second_representative(position)
    leave_what_is_over(position.user)
    position.save()
    go_on(position.user, organisation=position.organisation)


@transaction.atomic
def correct_position(position: Position, *, by: User) -> None:
    """Save what coordination has corrected; person, organisation and end are not corrected but changed elsewhere."""
    if not is_coordination(by):
        raise PermissionDenied
    hold(position.organisation)
    stored = Position.objects.get(pk=position.pk)
    position.ends_on = stored.ends_on
    if position.starts_on != stored.starts_on:
        refuse_overlap(position, field="starts_on")
    if position.is_representative and not stored.is_representative:
        refuse_second_representative(position)
    if stored.is_manager and not position.is_manager:
        keep_a_manager(stored, by=by, on=timezone.localdate(), field="is_manager")
    position.save(update_fields=CORRECTED)
    go_on(position.user, organisation=position.organisation)


@transaction.atomic
def widen_position(position: Position, *, until: date | None, is_manager: bool) -> None:
    """Let `position`, which has not ended, hold today and until that day (None: without end), if it does not already."""
    hold(position.organisation)
    leave_what_is_over(position.user)
    position.refresh_from_db()
    position.starts_on = min(position.starts_on, timezone.localdate())
    ends_on = position.ends_on
    if ends_on is not None:
        position.ends_on = until and max(until, ends_on)
        later = Position.objects.overlapping(position).filter(user=position.user, organisation=position.organisation)
        if following := later.order_by("starts_on").first():
            position.ends_on = max(following.starts_on, position.starts_on)
    if position.ends_on != ends_on:
        position.successor = None
        position.successions.all().delete()
    position.is_manager = position.is_manager or is_manager
    position.is_representative = position.is_representative and rival_of(position) is None
    position.save()
    go_on(position.user, organisation=position.organisation)


def refuse_overlap(position: Position, *, field: str | None = None) -> None:
    same = Position.objects.overlapping(position).filter(user=position.user, organisation=position.organisation)
    if same.exists():
        refuse(_("This person already has a position in this organisation in that time."), field=field)


def rival_of(position: Position) -> Position | None:
    """Who else represents the organisation on one of the days of `position`, from today on."""
    others = Position.objects.ahead().overlapping(position).filter(organisation=position.organisation)
    return others.filter(is_representative=True).select_related("user").first()


def refuse_second_representative(position: Position) -> None:
    if position.is_representative and (rival := rival_of(position)):
        message = _("%(name)s is already the representative. Take the mark from them first.")
        refuse(message % {"name": rival.user.full_name}, field="is_representative")


def refuse(message: str, *, field: str | None = None) -> NoReturn:
    raise ValidationError({field: message} if field else message)
