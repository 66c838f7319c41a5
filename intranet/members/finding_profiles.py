"""What is told of people where they are found: one statement for any number, worded once a day (`intranet.statements`)."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Exists, F, FilteredRelation, OuterRef, Value
from django.utils import timezone

from intranet.fulltext.telling import KEYS
from intranet.members.domain.portraits import language_names
from intranet.members.enums import COUNCIL_KINDS, PRESENT_STATUSES, PositionRole
from intranet.members.models import User
from intranet.members.models.organisations import full_name_of
from intranet.members.models.people_queries import CLOSENESS_NEEDED, COORDINATION
from intranet.members.models.positions import open_on
from intranet.statements import PERSON, Statement, among
from intranet.unions import anyone

if TYPE_CHECKING:
    from intranet.members.standing import Standing

TOLD = ("ask_me_about", "subjects", "bio", "languages")
PERSONAL = ("pk", "given_name", "family_name", "ask_me_about", "bio", "languages")
HELD = ("role", "title", "department", "organisation", "organisation__kind", "organisation__name")
IN_ORDER = ("pk", "held__organisation__sort_key", "-held__starts_on", "held__pk", "subjects__sort_key")


class Held(NamedTuple):
    """A position that somebody holds today."""

    role: str
    title: str
    department: str
    organisation: int
    kind: str
    name: str
    status: str

    @property
    def facts(self) -> tuple[str, str]:
        """What somebody is, and where."""
        return self.title or str(PositionRole(self.role).label), full_name_of(self.kind, self.name)

    @property
    def is_present(self) -> bool:
        return self.status in PRESENT_STATUSES


@dataclass(frozen=True)
class Profile:
    """`words`: what they say of themselves, field by field; `needed`: how close one must be to read it.

    `closeness` is that of the reader; when nobody reads, `coordinates` says whether they are of coordination.
    """

    pk: int
    full_name: str
    words: Mapping[str, str]
    needed: Mapping[str, int]
    held: list[Held]
    subjects: list[int]
    closeness: int = 0
    coordinates: bool = False

    @property
    def is_of_network(self) -> bool:
        """As `UserQuerySet.in_network`, of an active account."""
        return self.coordinates or any(one.is_present and one.kind in COUNCIL_KINDS for one in self.held)

    def shown_to(self, closeness: int) -> dict[str, str]:
        return {name: words for name, words in self.words.items() if words and self.needed[name] <= closeness}


def active_profiles(keys: Collection[int]) -> list[Profile]:
    """Of those of them whose account is active, by their keys."""
    return profiles_in(worded(timezone.localdate(), None).rows({KEYS: among(keys)}))


def profiles_for(user: User, keys: Collection[int]) -> list[Profile]:
    """With how close `user` is to them, who must be allowed to know of them."""
    statement = worded(timezone.localdate(), user.standing)
    return profiles_in(statement.rows({KEYS: among(keys), PERSON: user.pk}))


@lru_cache(maxsize=64)
def worded(day: date, standing: "Standing | None") -> Statement:
    """A row for each position and subject of each person."""
    people = User.objects.filter(pk__among=KEYS)
    if standing is None:
        office = User.groups.through.objects.filter(user=OuterRef("pk"), group__name=COORDINATION)
        people = people.filter(is_active=True).annotate(closeness=Value(0), coordinates=Exists(office))
    else:
        people = people.with_closeness(anyone(standing)).annotate(coordinates=Value(0))
    rows = people.annotate(
        held=FilteredRelation("positions", condition=open_on(day, "positions__")),
        status=F("held__organisation__status"),
    ).order_by(*IN_ORDER)
    visibilities = (f"{name}_visibility" for name in TOLD)
    held = (f"held__{name}" for name in HELD)
    facts = ("closeness", "coordinates", "subjects__pk", "subjects__name", "held__pk", *held, "status")
    return Statement.of(rows.values_list(*PERSONAL, *visibilities, *facts))


def profiles_in(rows: list[tuple[Any, ...]]) -> list[Profile]:
    return [profile_of(list(of_one)) for _pk, of_one in groupby(rows, lambda row: row[0])]


def profile_of(rows: list[tuple[Any, ...]]) -> Profile:
    pk, given_name, family_name, ask_me_about, bio, languages = rows[0][: len(PERSONAL)]
    visibilities = rows[0][len(PERSONAL) : len(PERSONAL) + len(TOLD)]
    facts = [row[len(PERSONAL) + len(TOLD) :] for row in rows]
    closeness, coordinates, *_others = facts[0]
    subjects = {key: name for _close, _office, key, name, *_held in facts if key}
    spoken = json.loads(languages) if isinstance(languages, str) else languages
    told = (ask_me_about, " · ".join(subjects.values()), bio, ", ".join(language_names(spoken)))
    return Profile(
        pk,
        f"{given_name} {family_name}".strip(),
        words=dict(zip(TOLD, told, strict=True)),
        needed={name: CLOSENESS_NEEDED[visibility] for name, visibility in zip(TOLD, visibilities, strict=True)},
        held=list({row[4]: Held(*row[5:]) for row in facts if row[4]}.values()),
        subjects=list(subjects),
        closeness=closeness,
        coordinates=bool(coordinates),
    )
