"""By what one narrows down what was found, as the address of `/cerca/` says it."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import CharField, Value
from django.http import QueryDict

from intranet.fulltext.kinds import findables
from intranet.fulltext.searching import Hit, Narrowing
from intranet.members.models import Organisation, Subject, WorkingGroup
from intranet.members.models.organisations import full_name_of
from intranet.search.seeing import rows_among

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from intranet.members.models import User

LONGEST_QUERY = 120
LARGEST_KEY = 2**31 - 1
NAMED = ("group", "organisation", "subject")
"""The filters whose values have names."""


class Filters(NamedTuple):
    """What was chosen. `kind`: one that things are shown as; `since` and `until` are both within."""

    kind: str = ""
    group: int | None = None
    organisation: int | None = None
    subject: int | None = None
    since: date | None = None
    until: date | None = None

    @property
    def narrowing(self) -> Narrowing:
        return Narrowing(self.group, self.organisation, self.subject, self.since, self.until)

    @property
    def are_chosen(self) -> bool:
        return self != NOTHING

    def lets(self, hit: Hit) -> bool:
        """Whether `hit` is within what was chosen, whatever its kind; as `Narrowing` says it to the index."""
        return (
            (self.group is None or hit.group == self.group)
            and (self.organisation is None or hit.organisation == self.organisation)
            and (self.subject is None or f",{self.subject}," in hit.subjects)
            and (self.since is None or (hit.ends_on is not None and hit.ends_on >= self.since))
            and (self.until is None or (hit.day is not None and hit.day <= self.until))
        )


NOTHING = Filters()


def filters_in(asked: QueryDict) -> Filters:
    """What an address asks for; what it says wrongly is left aside, and two days the wrong way round are turned."""
    since, until = day_in(asked.get("from", "")), day_in(asked.get("until", ""))
    if since and until and until < since:
        since, until = until, since
    kind = asked.get("kind", "")
    shown = {one.shown_kind for one in findables()}
    named = {name: key_in(asked.get(name, "")) for name in NAMED}
    return Filters(kind if kind in shown else "", **named, since=since, until=until)


def words_in_address(asked: QueryDict) -> str:
    return " ".join(asked.get("q", "").replace("\0", "").split())[:LONGEST_QUERY]


def key_in(value: str) -> int | None:
    is_number = value.isascii() and value.isdigit() and len(value) <= len(str(LARGEST_KEY))
    return int(value) if is_number and 0 < int(value) <= LARGEST_KEY else None


def day_in(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def values_of(hit: Hit, name: str) -> Iterable[int]:
    """The keys that `hit` has for one of the `NAMED` filters."""
    if name == "subject":
        return keys_between(hit.subjects)
    key: int | None = getattr(hit, name)
    return () if key is None else (key,)


@lru_cache(maxsize=5_000)
def keys_between(commas: str) -> tuple[int, ...]:
    return tuple(int(key) for key in commas.split(",") if key)


Names = dict[str, dict[int, str]]
"""Of each filter whose values have names, the names of those that one may know, in the order in which they are read."""


def names_of(user: "User", keys: Mapping[str, Iterable[int]]) -> Names:
    """One statement, none for no keys."""
    asked = {f"{name}s": (NAMING[name], list(some)) for name, some in keys.items()}
    found: Names = {name: {} for name in keys}
    rows = rows_among(user, asked)
    for source, key, kind, name, _sort_key in sorted(rows, key=lambda row: row[-1]):
        found[source[:-1]][key] = full_name_of(kind, name)
    return found


def groups(user: "User") -> "QuerySet[Any, Any]":
    return named(WorkingGroup.objects.content_visible_to(user), NO_KIND)


def organisations(user: "User") -> "QuerySet[Any, Any]":
    return named(Organisation.objects.visible_to(user), "kind")


def subjects(_user: "User") -> "QuerySet[Any, Any]":
    return named(Subject.objects.all(), NO_KIND)


def named(rows: "QuerySet[Any, Any]", kind: Any) -> "QuerySet[Any, Any]":
    return rows.values_list("pk", kind, "name", "sort_key")


NO_KIND = Value("", output_field=CharField())
NAMING: dict[str, Callable[["User"], "QuerySet[Any, Any]"]] = {
    "group": groups,
    "organisation": organisations,
    "subject": subjects,
}
