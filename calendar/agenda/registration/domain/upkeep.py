"""What time does to registrations: offers lapse, addresses that nobody confirmed and what was said of needs are forgotten, and in the end who came."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import DateTimeField, Exists, F, Max, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from agenda.models import Occurrence
from agenda.registration.domain.desks import lock_desk
from agenda.registration.domain.one_by_one import total
from agenda.registration.domain.seats import advance, let_lapse
from agenda.registration.enums import LIVING, RegistrationState
from agenda.registration.models import Registration, RegistrationDesk

if TYPE_CHECKING:
    from django.db.models import QuerySet

TO_CONFIRM = timedelta(hours=48)
"""How long somebody without an account has to follow the link that they were sent, whatever was sent since."""
KEPT = timedelta(days=5 * 365 + 2)
"""How long who gave money for an activity may ask who came."""
NAMES_THEM = {
    "name": "",
    "email": "",
    "job_title": "",
    "answers": {},
    "access_needs": "",
    "diet": "",
    "note": "",
    "reason": "",
}


def offer_what_is_free() -> int:
    """Every few minutes: where people wait, what lapsed is offered to the next, and so is what is free; how many offers lapsed.

    Each desk in a transaction of its own. Run twice, or two at the same moment, nothing happens twice.
    """
    waits = Registration.objects.filter(desk=OuterRef("pk"), state__in=LIVING).exclude(waits_for="")
    desks = RegistrationDesk.objects.filter(Exists(waits), event__occurrences__end__gt=timezone.now())
    return total(settle_line, desks.distinct().order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def settle_line(pk: int) -> int:
    desk = lock_desk(pk)
    lapsed = let_lapse(desk)
    advance(desk)
    return lapsed


def forget_unconfirmed() -> int:
    """Nothing is kept of who typed an address and did not follow the link in time; of how many."""
    long_ago = timezone.now() - TO_CONFIRM
    unconfirmed = Registration.objects.filter(state=RegistrationState.UNCONFIRMED, created_at__lt=long_ago)
    desks = sorted(set(unconfirmed.values_list("desk", flat=True)))
    return total(forget_at, desks)


@transaction.atomic
def forget_at(pk: int) -> int:
    """Under the lock: whoever confirms in this moment stays."""
    desk = lock_desk(pk)
    long_ago = timezone.now() - TO_CONFIRM
    number, _rows = desk.registrations.filter(state=RegistrationState.UNCONFIRMED, created_at__lt=long_ago).delete()
    return number


def forget_needs() -> int:
    """The night after the last date: what people said of access and food is deleted; at how many desks."""
    said = Registration.objects.filter(desk=OuterRef("pk")).exclude(access_needs="", diet="")
    return total(forget_needs_at, desks_over(timezone.now()).filter(Exists(said)).values_list("pk", flat=True))


def desks_over(by: datetime) -> "QuerySet[RegistrationDesk]":
    """Those whose last date had ended `by` then."""
    dates = Occurrence.objects.filter(event=OuterRef("event")).order_by().values("event").annotate(last=Max("end"))
    last = Coalesce(F("occurrence__end"), Subquery(dates.values("last")), output_field=DateTimeField())
    return RegistrationDesk.objects.annotate(last=last).filter(last__lte=by).order_by("pk")


@transaction.atomic
def forget_needs_at(pk: int) -> bool:
    desk = lock_desk(pk)
    said = desk.registrations.exclude(access_needs="", diet="")
    is_first = said.update(access_needs="", diet="") > 0
    desk.needs_forgotten_at = timezone.now()
    desk.save(update_fields=["needs_forgotten_at"])
    return is_first


def forget_guests() -> int:
    """Five years after the last date: of who came without an account, or whose account is gone, no name is kept; of how many.

    That somebody came stays, for the totals, and so does a certificate: it is theirs to show.
    """
    named = Registration.objects.filter(desk=OuterRef("pk"), person=None).exclude(name="")
    desks = desks_over(timezone.now() - KEPT).filter(Exists(named))
    return total(forget_guests_at, desks.values_list("pk", flat=True))


@transaction.atomic
def forget_guests_at(pk: int) -> int:
    rows = list(lock_desk(pk).registrations.filter(person=None).exclude(name=""))
    for row in rows:
        for name, nothing in NAMES_THEM.items():
            setattr(row, name, nothing)
        row.save(update_fields=[*NAMES_THEM, "folded_words"])
    return len(rows)
