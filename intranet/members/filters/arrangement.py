"""What the lists with facets share: they are searched by words, stand in one of several orders, and show what was chosen."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.http import QueryDict
from django.utils.functional import cached_property
from django_filters import FilterSet

from intranet.members.filters.chips import Chip, chips_of, query_of

LONGEST_SEARCH = 80
Orders = Mapping[str, tuple[Any, tuple[Any, ...]]]


class ArrangedFilter(FilterSet):
    """A subclass declares `q` and `ordre`, and says its `ORDERS`: label and columns. The first goes without saying."""

    ORDERS: ClassVar[Orders]

    @property
    def order(self) -> str:
        chosen: str = self.form.cleaned_data.get("ordre") or next(iter(self.ORDERS))
        return chosen

    @property
    def orders(self) -> list[tuple[str, Any]]:
        return choices_of(self.ORDERS)

    @property
    def words(self) -> str:
        found: str = self.form.cleaned_data.get("q", "")
        return found[:LONGEST_SEARCH]

    @cached_property
    def chips(self) -> list[Chip]:
        return chips_of(self.form, self.query)

    @cached_property
    def query(self) -> QueryDict:
        """The parameters that count, and no others."""
        return query_of(self.form, leave_out={"ordre": next(iter(self.ORDERS))})


def choices_of(orders: Orders) -> list[tuple[str, Any]]:
    return [(key, label) for key, (label, _columns) in orders.items()]
