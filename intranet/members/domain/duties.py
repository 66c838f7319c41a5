"""What a council entrusts to one of its people: voting for it, and looking after who belongs to it."""

from dataclasses import replace
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from intranet.members.domain.handover import Handover
from intranet.members.models import Position, User


def appoint_representative(position: Position) -> None:
    """Make `position` the council's representative; a present or coming other one no longer is."""
    ahead = Q(ends_on__isnull=True) | Q(ends_on__gt=timezone.localdate())
    others = Position.objects.filter(ahead, organisation=position.organisation, is_representative=True)
    others.exclude(pk=position.pk).update(is_representative=False)
    position.is_representative = True
    position.save()


def keep_a_manager(position: Position, *, by: User, on: date, field: str) -> None:
    """A manager may not leave the council without any; coordination may, and then looks after its people itself."""
    if by.standing.cares_for_members or not position.is_manager:
        return
    managers = Position.objects.giving_access(max(on, timezone.localdate())).filter(
        organisation=position.organisation, is_manager=True, user__is_active=True
    )
    if not managers.exclude(pk=position.pk).exists():
        message = _("The council would be left without a manager. Choose a colleague who takes over the duties.")
        raise ValidationError({field: message})


def pass_duties_on(position: Position, heir: Position, handover: Handover) -> Handover:
    """Make `heir` what `position` is. Two cannot vote for a council, so that mark moves even before the end."""
    representative = position.is_representative
    manager = position.is_manager and not heir.is_manager
    if manager:
        heir.is_manager = True
        heir.save()
    if representative:
        appoint_representative(heir)
    return replace(handover, representative=representative, manager=manager)


def take_duties_back(position: Position, heir: Position | None, handover: Handover) -> None:
    """Undo `pass_duties_on`; `position` itself is left to be saved."""
    if heir is not None:
        heir.is_representative = heir.is_representative and not handover.representative
        heir.is_manager = heir.is_manager and not handover.manager
        heir.save()
    position.is_representative = position.is_representative or handover.representative
