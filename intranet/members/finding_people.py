"""People found by their names, what they are, and what they say of themselves to those who may read it.

What a person shows to everyone, to those of their groups and to those of their council stands in documents of their own, each with
all that the wider ones hold: what is for few is found by few. What is for nobody is in none.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from intranet.fulltext.domain import index_as_read, remember
from intranet.fulltext.kinds import Document, Findable, Found, register_findable
from intranet.fulltext.models import Entry
from intranet.fulltext.snippets import snippet_among
from intranet.fulltext.telling import beginning
from intranet.members.filters.people import directory_for
from intranet.members.finding_profiles import Profile, active_profiles, profiles_for
from intranet.members.models import User
from intranet.members.models.people_queries import SAME_COUNCIL, SAME_GROUP, SAME_NETWORK

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from intranet.fulltext.words import Sought

PERSON = "person"
KINDS = {PERSON: SAME_NETWORK, "person_groups": SAME_GROUP, "person_council": SAME_COUNCIL}
"""How close one must be to find somebody by what stands there."""
CHUNK = 500


def index_people(keys: Collection[int]) -> None:
    """As `index_things`, in all kinds at once."""
    remember(index_as_read(KINDS, keys, partial(documents_together, keys)))


def documents_together(keys: Collection[int]) -> Iterator[tuple[str, Document]]:
    for profile in active_profiles(keys):
        for kind in KINDS:
            if document := document_of(profile, kind):
                yield kind, document


def forget_person(key: int) -> None:
    Entry.objects.filter(kind__in=KINDS, key=key).delete()


def documents_in(kind: str, keys: Collection[int] | None) -> Iterator[Document]:
    """One statement a chunk, and one for the keys of all.

    Whoever has left stays, until their account is closed: what they hold again one day is found at once.
    """
    if keys is None:
        keys = User.objects.filter(is_active=True).order_by("pk").values_list("pk", flat=True)
    asked = list(keys)
    for start in range(0, len(asked), CHUNK):
        for profile in active_profiles(asked[start : start + CHUNK]):
            if document := document_of(profile, kind):
                yield document


def document_of(profile: Profile, kind: str) -> Document | None:
    """None where nothing is for such as those alone."""
    closeness = KINDS[kind]
    told = profile.shown_to(closeness)
    if closeness and not any(profile.needed[name] == closeness for name in told):
        return None
    places = [one.organisation for one in profile.held if one.is_present]
    held = (f"{one.title}\n{one.department}\n{one.facts[1]}" for one in profile.held)
    return Document(
        profile.pk,
        profile.full_name,
        reverse("person", args=[profile.pk]),
        text="\n".join([*held, *told.values()]),
        organisation=places[0] if places else None,
        subjects=tuple(profile.subjects) if "subjects" in told else (),
        is_open=not closeness and profile.is_of_network,
    )


def visible_in(kind: str, user: User) -> "QuerySet[Any, Any]":
    people: QuerySet[Any, Any] = directory_for(user).with_closeness(user)
    if closeness := KINDS[kind]:
        people = people.filter(closeness__gte=closeness)
    seen: QuerySet[Any, Any] = people.order_by().annotate(thing=F("pk")).values_list("pk", "thing")
    return seen


def people_found(user: User, things: Mapping[int, int], sought: "Sought") -> Iterable[Found]:
    """One statement."""
    return (found_of(profile, sought) for profile in profiles_for(user, things.keys()))


def found_of(profile: Profile, sought: "Sought") -> Found:
    """The first position stands in a line; where the words stand in the rest, that is shown."""
    shown = profile.shown_to(profile.closeness)
    others = (fact for one in profile.held[1:] for fact in one.facts)
    words = [*shown.values(), *others, *(one.department for one in profile.held)]
    return Found(
        profile.pk,
        profile.full_name,
        reverse("person", args=[profile.pk]),
        facts=profile.held[0].facts if profile.held else (),
        snippet=snippet_among(" · ".join(filter(None, words)).split(" · "), sought)
        or beginning(shown.get("ask_me_about", "")),
    )


def register() -> None:
    for order, kind in enumerate(KINDS, 10):
        register_findable(
            Findable(
                kind,
                _("People"),
                _("Person"),
                "user-round",
                order,
                documents=partial(documents_in, kind),
                visible=partial(visible_in, kind),
                rows=people_found,
                shown_as="" if kind == PERSON else PERSON,
                addresses={"person": itemgetter("pk")} if kind == PERSON else None,
            )
        )
