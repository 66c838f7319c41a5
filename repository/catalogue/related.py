"""What is like a resource: subjects, council, group, department and kind in common."""

from intranet.members.models import User
from repository.catalogue.bank import Line
from repository.catalogue.seeing import Catalogue, catalogue_for
from repository.models import ResourcePage

MOST = 4
# How much each thing in common says.
WEIGHTS = {"subject": 3, "organisation": 2, "group": 2, "abc": 1, "department": 1, "kind": 1}
LEAST = 2


def related(page: ResourcePage, user: User, *, most: int = MOST) -> list[Line]:
    """Current ones that `user` finds, the most alike first and of those the newest. One statement."""
    return alike(catalogue_for(user), page.pk, most=most)


def alike(catalogue: Catalogue, key: int, *, most: int = MOST) -> list[Line]:
    position = catalogue.bank.positions.get(key)
    if position is None:
        return []
    bit, candidates = 1 << position, catalogue.current
    reached = [candidates & ~bit]  # at each place, what has at least so much in common
    for facet, weight in WEIGHTS.items():
        for values in catalogue.bank.facets[facet].values():
            if values & bit:
                reached = with_more(reached, values, weight)
    found: list[Line] = []
    taken = 0
    for level in reversed(reached[LEAST:]):
        lines = catalogue.newest(level & ~taken, most - len(found))
        found, taken = found + lines, taken | level
    return found


def with_more(reached: list[int], values: int, weight: int) -> list[int]:
    """After one more thing in common, shared by the set `values`."""
    longer = reached + [0] * weight
    for level in range(len(longer) - 1, weight - 1, -1):
        longer[level] |= longer[level - weight] & values
    return longer
