"""What a list is narrowed down by, as chips that can be taken off one by one."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.forms import BaseForm
from django.http import QueryDict

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Chip:
    """One thing that was chosen, and the parameters (with `?`) of the same list without it."""

    label: str
    href: str


def query_of(form: BaseForm, *, leave_out: "Mapping[str, str] | None" = None) -> QueryDict:
    """The valid, non-empty values of a bound `form` as parameters; `leave_out`: values that go without saying."""
    query = QueryDict(mutable=True)
    for name in form.fields:
        value = form.cleaned_data.get(name)
        values = [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)] if value else []
        kept = list(dict.fromkeys(one for one in values if one != (leave_out or {}).get(name)))
        if kept:
            query.setlist(name, kept)
    return query


def chips_of(form: BaseForm, query: QueryDict) -> list[Chip]:
    """A chip for each value of `query` that the visible fields of `form` know by a label."""
    found = []
    for field in form.visible_fields():
        labels: dict[str, Any] = {str(value): label for value, label in getattr(field.field, "choices", [])}
        found += [Chip(str(labels[one]), without(query, field.name, one)) for one in query.getlist(field.name)]
    return found


def without(query: QueryDict, name: str, value: str) -> str:
    rest = query.copy()
    rest.setlist(name, [one for one in query.getlist(name) if one != value])
    return f"?{rest.urlencode()}"
