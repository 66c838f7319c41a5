"""How long one registration takes, of those that fill a jornada with thousands: what everyone else waits for meanwhile."""

import time
from statistics import median
from typing import NamedTuple

from agenda.registration.domain.registering import Applicant, Wishes, register
from agenda.registration.models import RegistrationDesk
from benchmarks.measure import SLOW
from intranet.members.models import Position

TIMES = 100
BUDGET = 50


class Lasts(NamedTuple):
    """Milliseconds of one registration, and how many there were before."""

    each: float
    before: int


def time_of_registering() -> Lasts:
    """With its place in the line and its mail, which is put into the outbox and not sent."""
    desk = RegistrationDesk.objects.latest("pk")
    before = desk.registrations.count()
    places = Position.objects.giving_access().exclude(user__registrations__desk=desk).exclude(user=desk.event.author)
    return Lasts(median(once(desk, place) for place in places.select_related("organisation")[:TIMES]), before)


def once(desk: RegistrationDesk, place: Position) -> float:
    person = type(place.user).objects.with_standing().get(pk=place.user_id)
    applicant = Applicant(person.full_name, person.email, person=person, organisation=place.organisation)
    begin = time.perf_counter()
    register(desk, applicant, Wishes(desk.modes[0]), by=person)
    return (time.perf_counter() - begin) * 1000


def lines_of(lasts: Lasts) -> str:
    slow = SLOW if lasts.each > BUDGET else ""
    return f"\nregistering, with {lasts.before} registered: {lasts.each:.1f} ms each (budget {BUDGET}){slow}"
