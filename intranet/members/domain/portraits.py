"""A person as one viewer may see them: the one place where visibility per field is applied before anything is shown."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Self

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from intranet.members.enums import GroupAccess, SpokenLanguage, Visibility
from intranet.members.models import GroupMembership, Position, Subject, User, WorkingGroup
from intranet.members.models.people import PROFILE_FIELDS
from intranet.members.models.people_queries import CLOSENESS_NEEDED, TRUSTED
from intranet.members.rules import can_open_organisation


@dataclass(frozen=True)
class Held:
    """A position, the last day it was held if it is past, and whether the viewer may open its organisation's page."""

    position: Position
    can_open: bool
    last_day: date | None = None


@dataclass(frozen=True)
class Portrait:
    """What a viewer sees of `person`: whatever is hidden from that viewer is empty here."""

    person: User
    email: str = ""
    phone: str = ""
    bio: str = ""
    ask_me_about: str = ""
    languages: list[str] = field(default_factory=list)
    subjects: list[Subject] = field(default_factory=list)
    photo: str = ""
    held: list[Held] = field(default_factory=list)
    past: list[Held] = field(default_factory=list)
    groups: list[WorkingGroup] = field(default_factory=list)
    since: date | None = None
    not_for_all: frozenset[str] = frozenset()
    """For those whom everything is shown: the fields that others of the network do not see."""

    @property
    def phone_digits(self) -> str:
        """For `tel:` (RFC 3966), which knows no spaces."""
        return "".join(char for char in self.phone if char.isdigit() or char == "+")

    @classmethod
    def of(cls, person: User, *, viewer: User, groups: Iterable[WorkingGroup]) -> Self:
        """`person` must carry the closeness to the viewer (`with_closeness`)."""
        shown = person.shown
        positions = list(person.positions.select_related("organisation"))
        today = timezone.localdate()
        past = [position for position in positions if position.ends_on is not None and position.ends_on <= today]
        trusted = getattr(person, "closeness", 0) == TRUSTED
        hidden = {name for name in PROFILE_FIELDS if getattr(person, f"{name}_visibility") != Visibility.NETWORK}
        return cls(
            person=person,
            email=person.email if shown["email"] else "",
            phone=person.phone if shown["phone"] else "",
            bio=person.bio if shown["bio"] else "",
            ask_me_about=person.ask_me_about if shown["ask_me_about"] else "",
            languages=language_names(person.languages) if shown["languages"] else [],
            subjects=list(person.subjects.all()) if shown["subjects"] else [],
            photo=(person.photo.name or "") if shown["photo"] else "",
            held=[hold(position, viewer) for position in positions if position.is_open(today)],
            past=[hold(position, viewer) for position in sorted(past, key=ended, reverse=True)],
            groups=list(groups),
            since=min((position.starts_on for position in positions if position.starts_on <= today), default=None),
            not_for_all=frozenset(hidden) if trusted else frozenset(),
        )


def hold(position: Position, viewer: User) -> Held:
    last_day = None
    if position.ends_on is not None:
        last_day = max(position.starts_on, position.ends_on - timedelta(days=1))
    return Held(position, can_open_organisation(viewer, position.organisation), last_day)


def ended(position: Position) -> date:
    return position.ends_on or date.max


def language_names(codes: Iterable[str]) -> list[str]:
    """The languages by name, in the order in which they are offered; a code no longer offered is left out."""
    spoken = set(codes)
    return [str(label) for code, label in SpokenLanguage.choices if code in spoken]


def people_for(viewer: User) -> QuerySet[User]:
    """The people whose page `viewer` may open, ready for a portrait."""
    people: QuerySet[User] = User.objects.visible_to(viewer).with_standing().with_closeness(viewer)
    return people


def portrait_for(person: User, *, viewer: User) -> Portrait:
    """The portrait that `viewer` sees of one of `people_for(viewer)`."""
    mine = GroupMembership.objects.of(viewer).filter(group=OuterRef("pk"))
    groups = WorkingGroup.objects.visible_to(viewer).of(person).exclude(holds_everyone=True)
    return Portrait.of(person, viewer=viewer, groups=groups.annotate(in_common=Exists(mine)))


def own_portrait(user: User, *, audience: Visibility) -> Portrait:
    """How those of `audience` see `user`; private groups, which only those inside see, are left out."""
    person = User.objects.with_standing().get(pk=user.pk)
    person.closeness = CLOSENESS_NEEDED[audience]
    groups = WorkingGroup.objects.of(person).exclude(Q(access=GroupAccess.PRIVATE) | Q(holds_everyone=True))
    return Portrait.of(person, viewer=user, groups=groups)
