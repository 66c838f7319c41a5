"""Desks and registrations, as the domain makes them."""

from datetime import timedelta
from itertools import count

from django.utils import timezone

from agenda.enums import EventVisibility, Mode
from agenda.registration.domain.registering import Applicant, Wishes, register
from agenda.registration.enums import Channel
from agenda.registration.models import Question, Registration, RegistrationDesk
from tests.factories.agenda import an_event
from tests.factories.members import a_member

_number = count(1)


def a_desk(
    event=None, *, occurrence=None, author=None, seats=None, online=None, mode=None, **facts
) -> RegistrationDesk:
    """Where one registers for an event: `seats` in person and `online`; it is hybrid where a number is said of both."""
    if event is None:
        mode = mode or (Mode.HYBRID if online is not None else Mode.IN_PERSON)
        visibility = EventVisibility.PUBLIC if facts.get("takes_guests") else EventVisibility.NETWORK
        event = an_event(author, mode=mode, visibility=visibility)
    desk = RegistrationDesk(event=event, occurrence=occurrence, seats_in_person=seats, seats_online=online, **facts)
    desk.full_clean()
    desk.save()
    return desk


def a_question(desk, label="Què voleu saber?", **facts) -> Question:
    return Question.objects.create(desk=desk, label=label, **facts)


def an_applicant(person) -> Applicant:
    position = person.positions.giving_access().select_related("organisation").first()
    council = position.organisation if position else None
    return Applicant(person.full_name, person.email, person=person, organisation=council)


def a_registration(desk, person=None, *, mode=None, **wishes) -> Registration:
    """Of a member, by themselves: where there is no seat, in the line."""
    person = person or a_member()
    return register(desk, an_applicant(person), Wishes(mode or desk.modes[0], **wishes), by=person)


def a_guest(desk, email=None, *, mode=None, **wishes) -> Registration:
    """Of somebody without an account, who has not confirmed yet."""
    number = next(_number)
    applicant = Applicant(f"Convidada {number}", email or f"convidada{number}@example.org", entity="Diputació")
    return register(desk, applicant, Wishes(mode or desk.modes[0], **wishes), by=None)


def an_added(desk, by, name="Rosa Pla", email="rosa@example.org", *, mode=None, **wishes) -> Registration:
    """By hand, by the organisers."""
    applicant = Applicant(name, email, entity="Consell Comarcal")
    return register(desk, applicant, Wishes(mode or desk.modes[0], **wishes), by=by, channel=Channel.ORGANISER)


def on_its_day(desk) -> RegistrationDesk:
    """The day has come on which it takes place: it begins within the hour."""
    begins, today = timezone.now() + timedelta(hours=1), timezone.localdate()
    dates = {"start": begins, "end": begins + timedelta(hours=2), "first_day": today, "last_day": today}
    desk.event.occurrences.update(**dates)
    return desk
