"""What the facets of the experiences offer: only what some experience that the viewer may read would be found by."""

from hashlib import sha256
from typing import Any, NamedTuple

from django.core.cache import cache
from django.db.models import QuerySet, Subquery

from forum.enums import PopulationBand
from forum.models import Act, Experience
from intranet.members.enums import Department
from intranet.members.filters.people import in_catalan_order, label_of
from intranet.members.models import Organisation, Subject, User, WorkingGroup

SECONDS = 60
Choices = dict[str, list[tuple[str, Any]]]


class Found(NamedTuple):
    """What the experiences of some groups speak of, in no language."""

    places: list[tuple[str, str, str, str]]
    subjects: list[tuple[str, str]]
    departments: set[str]
    populations: set[str]
    years: list[int]


def choices_for(viewer: User, *, group: WorkingGroup | None = None) -> Choices:
    """The choices of each facet, by its name. One statement, and three once a minute for all who read the same groups."""
    groups = WorkingGroup.objects.content_visible_to(viewer).order_by("pk")
    if group is not None:
        groups = groups.filter(pk=group.pk)
    readable, key = readable_now(groups)
    found: Found | None = cache.get(key)
    if found is None:
        found = found_in(readable)
        cache.set(key, found, SECONDS)
    return offered(found)


def readable_now(groups: QuerySet[WorkingGroup]) -> tuple[list[int], str]:
    """The keys of `groups`, and the name for what their experiences speak of.

    It stands for exactly these groups, and changes with every act of moderation and every new experience: what was
    moved or removed is out of the facets at once.
    """
    acts = Act.objects.order_by("-pk").values("pk")[:1]
    experiences = Experience.objects.order_by("-pk").values("pk")[:1]
    rows = list(groups.values_list("pk", Subquery(acts), Subquery(experiences)))
    return [pk for pk, *_rest in rows], f"experience-facets.{sha256(repr(rows).encode()).hexdigest()}"


def found_in(groups: list[int]) -> Found:
    """Three statements."""
    readable = Experience.objects.in_groups(groups)
    places = Organisation.objects.filter(pk__in=readable.values("council"))
    told = list(readable.values_list("department", "population", "year").distinct())
    subjects = Subject.objects.filter(pk__in=readable.values("subjects"))
    departments, populations, years = (set(column) for column in zip(*told, strict=True)) if told else ((), (), ())
    return Found(
        [(place.slug, label_of(place), place.comarca, place.province) for place in places],
        [(subject.slug, subject.name) for subject in subjects],
        set(departments),
        set(populations),
        sorted(years, reverse=True),
    )


def offered(found: Found) -> Choices:
    return {
        "subject": list(found.subjects),
        "department": [choice for choice in Department.choices if choice[0] in found.departments],
        "population": [choice for choice in PopulationBand.choices if choice[0] in found.populations],
        "council": [(slug, label) for slug, label, _comarca, _province in found.places],
        "comarca": in_catalan_order(comarca for *_place, comarca, _province in found.places),
        "province": in_catalan_order(province for *_place, province in found.places),
        "year": [(str(year), str(year)) for year in found.years],
    }
