"""The facts of an experience in words, so that a change of them leaves a trace."""

from collections.abc import Iterable, Mapping
from typing import Any

from forum.models import Experience
from intranet.members.models import Subject

# What changed: each fact by its name, as it was and as it became.
Facts = Mapping[str, list[str]]

PLAIN = ("outcome", "population", "department", "cost", "year")


def facts_of(experience: Experience) -> dict[str, str]:
    """Those of now. Two statements at most."""
    values = {name: getattr(experience, name) for name in (*PLAIN, "council")}
    return told(values, experience.subjects.all())


def told(values: Mapping[str, Any], subjects: Iterable[Subject]) -> dict[str, str]:
    """By name; choices by their values, and the council's name of today."""
    council = values["council"]
    return {
        **{name: str(values[name]) for name in PLAIN},
        "council": council.full_name if council else "",
        "subjects": ", ".join(sorted(str(subject) for subject in subjects)),
    }


def changed(before: Mapping[str, str], after: Mapping[str, str]) -> Facts:
    return {name: [before[name], after[name]] for name in before if before[name] != after[name]}


def label_of(name: str) -> str:
    field: Any = Experience._meta.get_field(name)  # noqa: SLF001 - public, in spite of its name
    return str(field.verbose_name)


def words_of(name: str, value: str) -> str:
    field: Any = Experience._meta.get_field(name)  # noqa: SLF001 - as above
    return str(dict(field.choices or ()).get(value, value))
