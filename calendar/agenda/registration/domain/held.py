"""What registrations hold an event to: dates do not vanish under those who registered for them, in the caller's transaction."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from agenda.models import Event, Occurrence
from agenda.registration.domain.likeness import days_between, open_alike
from agenda.registration.models import Attendance, Certificate, Registration, RegistrationDesk
from agenda.sentences import dated_words

if TYPE_CHECKING:
    from django.db.models import QuerySet


def check_may_go(dates: Iterable[Occurrence]) -> None:
    """Raises ValidationError where somebody is registered for one of them, cancelled or not, or has been there."""
    keys = [one.pk for one in dates]
    if not keys:
        return
    hold_desks(RegistrationDesk.objects.filter(occurrence__in=keys))
    living = Registration.objects.living().filter(desk__occurrence=OuterRef("pk"))
    attended = Attendance.objects.filter(occurrence=OuterRef("pk"))
    certified = Certificate.objects.filter(registration__desk__occurrence=OuterRef("pk"))
    ties = Q(Exists(living)) | Q(Exists(attended)) | Q(Exists(certified))
    held = Occurrence.objects.filter(ties, pk__in=keys).in_order().first()
    if held is None:
        return
    if held.is_cancelled:
        text = _("There are registrations for %(day)s, which is cancelled: that date has to stay, as long as they do.")
    else:
        text = _("There are registrations for %(day)s: cancel that date instead of taking it away, and they are told.")
    raise ValidationError(text, params={"day": dated_words(held.start)}, code="registered")


def check_may_part(event: Event) -> None:
    """Raises ValidationError where people have registered for all dates at once: the rest would be another event."""
    hold_desks(event.desks.all())
    if Registration.objects.living().filter(desk__event=event, desk__occurrence=None).exists():
        text = _("People have registered for all dates at once: move the dates one by one, or the whole series.")
        raise ValidationError(text, code="registered")


def part_desks(event: Event, rest: Event) -> None:
    """The dates that have gone over to `rest` take their desks along; what holds for all dates holds there as well."""
    RegistrationDesk.objects.filter(occurrence__event=rest).update(event=rest)
    desk = event.desks.filter(occurrence=None).first()
    if desk is not None:
        open_alike(desk, rest, later=days_between(event.start, rest.start))


def hold_desks(desks: "QuerySet[RegistrationDesk]") -> None:
    """Nobody registers there meanwhile. One statement; several at once hold them in the same order."""
    list(desks.order_by("pk").select_for_update().values_list("pk"))
