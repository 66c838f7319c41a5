"""What time does to registrations: offers lapse, addresses that nobody confirmed and what was said of needs are forgotten."""

from datetime import timedelta

from django.db import transaction
from django.db.models import DateTimeField, Exists, F, Max, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from agenda.models import Occurrence
from agenda.registration.domain.desks import lock_desk
from agenda.registration.domain.seats import advance, let_lapse
from agenda.registration.enums import LIVING, RegistrationState
from agenda.registration.models import Registration, RegistrationDesk

TO_CONFIRM = timedelta(hours=48)
"""How long somebody without an account has to follow the link that they were sent."""


def offer_what_is_free() -> int:
    """Every few minutes: where people wait, what lapsed is offered to the next, and so is what is free; how many offers lapsed.

    Each desk in a transaction of its own. Run twice, or two at the same moment, nothing happens twice.
    """
    waits = Registration.objects.filter(desk=OuterRef("pk"), state__in=LIVING).exclude(waits_for="")
    desks = RegistrationDesk.objects.filter(Exists(waits), event__occurrences__end__gt=timezone.now())
    return sum(settle_line(pk) for pk in desks.distinct().order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def settle_line(pk: int) -> int:
    desk = lock_desk(pk)
    lapsed = let_lapse(desk)
    advance(desk)
    return lapsed


def forget_unconfirmed() -> int:
    """Nothing is kept of who typed an address and did not follow the link in time; of how many."""
    unconfirmed = Registration.objects.filter(
        state=RegistrationState.UNCONFIRMED, changed_at__lt=timezone.now() - TO_CONFIRM
    )
    desks = sorted(set(unconfirmed.values_list("desk", flat=True)))
    return sum(forget_at(pk) for pk in desks)


@transaction.atomic
def forget_at(pk: int) -> int:
    """Under the lock: whoever confirms in this moment stays."""
    desk = lock_desk(pk)
    long_ago = timezone.now() - TO_CONFIRM
    number, _rows = desk.registrations.filter(state=RegistrationState.UNCONFIRMED, changed_at__lt=long_ago).delete()
    return number


def forget_needs() -> int:
    """The night after the last date: what people said of access and food is deleted; at how many desks."""
    said = Registration.objects.filter(desk=OuterRef("pk")).exclude(access_needs="", diet="")
    dates = Occurrence.objects.filter(event=OuterRef("event")).order_by().values("event").annotate(last=Max("end"))
    last = Coalesce(F("occurrence__end"), Subquery(dates.values("last")), output_field=DateTimeField())
    over = RegistrationDesk.objects.annotate(last=last).filter(Exists(said), last__lte=timezone.now())
    return sum(forget_needs_at(pk) for pk in over.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def forget_needs_at(pk: int) -> bool:
    desk = lock_desk(pk)
    said = desk.registrations.exclude(access_needs="", diet="")
    is_first = said.update(access_needs="", diet="") > 0
    desk.needs_forgotten_at = timezone.now()
    desk.save(update_fields=["needs_forgotten_at"])
    return is_first
