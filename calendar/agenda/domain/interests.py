"""Whom an event interests: «m'interessa»."""

from dataclasses import dataclass
from functools import lru_cache

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, OuterRef, Q, Subquery
from django.utils import timezone

from agenda.domain.wording import KEY, moment_of
from agenda.models import Event, Interest, Occurrence
from agenda.registration.models import Registration
from intranet.members.models import Position, User, WorkingGroup
from intranet.statements import PERSON, Statement


@dataclass(frozen=True)
class InterestIn:
    """How many people count on an event, whether the reader does, and whether there is still something to count on."""

    number: int
    is_mine: bool
    is_offered: bool


def interest_of(event: Event, person: User) -> InterestIn:
    """How `person`, who sees `event`, stands to it. One statement."""
    ((number, own, end),) = counted().rows({KEY: event.pk, PERSON: person.pk})
    is_ahead = end is not None and moment_of(end) > timezone.now()
    return InterestIn(number, bool(own), is_ahead and event.is_published)


@lru_cache(maxsize=1)
def counted() -> Statement:
    """How many an event interests, whether the person is one of them, and when its last date ends."""
    last = Occurrence.objects.filter(event=OuterRef("pk")).order_by("-end").values("end")[:1]
    told = Event.objects.filter(pk=KEY).annotate(
        number=Count("interests"), own=Count("interests", filter=Q(interests__person=PERSON)), last=Subquery(last)
    )
    return Statement.of(told.values_list("number", "own", "last"))


@transaction.atomic
def set_interest(event: Event, person: User, *, interested: bool = True) -> None:
    """Have `person` hear of what becomes of `event`, or no more of it; asked again it stays as it is.

    Raises PermissionDenied for whoever does not see it, and for what is not published.
    """
    if not interested:
        Interest.objects.filter(event=event, person=person).delete()
        return
    if not Event.objects.visible_to(person).published().filter(pk=event.pk).exists():
        raise PermissionDenied
    Interest.objects.bulk_create([Interest(event=event, person=person)], ignore_conflicts=True)


def mine(person: User) -> Q:
    """Of an event's row: that it interests `person`, that they announced it or registered, or that it is their councils' or groups'."""
    councils = Position.objects.giving_access().filter(user=person).values("organisation")
    co_organised = Event.co_organisers.through.objects.filter(organisation__in=councils).values("event")
    registered = Registration.objects.living().filter(person=person).values("desk__event")
    own = Q(author=person) | Q(pk__in=registered) | Q(pk__in=Interest.objects.filter(person=person).values("event"))
    theirs = Q(organisation__in=councils) | Q(pk__in=co_organised)
    return own | theirs | Q(group__in=WorkingGroup.objects.of(person).values("pk"))
