"""Data of any size, made in bulk for the benchmark: one function a kind, each an option of `load_scale`."""

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from intranet.demo.groups import load_groups
from intranet.demo.organisations import load_organisations, load_subjects
from intranet.demo.tables import texts
from intranet.members.enums import GroupAccess, PositionRole
from intranet.members.models import GroupMembership, Organisation, Position, Subject, User, WorkingGroup

BATCH = 500
DOMAIN = "scale.example"
ROLES = (PositionRole.TECHNICAL, PositionRole.TECHNICAL, PositionRole.ELECTED, PositionRole.OTHER)


class Scale(NamedTuple):
    grow: Callable[[int], None]
    help: str


SCALES: dict[str, Scale] = {}


def register_scale(option: str, grow: Callable[[int], None], *, help_text: str) -> None:
    """Make `--option N` call `grow(N)`, which adds N things to what is there. Options run in the order of registration."""
    SCALES[option] = Scale(grow, help_text)


@transaction.atomic
def grow_members(number: int) -> None:
    """Add so many people, each with a position in a council; every second one is in a group, every third knows a subject."""
    prepare_ground()
    first = User.objects.filter(email__endswith=f"@{DOMAIN}").count() + 1
    names = texts("names")
    people = [scale_person(serial, names["given"], names["family"]) for serial in range(first, first + number)]
    User.objects.bulk_create(people, BATCH)
    EmailAddress.objects.bulk_create(
        (EmailAddress(user=person, email=person.email, primary=True, verified=True) for person in people), BATCH
    )
    give_positions(people)
    give_seats(people[::2])
    give_subjects(people[::3])


def prepare_ground() -> None:
    """The councils, subjects and groups of the demo, where there are none yet."""
    today = timezone.localdate()
    if not Organisation.objects.exists():
        load_organisations(today)
    if not Subject.objects.exists():
        load_subjects()
    if not WorkingGroup.objects.filter(holds_everyone=False).exists():
        load_groups(today)


def scale_person(serial: int, given: list[str], family: list[str]) -> User:
    """The same person for the same number; without a password that works."""
    return User(
        email=f"persona-{serial:06}@{DOMAIN}",
        password=make_password(None),
        given_name=given[serial % len(given)],
        family_name=f"{family[serial // len(given) % len(family)]} {family[serial * 7 % len(family)]}",
        phone=f"930 {serial // 1000 % 1000:03} {serial % 1000:03}",
        languages=["ca", "es"],
        confirmed_at=timezone.now(),
    )


def give_positions(people: list[User]) -> None:
    councils = list(Organisation.objects.councils().present())
    titles = texts("names")["titles"]
    since = timezone.localdate() - timedelta(days=400)
    Position.objects.bulk_create(
        (
            Position(
                user=person,
                organisation=councils[turn % len(councils)],
                role=ROLES[turn % len(ROLES)],
                title=titles[turn % len(titles)],
                starts_on=since,
            )
            for turn, person in enumerate(people)
        ),
        BATCH,
    )


def give_seats(people: list[User]) -> None:
    groups = list(WorkingGroup.objects.exclude(access=GroupAccess.PRIVATE).exclude(holds_everyone=True))
    GroupMembership.objects.bulk_create(
        (GroupMembership(group=groups[turn % len(groups)], user=person) for turn, person in enumerate(people)), BATCH
    )


def give_subjects(people: list[User]) -> None:
    subjects = list(Subject.objects.all())
    expertise = User.subjects.through
    expertise.objects.bulk_create(
        (expertise(user=person, subject=subjects[turn % len(subjects)]) for turn, person in enumerate(people)), BATCH
    )


register_scale("members", grow_members, help_text="People with a position, spread over the councils.")
