"""Narrowing the bank down, and what each facet would leave: a facet's own choice does not count in its own numbers."""

from repository.catalogue.seeing import Catalogue, Chosen


def chosen_in(catalogue: Catalogue, facet: str, values: "list[str] | tuple[str, ...]") -> int:
    """What has one of these values."""
    known, found = catalogue.bank.facets[facet], 0
    for value in values:
        found |= known.get(value, 0)
    return found


def narrowed(catalogue: Catalogue, chosen: Chosen, within: int) -> int:
    """What of `within` has one of the values chosen in every facet."""
    for facet, values in chosen.items():
        within &= chosen_in(catalogue, facet, list(values))
    return within


def counts_of(
    catalogue: Catalogue, chosen: Chosen, within: int, offered: dict[str, dict[str, str]]
) -> dict[str, list[int]]:
    """For each value that is offered, how many there would be with it and the choices of the other facets."""
    found = {}
    for facet, values in offered.items():
        base = narrowed(catalogue, {name: chosen[name] for name in chosen if name != facet}, within)
        known = catalogue.bank.facets[facet]
        found[facet] = [(known[value] & base).bit_count() for value in values]
    return found
