"""What organisers should know of those who registered, beside what these said themselves."""

from django.db.models import Exists, OuterRef, Q

from agenda.models import Event
from agenda.registration.domain.reaching import reachable
from agenda.registration.enums import RegistrationState
from agenda.registration.models import Registration, RegistrationQuerySet


def with_remarks(rows: RegistrationQuerySet, event: Event) -> RegistrationQuerySet:
    """Of the desks of `event`, with `is_told`, whether mail still reaches them, and `was_declined`, at the same desk before."""
    same = Registration.objects.filter(pk=OuterRef("pk"))
    by_them = Q(person=OuterRef("person")) | Q(email=OuterRef("email")) & ~Q(email="")
    declined = Registration.objects.filter(by_them, desk=OuterRef("desk"), state=RegistrationState.DECLINED)
    return rows.annotate(is_told=Exists(reachable(same, event)), was_declined=Exists(declined))
