"""Whom somebody may name while writing."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Subquery

from forum.domain.texts import mentionable
from intranet.members.models import Position, User, WorkingGroup

MOST = 8


@dataclass(frozen=True)
class Person:
    """`council`: one for which they speak today, "" for none."""

    id: int
    name: str
    council: str


def people_named(words: str, *, author: User, group: WorkingGroup) -> list[Person]:
    """Those whom `author` may mention in `group` and whose name or council holds every word: those who sit in it first.

    One statement.
    """
    position = Position.objects.giving_access().filter(user=OuterRef("pk")).order_by("starts_on", "pk")
    people = (
        User.objects.filter(pk__in=mentionable(author, group).values("pk"))
        .exclude(pk=author.pk)
        .named(words)
        .annotate(
            council=Subquery(position.values("organisation__name")[:1]),
            sits=Exists(group.memberships.in_force().filter(user=OuterRef("pk"))),
        )
        .order_by("-sits", "sort_key")
    )
    return [Person(person.pk, person.full_name, person.council or "") for person in people[:MOST]]
