"""Panels: how a section shows something of its own on another's page without that page knowing it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest


@dataclass(frozen=True)
class Panel:
    """What one section shows in one place: a heading, a template with its context, and where to see more."""

    title: str
    template_name: str
    context: dict[str, Any] = field(default_factory=dict)
    more_url: str = ""
    more_label: str = ""
    icon: str = ""


Builder = Callable[..., Panel | None]
_builders: dict[str, list[tuple[int, Builder]]] = {}


def register_panel(place: str, order: int, build: Builder) -> None:
    """Have `build(request, **context)` asked for a panel wherever `place` is shown; lower `order` comes first."""
    builders = _builders.setdefault(place, [])
    if (order, build) not in builders:
        builders.append((order, build))
        builders.sort(key=lambda entry: entry[0])


def panels_for(request: HttpRequest, place: str, **context: Any) -> list[Panel]:
    """The panels of `place` that have something for this person."""
    built = (build(request, **context) for _order, build in _builders.get(place, []))
    return [panel for panel in built if panel is not None]
