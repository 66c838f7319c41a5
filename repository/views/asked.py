"""What a list of the bank is asked for, and what it finds."""

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from django.core.paginator import Page, Paginator
from django.http import QueryDict

from intranet.fulltext.words import says_too_little
from intranet.members.views.requests import PersonRequest
from repository.catalogue.bank import flags_of
from repository.catalogue.facets import counts_of, narrowed
from repository.catalogue.seeing import ARCHIVED, CURRENT, OVERDUE, Catalogue
from repository.catalogue.words import Found, find
from repository.filters import ALL_ORDERS, BEST, CARDS, IN_FORCE, LABELS, ROWS, STATE, STATES, ResourceFilter

if TYPE_CHECKING:
    from intranet.members.filters.chips import Chip

PER_PAGE = 20
PLAIN = ("q", "ordre", "vista", "estat")
NEWEST = "recents"


class Option(NamedTuple):
    value: str
    label: str
    number: int
    is_chosen: bool


class Facet(NamedTuple):
    """`is_single`: one of its options at a time."""

    name: str
    label: str
    options: list[Option]
    is_single: bool = False


class Asked:
    """One request for a list. Without anything asked for, no form is made.

    `within`: of which part of the catalogue it is; `without`: the facets that say nothing there.
    """

    def __init__(
        self, request: PersonRequest, catalogue: Catalogue, *, within: int | None = None, without: tuple[str, ...] = ()
    ) -> None:
        self.catalogue = catalogue
        self.within = catalogue.seen if within is None else within
        self.offered = {name: catalogue.offered(name) for name in LABELS if name not in without}
        self.page_asked = request.GET.get("pagina")
        self.data = QueryDict(mutable=True)
        for name in PLAIN:
            if value := request.GET.get(name, "").replace("\0", ""):
                self.data[name] = value
        for name, values in self.offered.items():
            if chosen := [value for value in request.GET.getlist(name) if value in values]:
                self.data.setlist(name, chosen)

    @cached_property
    def filter(self) -> ResourceFilter:
        return ResourceFilter(self.data, offered=self.offered)

    @cached_property
    def query(self) -> QueryDict:
        """The parameters that count, and no others."""
        if not self.data:
            return self.data
        query = self.filter.query
        if query.get("vista") == ROWS:
            del query["vista"]
        return query

    @property
    def chips(self) -> "list[Chip]":
        return self.filter.chips if self.data else []

    @property
    def words(self) -> str:
        return self.filter.words.strip() if "q" in self.query else ""

    @property
    def usual_order(self) -> str:
        return BEST if self.words else NEWEST

    @property
    def order_chosen(self) -> str:
        """Empty where nobody has chosen one."""
        return self.query.get("ordre", "")

    @property
    def order(self) -> str:
        return self.order_chosen or self.usual_order

    @property
    def orders(self) -> list[tuple[str, str]]:
        """What goes without saying has no value, so that whoever sends the form does not choose it; without words nothing fits best."""
        silent = "" if self.order_chosen else self.usual_order
        offered = [(key, label) for key, (label, _columns) in ALL_ORDERS.items() if self.words or key != BEST]
        return [("" if key in {BEST, silent} else key, label) for key, label in offered]

    @property
    def view(self) -> str:
        return self.query.get("vista", ROWS)

    @property
    def state(self) -> str:
        return self.query.get("estat", CURRENT)

    @cached_property
    def chosen(self) -> dict[str, list[str]]:
        return {name: self.query.getlist(name) for name in self.offered if name in self.query}

    @property
    def says_too_little(self) -> bool:
        return bool(self.words) and says_too_little(self.words)

    @cached_property
    def said(self) -> Found | None:
        """What the words find; nothing when none were given."""
        return find(self.catalogue, self.words) if self.words else None

    @cached_property
    def told(self) -> int:
        """What is in the part that is asked of, and holds the words, in whatever state."""
        return self.within if self.said is None else self.within & self.said.found

    @cached_property
    def found(self) -> int:
        return narrowed(self.catalogue, self.chosen, self.told & self.catalogue.in_state(self.state))

    @cached_property
    def page(self) -> "Page[int]":
        """The positions of one page; one beyond the last is the last."""
        return Paginator(self.positions(), PER_PAGE).get_page(self.page_asked)

    def positions(self) -> list[int]:
        bank = self.catalogue.bank
        if self.said is not None and self.order == BEST:
            flags = flags_of(self.found, bank.size)
            return [position for position in self.said.ranked if flags[position]]
        return bank.in_order(self.found, self.order)

    @cached_property
    def facets(self) -> list[Facet]:
        """What can be chosen, with how much there would be of it; what there would be nothing of is left out, unless chosen."""
        base = self.told & self.catalogue.in_state(self.state)
        counts = counts_of(self.catalogue, self.chosen, base, self.offered)
        facets = [self.facet(name, counts[name]) for name in self.offered]
        return [facet for facet in [*facets, self.states()] if facet.options]

    def facet(self, name: str, counts: list[int]) -> Facet:
        chosen = self.chosen.get(name, [])
        options = (
            Option(value, label, count, value in chosen)
            for (value, label), count in zip(self.offered[name].items(), counts, strict=True)
        )
        return Facet(name, str(LABELS[name]), [option for option in options if option.number or option.is_chosen])

    def states(self) -> Facet:
        labels = {CURRENT: str(IN_FORCE), **dict(STATES)}
        options = [
            Option(
                state,
                str(labels[state]),
                narrowed(self.catalogue, self.chosen, self.told & self.catalogue.in_state(state)).bit_count(),
                state == self.state,
            )
            for state in (CURRENT, OVERDUE, ARCHIVED)
        ]
        return Facet("estat", str(STATE), options, is_single=True)

    def address_of_view(self, view: str) -> str:
        query = self.query.copy()
        query.pop("vista", None)
        if view == CARDS:
            query["vista"] = CARDS
        return f"?{query.urlencode()}"

    @property
    def rows_url(self) -> str:
        return self.address_of_view(ROWS)

    @property
    def cards_url(self) -> str:
        return self.address_of_view(CARDS)
