"""Which of those who registered something is done with: those that are ticked, or all that the list is narrowed down to."""

from dataclasses import dataclass
from functools import cached_property

from django.http import QueryDict

from agenda.registration.filters import AttendeesFilter
from agenda.registration.forms.attendees import keys_in
from agenda.registration.models import RegistrationDesk, RegistrationQuerySet

TICKED, ALL, FILTER = "r", "all", "filter"


@dataclass(frozen=True)
class Selection:
    desk: RegistrationDesk
    ticked: tuple[int, ...]
    is_all: bool
    query: QueryDict

    @cached_property
    def listing(self) -> AttendeesFilter:
        return AttendeesFilter(self.query, desk=self.desk)

    @cached_property
    def rows(self) -> RegistrationQuerySet:
        if self.is_all:
            return self.listing.qs  # type: ignore[no-any-return]  # django-filter has no types
        return self.desk.registrations.filter(pk__in=self.ticked).order_by("folded_words", "pk")

    @cached_property
    def keys(self) -> list[int]:
        return list(self.rows.values_list("pk", flat=True))

    @property
    def words(self) -> list[str]:
        """By what the list is narrowed down, if it is all of it that is chosen."""
        if not self.is_all:
            return []
        typed = [f"«{self.listing.words}»"] if self.listing.words else []
        return [*typed, *(str(chip.label) for chip in self.listing.chips)]

    @property
    def carried(self) -> list[tuple[str, str]]:
        """With what a form or an address holds the same selection."""
        if self.is_all:
            return [(ALL, "1"), (FILTER, self.query.urlencode())]
        return [*((TICKED, str(key)) for key in self.ticked), (FILTER, self.query.urlencode())]

    @property
    def address_query(self) -> str:
        query = QueryDict(mutable=True)
        for name, value in self.carried:
            query.appendlist(name, value)
        return query.urlencode()

    @property
    def back(self) -> str:
        """The list from which it was chosen."""
        query = self.query.urlencode()
        return self.desk.address("attendees") + (f"?{query}" if query else "")


def selection_in(sent: QueryDict, desk: RegistrationDesk) -> Selection:
    return Selection(desk, tuple(keys_in(sent.getlist(TICKED))), ALL in sent, QueryDict(sent.get(FILTER, "")))
