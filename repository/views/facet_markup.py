"""The facets beside a list. Written by hand: there are hundreds of options on a page."""

from collections.abc import Collection, Iterable
from html import escape

from django.utils.safestring import SafeString, mark_safe

from repository.views.asked import Facet, Option

OPEN_AT_FIRST = 2
MANY = 9


def facets_markup(facets: Iterable[Facet], opened: Collection[str] = ()) -> SafeString:
    """The first ones are open, and those in which something is chosen; `opened`: also these."""
    found = (
        facet_markup(facet, is_open=turn < OPEN_AT_FIRST or facet.name in opened or is_narrowing(facet))
        for turn, facet in enumerate(facets)
    )
    return mark_safe("".join(found))  # noqa: S308 - escaped piece by piece


def is_narrowing(facet: Facet) -> bool:
    """One of a single choice always is chosen: the first says nothing."""
    return any(option.is_chosen for option in facet.options[1 if facet.is_single else 0 :])


def facet_markup(facet: Facet, *, is_open: bool) -> str:
    kind, label = "radio" if facet.is_single else "checkbox", escape(facet.label)
    options = "".join(option_markup(facet.name, kind, turn, option) for turn, option in enumerate(facet.options))
    long = ' data-many=""' if len(facet.options) > MANY else ""
    return (
        f'<details class="bank-facet"{" open" if is_open else ""}><summary>{label}</summary>'
        f'<div role="group" aria-label="{label}"{long}>{options}</div></details>'
    )


def option_markup(name: str, kind: str, turn: int, option: Option) -> str:
    checked = " checked" if option.is_chosen else ""
    value = escape(option.value)
    return (
        f'<label><input type="{kind}" name="{name}" value="{value}" id="{name}-{turn}"{checked}> '
        f"{escape(option.label)} <small>({option.number})</small></label>"
    )
