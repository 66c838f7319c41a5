"""What a council entrusts to one of its people: voting for it, and looking after who belongs to it."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from intranet.members.enums import Passing
from intranet.members.models import Position, Succession, User


def appoint_representative(position: Position) -> None:
    """Make `position` the council's representative; a present or coming other one no longer is."""
    others = Position.objects.ahead().filter(organisation=position.organisation, is_representative=True)
    others.exclude(pk=position.pk).update(is_representative=False)
    position.is_representative = True
    position.save()


def keep_a_manager(position: Position, *, by: User, on: date, field: str, heir: Position | None = None) -> None:
    """A manager may not leave the council without one who stays; coordination may, and then looks after its people itself.

    Whoever has an end, however far, does not stay. `heir` is the one to whom the duties of `position` pass, if any.
    """
    if by.standing.cares_for_members or not (position.is_manager or inherits_management(position)):
        return
    if position.is_manager and heir is not None and heir.ends_on is None:
        return
    heirs = coming_managers(position).values("position__successor")
    staying = Position.objects.giving_access(max(on, timezone.localdate())).filter(
        Q(is_manager=True) | Q(user__in=heirs),
        organisation=position.organisation,
        ends_on=None,
        user__is_active=True,
    )
    if not staying.exclude(pk=position.pk).exists():
        message = _("The council would be left without a manager. Choose a colleague who takes over the duties.")
        raise ValidationError({field: message})


def coming_managers(position: Position) -> QuerySet[Succession]:
    """The other positions of the organisation from which managing it will pass to somebody, on a day to come."""
    planned = Succession.objects.filter(kind=Passing.MANAGER, passed_on=None, position__is_manager=True)
    same = planned.filter(position__organisation=position.organisation, position__successor__isnull=False)
    return same.exclude(position=position)


def inherits_management(position: Position) -> bool:
    return coming_managers(position).filter(position__successor=position.user).exists()


def pass_duty(item: Succession, heir: Position) -> bool:
    """Give `heir` the duty, if the position still has it and nobody has been given it since. Whether it passed."""
    position = item.position
    if item.kind == Passing.MANAGER:
        passes = position.is_manager and not heir.is_manager
        if passes:
            heir.is_manager = True
            heir.save()
        return passes
    voting = Position.objects.open().filter(organisation=heir.organisation, is_representative=True)
    passes = position.is_representative and not voting.exclude(pk=position.pk).exists()
    if passes:
        appoint_representative(heir)
    return passes


def take_duty_back(item: Succession, heir: Position) -> None:
    if item.kind == Passing.MANAGER:
        heir.is_manager = False
    else:
        heir.is_representative = False
    heir.save()
