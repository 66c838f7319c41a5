"""Who comes: the councils, by name; who of them stays with the organisers."""

from typing import NamedTuple

from agenda.registration.enums import LIVING, RegistrationState
from agenda.registration.models import Registration, RegistrationDesk
from intranet.members.models import Organisation, Position, User


def councils_coming(desk: RegistrationDesk) -> list[str]:
    """The names of those of which somebody has a seat, for the people of the network. One statement."""
    seated = Registration.objects.filter(desk=desk, state=RegistrationState.CONFIRMED).exclude(organisation=None)
    councils = Organisation.objects.filter(pk__in=seated.values("organisation")).order_by("sort_key")
    return [council.full_name for council in councils]


class Colleague(NamedTuple):
    """Somebody with a place in one of one's councils today, and how they stand at the desk, if they do."""

    person: User
    council: Organisation
    registration: Registration | None


def colleagues_of(user: User, desk: RegistrationDesk) -> list[Colleague]:
    """Those of `user`, who are offered to be registered, by council and name. Three statements for any number.

    Who of them sees the event is asked for as they are registered.
    """
    councils = Position.objects.giving_access().filter(user=user).values("organisation")
    places = Position.objects.giving_access().filter(organisation__in=councils, user__is_active=True).exclude(user=user)
    ordered = places.select_related("user", "organisation").order_by("organisation__sort_key", "user__sort_key")
    living = desk.registrations.filter(state__in=LIVING).select_related("registered_by")
    people = [place.user_id for place in ordered]
    known = {row.person_id: row for row in living.filter(person__in=people)}
    seen: set[int] = set()
    found = []
    for place in ordered:
        if place.user_id not in seen:
            seen.add(place.user_id)
            found.append(Colleague(place.user, place.organisation, known.get(place.user_id)))
    return found
