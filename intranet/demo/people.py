"""Invented people and what they are where. Whoever recognises a real person has found a bug."""

from datetime import date

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from intranet.demo.days import day, moment, optional_day, optional_moment
from intranet.demo.portraits import draw_portrait
from intranet.demo.tables import rows
from intranet.members.models import Organisation, Position, Subject, User
from intranet.members.models.people_queries import COORDINATION

PASSWORD = "xmess-demo-2025"  # noqa: S105 - printed by `make demo`
ACCOUNTS = (
    "coordinacio@xmess.example",
    "tecnica@manresa.example",
    "regidora@reus.example",
    "cures@terrassa.example",
    "convidat@ateneu.example",
    "enric.bellmunt@manresa.example",
    "admin@xmess.example",
)
COORDINATORS = ("coordinacio@xmess.example", "comunicacio@xmess.example")
ADMINISTRATOR = "admin@xmess.example"
SINCE = -700  # in days from today, when all accounts were made, but for those of
NEWCOMERS = {"enric.bellmunt@manresa.example": -12}  # who still see the first steps


def load_people(today: date, subjects: dict[str, Subject]) -> dict[str, User]:
    """Everyone by e-mail. Only the accounts of the demo can sign in with a password."""
    table = rows("people")
    User.objects.bulk_create(person_of(row, today) for row in table)
    people = {person.email: person for person in User.objects.all()}
    EmailAddress.objects.bulk_create(
        EmailAddress(user=person, email=email, primary=True, verified=True) for email, person in people.items()
    )
    expertise = User.subjects.through
    expertise.objects.bulk_create(
        expertise(user=people[row["email"]], subject=subjects[slug])
        for row in table
        for slug in row["subjects"].split()
    )
    coordination, _new = Group.objects.get_or_create(name=COORDINATION)
    coordination.user_set.add(*(people[email] for email in COORDINATORS))
    return people


def person_of(row: dict[str, str], today: date) -> User:
    email = row["email"]
    person = User(
        email=email,
        password=make_password(PASSWORD if email in ACCOUNTS else None),
        is_superuser=email == ADMINISTRATOR,
        is_active=row["active"] != "no",
        languages=row["languages"].split(),
        confirmed_at=optional_moment(today, row["confirmed_days"]),
        created_at=moment(day(today, NEWCOMERS.get(email, SINCE))),
        **{field: row[field] for field in ("given_name", "family_name", "phone", "ask_me_about", "bio")},
    )
    for choice in row["shows"].split():
        field, audience = choice.split("=")
        setattr(person, f"{field}_visibility", audience)
    if row["portrait"]:
        person.photo = draw_portrait(email, row["portrait"])
    return person


def load_positions(today: date, people: dict[str, User], organisations: dict[str, Organisation]) -> int:
    return len(
        Position.objects.bulk_create(
            Position(
                user=people[row["email"]],
                organisation=organisations[row["organisation"]],
                role=row["role"],
                title=row["title"],
                department=row["department"],
                is_representative=row["representative"] == "yes",
                is_manager=row["manager"] == "yes",
                starts_on=day(today, row["starts_days"]),
                ends_on=optional_day(today, row["ends_days"]),
                successor=people.get(row["successor"]),
            )
            for row in rows("positions")
        )
    )
