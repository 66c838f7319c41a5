"""Who has registered for what comes, who waits and who came: as if everyone had done it in time, and been told of it then."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import cycle, islice
from random import Random
from typing import Any

from django.utils import timezone

from agenda.enums import Mode
from agenda.models import Event, Occurrence
from agenda.registration.certificates.issuing import issue
from agenda.registration.enums import Channel, RegistrationState
from agenda.registration.models import Attendance, Certificate, Question, Registration, RegistrationDesk
from agenda.registration.models.registrations import CODE_LENGTH, LETTERS
from intranet.demo.days import day, moment
from intranet.demo.tables import texts
from intranet.members.models import Position, User

WORDS = ("confirmation_text", "reminder_text", "thanks_text")
OF_A_QUESTION = ("kind", "label", "help", "options", "required")
STEP = timedelta(hours=3, minutes=7)
NEEDS = {5: "Lloc per a una cadira de rodes", 17: "Intèrpret de llengua de signes"}
DIETS = ("", "Vegetariana", "", "", "Sense gluten", "", "Vegana")
ONCE_OFFERED = timedelta(days=1, hours=9)


class Crowd:
    """Who registers, in the same order on the same day; `codes` are the same too."""

    def __init__(self, today: date, people: dict[str, User]) -> None:
        self.today, self.people, self.codes = today, people, Random("registrations")  # noqa: S311 - not to be secret
        self.councils = {
            one.user_id: one.organisation
            for one in Position.objects.giving_access().select_related("organisation").order_by("-pk")
        }
        network = User.objects.in_network().exclude(email="coordinacio@xmess.example").order_by("email")
        self.network = [one for one in network if one.pk in self.councils]
        self.guests = [one.split("|") for one in texts("registrations")["guests"]]

    def some(self, entry: dict[str, Any], number: int) -> Iterator[User]:
        """Others for each desk, those first who are named; nobody twice."""
        named = [self.people[email] for email in (*([entry["offered"]] if "offered" in entry else []), *entry["with"])]
        yield from named
        turned = self.network[number * 29 :] + self.network[: number * 29]
        kept = {self.people[email].pk for email in ("tecnica@manresa.example", *(one.email for one in named))}
        yield from (one for one in turned if one.pk not in kept)

    def word(self, letters: str, length: int) -> str:
        return "".join(self.codes.choice(letters) for _place in range(length))


def load_registrations(today: date, people: dict[str, User]) -> int:
    """How many."""
    crowd = Crowd(today, people)
    for number, entry in enumerate(texts("registrations")["desk"]):
        event = Event.objects.get(title=entry["event"])
        entry.setdefault("with", [])
        dates = list(event.occurrences.in_order()[: entry["dates"]]) if "dates" in entry else [None]
        for turn, row in enumerate(dates):
            load_desk(event, row, entry, number + turn, crowd)
    return Registration.objects.count()


def load_desk(event: Event, row: Occurrence | None, entry: dict[str, Any], number: int, crowd: Crowd) -> None:
    begins = timezone.localdate(row.start if row else event.start)
    desk = RegistrationDesk(event=event, occurrence=row, **entry["settings"])
    desk.opens_at = desk.created_at = moment(day(crowd.today, entry["opened"]))
    desk.closes_at = moment(day(begins, entry["closes"])) if "closes" in entry else None
    for name in WORDS:
        setattr(desk, name, entry.get(name, ""))
    desk.full_clean()
    desk.save()
    questions = [ask(desk, place, one) for place, one in enumerate(entry.get("question", ()), start=1)]
    rows = list(registrations_at(desk, entry, number, crowd))
    for place, registration in enumerate(rows):
        describe(registration, place, questions, crowd)
    Registration.objects.bulk_create(rows)
    desk.last_turn = max((one.turn or 0 for one in rows), default=0)
    desk.save(update_fields=["last_turn"])
    if "attended" in entry:
        bring_to_an_end(desk, entry, crowd)


def ask(desk: RegistrationDesk, place: int, entry: dict[str, Any]) -> tuple[Question, list[str]]:
    """The question, and what people answer in turn."""
    facts = {name: entry[name] for name in OF_A_QUESTION if name in entry}
    return Question.objects.create(desk=desk, position=place, **facts), entry["answers"]


def registrations_at(
    desk: RegistrationDesk, entry: dict[str, Any], number: int, crowd: Crowd
) -> Iterator[Registration]:
    """Not saved yet. The one who is offered a seat is the first in line; some of those who have one are guests."""
    people = crowd.some(entry, number)
    if "offered" in entry:
        offered = of_member(desk, next(people), crowd)
        stand_in_line(offered, Mode.IN_PERSON, 1)
        offered.offer_until = moment(crowd.today) + ONCE_OFFERED
        yield offered
    yield from (of_guest(desk, one) for one in crowd.guests[: entry.get("guests", 0)])
    for mode, seats in entry["registered"].items():
        taken = entry.get("guests", 0) if mode == Mode.IN_PERSON else 0
        meanwhile = entry.get("meanwhile", 0) if mode == Mode.ONLINE else 0
        for person in islice(people, seats - taken - meanwhile):
            yield of_member(desk, person, crowd, mode)
    for turn, person in enumerate(islice(people, entry.get("waiting", 0)), start=2):
        row = of_member(desk, person, crowd)
        stand_in_line(row, Mode.IN_PERSON, turn, meanwhile=turn - 2 < entry.get("meanwhile", 0))
        yield row
    for person in islice(people, entry.get("pending", 0)):
        row = of_member(desk, person, crowd)
        row.state = RegistrationState.PENDING
        yield row


def of_member(desk: RegistrationDesk, person: User, crowd: Crowd, mode: str | None = None) -> Registration:
    return Registration(
        desk=desk,
        person=person,
        organisation=crowd.councils[person.pk],
        name=person.full_name,
        email=person.email,
        mode=mode or desk.modes[0],
        registered_by=person,
    )


def of_guest(desk: RegistrationDesk, told: list[str]) -> Registration:
    name, email, entity, job = told
    return Registration(desk=desk, name=name, email=email, entity=entity, job_title=job, mode=Mode.IN_PERSON)


def stand_in_line(row: Registration, mode: Mode, turn: int, *, meanwhile: bool = False) -> None:
    row.waits_for, row.turn, row.online_meanwhile = mode, turn, meanwhile
    row.state, row.mode = (RegistrationState.CONFIRMED, Mode.ONLINE) if meanwhile else (RegistrationState.WAITING, mode)


def describe(row: Registration, place: int, questions: list[tuple[Question, list[str]]], crowd: Crowd) -> None:
    """What each wrote and when; every fourth lets be photographed."""
    desk = row.desk
    opened = desk.opens_at or desk.created_at
    latest = min(moment(crowd.today), desk.event.start)
    row.created_at = row.changed_at = min(opened + STEP * place, latest)
    row.sequence, row.channel = 1, Channel.SELF
    row.code, row.nonce = crowd.word(LETTERS, CODE_LENGTH), crowd.word("0123456789abcdef", 16)
    row.access_needs = NEEDS.get(place, "") if desk.asks_needs else ""
    row.diet = DIETS[place % len(DIETS)] if desk.asks_diet else ""
    if desk.asks_photo_consent and place % 4 == 0:
        row.photo_consent, row.photo_consent_at = True, row.created_at
    answers = ((one.key, next(islice(cycle(said), place % len(said), None))) for one, said in questions)
    row.answers = {key: answer for key, answer in answers if answer}


def bring_to_an_end(desk: RegistrationDesk, entry: dict[str, Any], crowd: Crowd) -> None:
    """Who came is noted, the others did not; certificates are issued, thanks are said, and needs forgotten."""
    date_of_it = desk.event.occurrences.get()
    by, after = desk.event.author, date_of_it.end + timedelta(days=1)
    came = list(desk.registrations.confirmed().order_by("pk")[: entry["attended"]])
    Attendance.objects.bulk_create(
        Attendance(registration=row, occurrence=date_of_it, mode=row.mode, by=by, at=date_of_it.start) for row in came
    )
    if entry.get("certified"):
        certify(desk, by, after, crowd)
    desk.registrations.update(access_needs="", diet="")
    desk.thanked_at = desk.needs_forgotten_at = after
    desk.save(update_fields=["thanked_at", "needs_forgotten_at"])


def certify(desk: RegistrationDesk, by: User, at: datetime, crowd: Crowd) -> None:
    issue(desk, by=by)
    for one in Certificate.objects.filter(registration__desk=desk).order_by("registration"):
        one.code, one.issued_at = crowd.word(LETTERS, CODE_LENGTH), at
        one.save(update_fields=["code", "issued_at"])
