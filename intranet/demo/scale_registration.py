"""A jornada of any size, for the benchmark: its seats, its line, who came, and what everyone answered."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from agenda.enums import EventKind, EventVisibility, Mode, Review
from agenda.models import Event, Occurrence
from agenda.registration.enums import QuestionKind, RegistrationState
from agenda.registration.models import Attendance, Question, Registration, RegistrationDesk
from intranet.demo.scale import BATCH, prepare_ground, register_scale
from intranet.demo.scale_agenda import scale_date
from intranet.members.models import Position

DAYS = 30
"""Until it takes place."""
SEATS = 0.8
"""Of those who register, how many have one."""
EVERY_ONLINE, EVERY_GUEST, EVERY_CAME = 4, 10, 3
OPTIONS = "Matí\nTarda\nTot el dia"


@transaction.atomic
def grow_registrations(number: int) -> None:
    """Add a hybrid jornada of the first person with a position, and so many who registered for it. Nobody is told."""
    prepare_ground()
    places = list(Position.objects.giving_access().select_related("user", "organisation").order_by("user_id", "pk"))
    desk, date = scale_desk(places[0])
    questions = [
        Question.objects.create(
            desk=desk, position=1, kind=QuestionKind.CHOICE, label="Quan vindreu?", options=OPTIONS
        ),
        Question.objects.create(desk=desk, position=2, kind=QuestionKind.TEXT, label="Què voleu saber?"),
    ]
    seats = int(number * SEATS)
    rows = list(scale_registrations(desk, number, places, questions))
    for turn, row in enumerate(rows[seats:], start=1):
        row.state, row.waits_for, row.turn = RegistrationState.WAITING, row.mode, turn
    Registration.objects.bulk_create(rows, BATCH)
    online = len(rows[:seats:EVERY_ONLINE])
    desk.seats_in_person, desk.seats_online, desk.last_turn = seats - online, online, number - seats
    desk.save()
    came = (Attendance(registration=row, occurrence=date, mode=row.mode) for row in rows[:seats:EVERY_CAME])
    Attendance.objects.bulk_create(came, BATCH)


def scale_desk(place: Position) -> tuple[RegistrationDesk, Occurrence]:
    """In the name of nobody but its author."""
    start = timezone.make_aware(datetime.combine(timezone.localdate() + timedelta(days=DAYS), time(10)))
    event = Event(  # type: ignore[no-untyped-call]
        title="Jornada d’economia social i solidària",
        summary="Una trobada per compartir el que hem après.",
        kind=EventKind.CONFERENCE,
        mode=Mode.HYBRID,
        visibility=EventVisibility.PUBLIC,
        review=Review.PUBLISHED,
        author=place.user,
        venue="Auditori",
        join_url="https://videoconferencia.example/jornada",
        start=start,
        end=start + timedelta(hours=4),
    )
    event.save()  # type: ignore[no-untyped-call]
    date = scale_date(event, timedelta())
    date.save()
    desk = RegistrationDesk(event=event, takes_guests=True)
    desk.save()
    return desk, date


def scale_registrations(
    desk: RegistrationDesk, number: int, places: list[Position], questions: list[Question]
) -> Iterator[Registration]:
    """Everyone once, but for the author; every so many, and once there is nobody else, somebody without an account."""
    others = iter({place.user_id: place for place in places if place.user_id != desk.event.author_id}.values())
    options = OPTIONS.splitlines()
    for serial in range(number):
        row = scale_registration(desk, serial, next(others, None) if serial % EVERY_GUEST else None)
        row.mode = Mode.IN_PERSON if serial % EVERY_ONLINE else Mode.ONLINE
        row.answers = {questions[0].key: options[serial % len(options)], questions[1].key: "Per on començar"}
        yield row


def scale_registration(desk: RegistrationDesk, serial: int, place: Position | None) -> Registration:
    if place is None:
        return Registration(
            desk=desk, name=f"Convidada {serial}", email=f"convidada-{serial}@scale.example", entity="Diputació"
        )
    person = place.user
    return Registration(
        desk=desk, person=person, organisation=place.organisation, name=person.full_name, email=person.email
    )


register_scale("registrations", grow_registrations, help_text="A jornada for which so many have registered.")
