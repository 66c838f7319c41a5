"""What the agenda is asked to show only: its filters, drawn once for all who are offered the same."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Self
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.safestring import SafeString

from agenda.domain.wording import ALL, Narrowed
from agenda.filters.agenda import AgendaFilter
from agenda.filters.facets import Choices, choices_for
from forum.views.kept import drawing, kept_piece
from intranet.members.views.requests import PersonRequest

if TYPE_CHECKING:
    from intranet.members.filters.chips import Chip

NAMES = ("q", "meus", "kind", "mode", "group", "subject", "comarca", "organisation")
# The filters whose choices differ from person to person and from day to day.
SPOKEN_OF = ("group", "subject", "comarca", "organisation")


class Narrowing:
    """The filters of one request. Without any, nothing of a form is made."""

    def __init__(self, request: PersonRequest, names: Iterable[str] = NAMES) -> None:
        self.viewer = request.user
        self.data = QueryDict(mutable=True)
        for name in names:
            if value := request.GET.get(name, "").replace("\0", ""):
                self.data[name] = value

    @classmethod
    def none(cls, request: PersonRequest) -> Self:
        """Where nothing is narrowed down."""
        return cls(request, ())

    @cached_property
    def choices(self) -> Choices:
        return choices_for(self.viewer)

    @cached_property
    def listing(self) -> AgendaFilter:
        return AgendaFilter(self.data, viewer=self.viewer, choices=self.choices)

    @property
    def events(self) -> Narrowed:
        return self.listing.narrowed if self.query else ALL

    @cached_property
    def query(self) -> QueryDict:
        """The parameters that count, and no others."""
        return self.listing.query if self.data else self.data

    @property
    def chips(self) -> "list[Chip]":
        return self.listing.chips if self.data else []

    @property
    def words(self) -> str:
        return self.listing.words if self.data else ""

    def address(self, path: str, **more: str) -> str:
        """`path` narrowed down in the same way."""
        query = self.query.copy()
        for name, value in more.items():
            query[name] = value
        return f"{path}?{query.urlencode()}" if query else path

    def box(self, path: str, **hidden: str) -> SafeString:
        """The form of the filters, which leads to `path`; `hidden` parameters go along. Kept where one thing is chosen, or none."""
        offered = sha256(repr([pairs for name, pairs in self.choices.items() if name in SPOKEN_OF]).encode())
        along = f"&{urlencode(hidden)}" if hidden else ""

        def draw() -> str:
            return drawing(
                "agenda/filters.html",
                form=self.listing.form,
                words=self.words,
                active=len(self.chips),
                chips=[replace(chip, href=f"{chip.href}{along}") for chip in self.chips],
                path=path,
                clear_url=f"{path}?{urlencode(hidden)}" if hidden else path,
                hidden=hidden.items(),
            )

        if len(self.data) > 1 or "q" in self.data or self.data != self.query:
            return SafeString(draw())
        chosen = tuple(self.query.items())
        return kept_piece("agenda-filters", (path, chosen, tuple(hidden.items()), offered.hexdigest()), draw)
