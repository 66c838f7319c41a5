"""What the filters of the agenda offer: kinds and modes, and the groups, places and subjects that its events speak of."""

from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from django.core.cache import caches
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda.domain.wording import anyone
from agenda.enums import EventKind, EventVisibility, Mode
from agenda.models import Event
from intranet.members.filters.people import in_catalan_order, label_of
from intranet.members.models import Organisation, Subject, User, WorkingGroup
from intranet.members.standing import Standing
from intranet.statements import PERSON, Statement

SECONDS = 300
POSTS = "posts"
"""The cache of what each process draws for itself."""
Choices = dict[str, list[tuple[str, Any]]]
MINE = [
    ("interessa", _("Those that interest me")),
    ("inscripcio", _("Those for which I am registered")),
    ("autoria", _("Those that I announced")),
    ("ens", _("Those of my council")),
    ("grups", _("Those of my groups")),
]


class Spoken(NamedTuple):
    """What the events that everyone of a circle sees speak of, in no language."""

    organisers: list[tuple[str, str]]
    comarques: list[str]
    subjects: list[tuple[str, str]]


def choices_for(viewer: User) -> Choices:
    """The choices of each filter, by its name. One statement, and three more every five minutes for everyone."""
    spoken = spoken_in(public_alone=not viewer.standing.in_network)
    groups = groups_for(timezone.localdate(), viewer.standing).rows({PERSON: viewer.pk})
    return {
        "meus": MINE,
        "kind": list(EventKind.choices),
        "mode": list(Mode.choices),
        "group": [(slug, name) for slug, name in groups],
        "subject": list(spoken.subjects),
        "comarca": [(comarca, comarca) for comarca in spoken.comarques],
        "organisation": list(spoken.organisers),
    }


@lru_cache(maxsize=32)
def groups_for(_day: date, standing: Standing) -> Statement:
    """Those whose content a person who stands so reads."""
    groups = WorkingGroup.objects.content_visible_to(anyone(standing)).order_by("sort_key")
    return Statement.of(groups.values_list("slug", "name"))


def spoken_in(*, public_alone: bool) -> Spoken:
    """Of what the whole network sees, or who has no part in it: what a group keeps to itself gives no choice to others."""
    cache, key = caches[POSTS], f"agenda-facets.{public_alone}"
    found: Spoken | None = cache.get(key)
    if found is None:
        found = speak(public_alone=public_alone)
        cache.set(key, found, SECONDS)
    return found


def speak(*, public_alone: bool) -> Spoken:
    circles = [EventVisibility.PUBLIC] if public_alone else [EventVisibility.PUBLIC, EventVisibility.NETWORK]
    events = Event.objects.published().filter(visibility__in=circles)
    organisers = list(Organisation.objects.filter(pk__in=events.values("organisation")).order_by("sort_key"))
    places = {place.comarca for place in organisers} | set(events.values_list("comarca", flat=True).distinct())
    subjects = Subject.objects.filter(pk__in=events.values("subjects")).order_by("sort_key")
    return Spoken(
        [(organiser.slug, label_of(organiser)) for organiser in organisers],
        [comarca for comarca, _label in in_catalan_order(places)],
        list(subjects.values_list("slug", "name")),
    )
